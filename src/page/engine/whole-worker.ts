import { modules } from '../../../models/bundled.ts'
import { library } from './library.ts'
import { loadBundled } from '../../worker/load.ts'
import { ownPort } from '../../worker/own-port.ts'
import type { Port } from '../../worker/port.ts'
import { seal } from '../../worker/sealed.ts'
import { serve } from '../../worker/serve.ts'
import { loadSource } from './source.ts'
import { makeWalks } from '../../worker/walks.ts'

/*
 * The worker that has all of the engine. In a frame without rights it runs sources, too, and what it
 * says is sealed: text that can be checked.
 */

const walks = makeWalks()
const isSealed = (globalThis as { readonly isSealed?: boolean }).isSealed === true
const own = ownPort()

if (isSealed) {
  const text: Port = {
    post: (message) => own.post(JSON.stringify(message)),
    listen: own.listen,
  }
  serve(text, {
    walks,
    table: null,
    pack: seal,
    load: async (model) =>
      model.kind === 'bundled' ? loadBundled(modules, model.name) : loadSource(model.text, library),
  })
} else {
  serve(own, {
    walks,
    table: null,
    load: (model) => {
      if (model.kind === 'bundled') return loadBundled(modules, model.name)
      throw new Error('sources are run in a frame without rights, and nowhere else')
    },
  })
}
