import { ownPort } from '../../worker/own-port.ts'
import type { FromTypes, ToTypes } from './contract.ts'
import { TypeService } from './service.ts'

/* The worker that knows the types of a source. The source is read here, and never run. */

const port = ownPort()
const say = (message: FromTypes): void => port.post(message)

let service: TypeService | null = null

port.listen((message) => {
  const heard = message as ToTypes
  if (heard.kind === 'files') {
    service = new TypeService(heard.files)
    return
  }
  const { id, question } = heard
  try {
    if (service === null) throw new Error('the files are not there')
    say({ kind: 'answer', id, answer: service.answer(question) })
  } catch (error) {
    say({ kind: 'failed', id, why: error instanceof Error ? error.message : String(error) })
  }
})
