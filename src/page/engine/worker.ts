import { capModules } from '../../../models/bundled-cap.ts'
import { ModelError } from '../../value/model-error.ts'
import { loadBundled } from '../../worker/load.ts'
import { ownPort } from '../../worker/own-port.ts'
import { serve } from '../../worker/serve.ts'
import { makeTable } from '../../worker/table.ts'
import { makeWalks } from '../../worker/walks.ts'
import { absence, timesMissed } from './absent.ts'

/* The worker that a page begins with: it knows the designs around CAP, and makes their table. */

serve(ownPort(), {
  walks: makeWalks(),
  table: makeTable,
  gaps: { timesMissed, absence },
  load: (model) => {
    if (model.kind === 'bundled') return loadBundled(capModules, model.name)
    throw new ModelError('bad-option', {
      what: 'This worker takes no sources',
      fix: 'ask one in a frame without rights',
    })
  },
})
