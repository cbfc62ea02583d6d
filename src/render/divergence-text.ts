import type { Assumption, Divergence, Report } from '../report.ts'
import { divergenceWords } from './divergence-words.ts'
import { hang, type Style } from './style.ts'
import { renderTrace } from './trace-text.ts'

/** The run to the loop, and the loop. */
export const renderDivergence = ({ trace, growth }: Divergence, style: Style): string => {
  const name = 'Why there is no end of states'
  const run = renderTrace(
    trace,
    { kind: null, name, verdict: 'incomplete', expected: 'holds' },
    style,
  )
  const words = divergenceWords(growth, 'the loop')
  return `${run}\n${hang(style, '  ', '  ', `E${words.slice(1)}.`).join('\n')}`
}

/** What follows from it that there is no end of states, and how to bring a search to an end. */
export const divergenceLines = (
  { incomplete, properties }: Pick<Report, 'incomplete' | 'properties'>,
  style: Style,
): readonly string[] => {
  const { kind = null, divergence = null } = incomplete ?? {}
  if (divergence === null) return []
  const known =
    kind === 'divergence'
      ? 'A violation may be found yet, so the search went on for a while; `--keep-going`, or a limit of states or seconds, makes it go on for longer.'
      : `There is no end of states: ${divergenceWords(divergence.growth)}.`
  return [
    ...hang(style, '  ', '  ', known),
    ...hang(style, '  ', '  ', 'To give the search an end, one of these:'),
    ...waysOut(properties[0]?.assumptions ?? []).flatMap((line) =>
      hang(style, '  · ', '    ', line),
    ),
  ]
}

/** What may be done about it; what a network or time forbids is left out. */
const waysOut = (grounds: readonly Assumption[]): readonly string[] => {
  const networks = grounds.flatMap((each) => (each.kind === 'network' ? each.network : []))
  const isQueue = networks.length > 0 && networks.every((network) => network === 'fifo')
  const hasTime = grounds.some(({ kind }) => kind === 'time')
  return [
    'let the sender give up after some tries, or wait for an answer before it sends again',
    ...(isQueue
      ? []
      : [
          'send it once: `send(to, message, { once: true })` adds nothing where an equal message is in flight',
        ]),
    'state a bound that looks at the messages in flight: `within: ({ inFlight }) => inFlight.length <= 6`',
    ...(hasTime || networks.length > 1
      ? []
      : [
          'take `network: duplicating()`, if messages may arrive more than once: what is in flight is not sent twice there',
        ]),
  ]
}
