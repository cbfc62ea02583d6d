import { showMessage, showName } from '../value/notation.ts'
import type { RunMessage, Trace, TraceStep } from '../trace/trace.ts'

/** The expression with which ShiViz parses the log that {@link renderShiviz} writes. */
export const shivizParser = String.raw`(?<host>\S*) (?<clock>{.*})\n(?<event>.*)`

/** How often something has happened at each host, as far as somebody can know. */
type Clock = ReadonlyMap<string, number>

/**
 * A run as a log with vector clocks for ShiViz (bestchai.bitbucket.io/shiviz; Fidge 1988, Mattern 1989). Each
 * step of a node is an event; what the network does is an event at a host of its own, which knows of
 * nobody. The parser expression to be given to it is {@link shivizParser}.
 */
export const renderShiviz = (trace: Trace): string => {
  const clocks = new Map<string, Clock>()
  /** What the sender of a message knew when it sent it. */
  const stamps = new Map<number, Clock>()
  const events: string[] = []
  const happen = (host: string, text: string, received: RunMessage | null): Clock => {
    const own = merged(clocks.get(host), received === null ? undefined : stamps.get(received.id))
    const clock = new Map(own).set(host, (own.get(host) ?? 0) + 1)
    clocks.set(host, clock)
    events.push(`${host} ${JSON.stringify(Object.fromEntries(clock))}`, text)
    return clock
  }
  for (const { node } of trace.initial.nodes) {
    const sent = trace.initial.inFlight.filter(({ from }) => from === node)
    const clock = happen(hostOf(node), wordsOf('starts', sent), null)
    for (const { id } of sent) stamps.set(id, clock)
  }
  for (const { action, node, kind, envelope, sent, middle } of trace.steps) {
    const host = node === null ? network : hostOf(node)
    if (kind === 'say' && envelope !== null) {
      const { from, to, message } = envelope
      const words = `tells ${showName(to)} ${showMessage(message)}`
      stamps.set(envelope.id, happen(hostOf(from), words, null))
    }
    const isReceived = isDelivery(middle?.kind ?? kind)
    const clock = happen(host, wordsOf(action, sent), isReceived ? envelope : null)
    // A message that a set keeps goes on under the stamp of whoever sent it first.
    for (const { id } of sent) if (!stamps.has(id)) stamps.set(id, clock)
  }
  return `${events.join('\n')}\n`
}

const isDelivery = (kind: TraceStep['kind']): boolean =>
  kind === 'deliver' || kind === 'duplicate' || kind === 'say'

const network = '(network)'

/** A host's name has no spaces. */
const hostOf = (node: string): string => showName(node).replaceAll(/\s/g, '_') || '_'

const wordsOf = (what: string, sent: readonly RunMessage[]): string =>
  [what, ...sent.map(({ to, message }) => `sends ${showMessage(message)} to ${showName(to)}`)].join(
    '; ',
  )

const merged = (a: Clock = new Map(), b: Clock = new Map()): Clock => {
  const all = new Map(a)
  for (const [host, count] of b) all.set(host, Math.max(count, all.get(host) ?? 0))
  return all
}
