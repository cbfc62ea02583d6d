export { answerChecks } from './answer-checks.ts'
export {
  checkInWorker,
  WorkerFailure,
  type WorkerFailureReason,
  type WorkerCheckOptions,
  type WorkerLike,
} from './check-in-worker.ts'
