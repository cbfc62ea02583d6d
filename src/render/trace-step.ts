import { match } from 'ts-pattern'
import { showName } from '../value/notation.ts'
import type { RunMessage, SentMessage, TraceStep } from '../trace/trace.ts'
import { keyOf } from '../value/key.ts'
import { changeRows } from './trace-changes.ts'
import type { Row } from './trace-page.ts'
import { brief, namedMessage, sentWhen } from './trace-values.ts'
import { nameList, unbroken, type Ink } from './style.ts'

/** Who does what. */
export const headOf = (step: TraceStep, isMachine: boolean, ink: Ink): Row => {
  const { bold, yellow } = ink
  const [actor, name] = [bold(showName(step.node ?? '')), showName(step.name ?? '')]
  return match(step.kind)
    .with('deliver', (): Row => `${actor} receives ${passing(step.envelope, ink)}`)
    .with(
      'duplicate',
      () => `${actor} receives ${passing(step.envelope, ink)}${yellow('; a copy stays in flight')}`,
    )
    .with('timeout', () => `${actor}: timer "${name}" fires`)
    .with('internal', () => (isMachine ? bold(name) : `${actor} does "${bold(name)}"`))
    .with('crash', () => `${actor} ${yellow('crashes')}`)
    .with('restart', () => `${actor} ${yellow('restarts')}`)
    .with(
      'lose',
      () => `${yellow('the network loses')} ${passing(step.envelope, ink, step.envelope?.to)}`,
    )
    .with('split', 'heal', () => step.action)
    .exhaustive()
}

/** A message on its way, with who sent it and when; what is in it was told there. */
const passing = (envelope: RunMessage | null, ink: Ink, to?: string): string => {
  if (envelope === null) return ''
  const way = `from ${showName(envelope.from)}${to === undefined ? '' : ` to ${showName(to)}`}`
  return `${ink.cyan(namedMessage(envelope.message))} ${way}${ink.dim(`, ${sentWhen(envelope)}`)}`
}

/** What a step comes to: choices, changes, timers and messages, a row each. */
export const rowsOf = (step: TraceStep, number: number, ink: Ink): readonly Row[] => {
  const { node, choices, changes, timers, kind } = step
  if (kind === 'split' || kind === 'heal') return cutRows(step, ink)
  const rows: readonly Row[] = [
    ...choices.map((choice) => `chooses ${brief(choice)}`),
    ...changeRows(changes, ink, kind === 'crash' ? ' (not durable)' : ''),
    ...timers.map(({ timer, isSet }) => `${isSet ? 'sets' : 'clears'} timer "${showName(timer)}"`),
    ...sentRows(step, number, ink),
  ]
  const isSilent = rows.length === 0 && node !== null && kind !== 'crash' && kind !== 'restart'
  return isSilent ? [ink.dim('nothing changes')] : rows
}

/** What was sent: the same message to several on one row, what a cut keeps back on its own. */
export const sentRows = (
  { sent, dropped }: { sent: readonly SentMessage[]; dropped: readonly RunMessage[] },
  step: number,
  ink: Ink,
  sender = '',
): readonly Row[] => {
  const all = [
    ...sent.map((mail) => ({ mail, fate: fateOf(mail, step, ink) })),
    ...dropped.map((mail) => ({ mail, fate: cutOff('lost in the cut', ink) })),
  ]
  return grouped(all, ({ mail: { message }, fate }) => [message, fate]).map((group) => ({
    lead: sender === '' ? 'sends' : `${ink.bold(showName(sender))} sends`,
    message: group[0].mail.message,
    tail: `to ${nameList(group.map(({ mail }) => mail.to))}${group[0].fate}`,
  }))
}

/** What a cut does to a message, on one line. */
export const cutOff = (words: string, { yellow }: Ink): string =>
  ` ${yellow(unbroken(`╳ ${words}`))}`

const fateOf = ({ isHeld, sentInStep }: SentMessage, step: number, ink: Ink): string => {
  const again = sentInStep < step ? ink.dim(' (in flight already)') : ''
  return again + (isHeld ? cutOff('held back by the cut', ink) : '')
}

const cutRows = ({ kind, held, dropped }: TraceStep, ink: Ink): readonly Row[] => {
  const fates = [
    { mail: dropped, fate: cutOff('lost in the cut', ink) },
    {
      mail: held,
      fate: kind === 'split' ? cutOff('held back by the cut', ink) : ', can arrive now',
    },
  ]
  return fates.flatMap(({ mail, fate }) =>
    grouped(mail, ({ from, message, sentInStep }) => [from, message, sentInStep]).map(
      (group): Row => {
        const [first] = group
        const way = `from ${showName(first.from)} to ${nameList(group.map(({ to }) => to))}`
        const when = ink.dim(`, ${sentWhen(first)}`)
        return `· ${ink.cyan(namedMessage(first.message))} ${way}${when}${fate}`
      },
    ),
  )
}

/** Things in groups of those that have the same key, in the order of the first of each. */
const grouped = <Thing>(
  things: readonly Thing[],
  key: (thing: Thing) => unknown,
): readonly (readonly [Thing, ...Thing[]])[] => {
  const groups = new Map<string, [Thing, ...Thing[]]>()
  for (const thing of things) {
    const group = groups.get(keyOf(key(thing)))
    if (group === undefined) groups.set(keyOf(key(thing)), [thing])
    else group.push(thing)
  }
  return [...groups.values()]
}
