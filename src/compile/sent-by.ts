import { brief } from '../value/brief.ts'
import type { StepResult } from './step-result.ts'
import type { Tables } from './tables.ts'

/** What a step sends, in words. */
export const sentBy = ({ envelopes, system }: Tables, { sends }: StepResult): string =>
  sends.length === 0
    ? 'nothing'
    : brief(
        sends.map((envelope) => ({
          to: system.nodes[envelopes.to.data[envelope] as number]?.id,
          message: envelopes.message(envelope),
          ...(envelopes.isOnce(envelope) ? { once: true } : {}),
        })),
      )
