import { modules } from '../../../models/bundled.ts'
import { loadBundled } from '../../worker/load.ts'
import { ownPort } from '../../worker/own-port.ts'
import { serve } from '../../worker/serve.ts'
import { makeTable } from '../../worker/table.ts'
import { makeWalks } from '../../worker/walks.ts'

/* The worker that has all models. */

serve(ownPort(), {
  walks: makeWalks(),
  table: makeTable,
  load: (model) => {
    if (model.kind === 'bundled') return loadBundled(modules, model.name)
    throw new Error('sources are run in a frame without rights, and nowhere else')
  },
})
