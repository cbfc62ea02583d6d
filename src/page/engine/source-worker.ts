import { ownPort } from '../../worker/own-port.ts'
import { seal } from '../../worker/sealed.ts'
import { serve } from '../../worker/serve.ts'
import { makeWalks } from '../../worker/walks.ts'
import { library } from './library.ts'
import { loadSource } from './source.ts'

/* The worker that runs sources, in a frame without rights. What it says is sealed: text that can be checked. */

const own = ownPort()

serve(
  { post: (message) => own.post(JSON.stringify(message)), listen: own.listen },
  {
    walks: makeWalks(),
    table: null,
    pack: seal,
    load: async (model) => {
      if (model.kind === 'source') return loadSource(model.text, library)
      throw new Error('models that come with netsplit are checked outside of this frame')
    },
  },
)
