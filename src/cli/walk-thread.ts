import { parentPort, workerData } from 'node:worker_threads'
import { setParameters } from '../model/parameters.ts'
import { unpaced } from '../pace/pace.ts'
import { Batches } from '../simulate/batches.ts'
import { failure } from './failure.ts'
import { loadModel } from './load-model.ts'
import { onlyWith } from './only-with.ts'
import type { WalkAnswer, WalkGiven, WalkOrder } from './walk-contract.ts'

/* A thread that walks through a system: it loads the model itself, as functions cannot be handed over. */

const { job, plan } = workerData as WalkGiven

const load = async (): Promise<Batches> => {
  const model = await loadModel(job.model)
  const system = model.make(setParameters(model.parameters, job.settings, model.choices))
  return new Batches(onlyWith(system, job.only), plan)
}

let batches: Promise<Batches> | null = null

const obey = async (order: WalkOrder): Promise<WalkAnswer> => {
  const own = await (batches ??= load())
  if (order.kind === 'confirm') {
    await own.confirm(unpaced)
    return { kind: 'confirmed' }
  }
  return { kind: 'walked', result: await own.walk(order.slice, null, unpaced) }
}

parentPort?.on('message', (order: WalkOrder) => {
  void obey(order)
    .catch((error: unknown): WalkAnswer => ({ kind: 'failed', failure: failure(error, job.model) }))
    .then((answer) => parentPort?.postMessage(answer))
})
