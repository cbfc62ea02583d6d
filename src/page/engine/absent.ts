import { ModelError } from '../../value/model-error.ts'

/** What is said where the first worker lacks a part of the engine: another one is asked then. */
export const isAbsent = 'This worker has only what the designs around CAP need'

/** Stands for a class that the first worker is without, and that others have (`worker-texts.config.ts`). */
export function Absent(): never {
  throw new ModelError('bad-option', { what: isAbsent, fix: 'ask the worker that has all models' })
}
