import type { Subject } from './document.ts'
import type { Answer, Ask } from './engine/contract.ts'
import { unpack } from './packed.ts'

/** Asks the engine about what stands in an address; what cannot be read there is the answer itself. */
export const asking = async <Found>(
  subject: Subject,
  ask: (ask: Ask) => Promise<Answer<Found>>,
): Promise<Answer<Found>> => {
  const { model, parameters, flips } = subject
  if (model.kind === 'bundled') return await ask({ model, parameters, flips })
  const unpacked = await unpack(model.code)
  if (unpacked.kind === 'source') return await ask({ model: unpacked, parameters, flips })
  const { what, wayOut } = unpacked
  return { kind: 'failed', cause: 'mistake', message: what, where: [], wayOut, at: null }
}

/** Tells one question about a system from another. */
export const keyOf = (subject: Subject | null): string | null =>
  subject === null ? null : JSON.stringify([subject.model, subject.parameters, subject.flips])

/** A bundled model with its defaults. */
export const bundled = (
  name: string,
  parameters: Readonly<Record<string, string>> = {},
): Subject => ({ model: { kind: 'bundled', name }, parameters, flips: [] })
