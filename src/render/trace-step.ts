import { match } from 'ts-pattern'
import type { Budget } from '../model/network.ts'
import { showName } from '../value/notation.ts'
import { observedChanges } from '../trace/observed-nodes.ts'
import { pathUnder } from '../value/path.ts'
import type { Change, RunMessage, SentMessage, TraceStep } from '../trace/trace.ts'
import { changeRows } from './trace-changes.ts'
import type { Row } from './trace-page.ts'
import { brief, briefMessage, keyShown } from './trace-values.ts'
import { namedMessage } from './named-message.ts'
import { nameList, unbroken, type Ink } from './style.ts'

/** What the telling of a run depends on all along. */
export interface Scene {
  readonly ink: Ink
  readonly isMachine: boolean
  /** Whether a step is told; 0 is the start. */
  readonly isTold: (step: number) => boolean
}

/** Who does what. */
export const headOf = (step: TraceStep, scene: Scene): Row => {
  const { ink } = scene
  const { bold, yellow } = ink
  const { envelope } = step
  const [actor, name] = [bold(showName(step.node ?? '')), showName(step.name ?? '')]
  const receives = (tail: string): Row => passingRow(`${actor} receives`, envelope, { tail }, scene)
  return match(step.kind)
    .with('deliver', () => receives(''))
    .with('duplicate', () => receives(yellow('; a copy stays in flight')))
    .with('say', () => {
      const lead = `traitor ${bold(showName(envelope?.from ?? ''))} ${yellow('tells')} ${actor}`
      const shown = envelope === null ? '' : ink.cyan(namedMessage(envelope.message))
      return `${lead} ${shown}`
    })
    .with('timeout', (): Row => `${actor}: timer "${name}" fires`)
    .with(
      'internal',
      () => (scene.isMachine ? bold(name) : `${actor} does "${bold(name)}"`) + itemWords(step, ink),
    )
    .with('crash', () => crashRow(actor, step, scene))
    .with('restart', () => `${actor} ${yellow('restarts')}`)
    .with('lose', () =>
      passingRow(yellow('the network loses'), envelope, { to: envelope?.to ?? '' }, scene),
    )
    .with('pause', () => `${actor} ${yellow('pauses')}`)
    .with('resume', () => `${actor} goes on`)
    .with('split', 'heal', () => step.action)
    .with('tick', () => scene.ink.dim(`${step.action}: time ${step.time ?? 0}`))
    .exhaustive()
}

/** For which item of a family a step is. */
const itemWords = ({ item }: TraceStep, { cyan }: Ink): string =>
  item === undefined ? '' : ` for ${cyan(briefMessage(item))}`

/** A crash, and in the middle of which step it is. */
const crashRow = (actor: string, step: TraceStep, scene: Scene): Row => {
  const { losesDisk, middle, envelope, name } = step
  const crashes = `${actor} ${scene.ink.yellow(`crashes${losesDisk === true ? ' and loses its disk' : ''}`)}`
  if (middle === undefined) return crashes
  const inside = `${crashes} in the middle of`
  switch (middle.kind) {
    case 'deliver':
    case 'say':
      return passingRow(`${inside} receiving`, envelope, {}, scene)
    case 'duplicate':
      return passingRow(
        `${inside} receiving`,
        envelope,
        { tail: scene.ink.yellow('; a copy stays in flight') },
        scene,
      )
    case 'timeout':
      return `${inside} timer "${showName(name ?? '')}"`
    case 'internal':
      return `${inside} "${showName(name ?? '')}"${itemWords(step, scene.ink)}`
    case 'restart':
      return `${inside} its restart`
  }
}

/** What a crash between steps does to what it changes. */
const fateOfChanges = ({ kind, middle, losesDisk }: TraceStep): string => {
  if (kind !== 'crash' || middle !== undefined) return ''
  return losesDisk === true ? ' (lost)' : ' (not durable)'
}

/** How far a step has come in the middle of which its node crashes. */
const savedRows = ({ middle }: TraceStep): readonly Row[] => {
  const saves = middle?.saves ?? null
  if (saves === null) return []
  if (saves === 0) return ['before it saves what it has changed']
  return [`after saving what is durable${saves === 1 ? '' : `, ${saves} times`}`]
}

const unsentRows = ({ middle }: TraceStep): readonly Row[] =>
  grouped(middle?.unsent ?? [], ({ message }) => message).map((group) => ({
    lead: 'before sending',
    message: group[0].message,
    tail: `to ${nameList(group.map(({ to }) => to))}`,
  }))

/** A message on its way, with who sent it and when. What is in it was told there, if that was told. */
export const passingRow = (
  lead: string,
  mail: RunMessage | null,
  { to, tail = '' }: { readonly to?: string; readonly tail?: string },
  { ink, isTold }: Scene,
): Row => {
  if (mail === null) return lead
  const { message, sentInStep } = mail
  const way = `from ${showName(mail.from)}${to === undefined ? '' : ` to ${to}`}`
  const when = sentInStep === 0 ? 'sent at the start' : `sent in step ${sentInStep}`
  const rest = `${way}${ink.dim(`, ${when}`)}${tail}`
  return isTold(sentInStep)
    ? `${lead} ${ink.cyan(namedMessage(message))} ${rest}`
    : { lead, message, tail: rest }
}

/** Steps that say all there is to say by themselves. */
const aloneSays: ReadonlySet<TraceStep['kind']> = new Set(['crash', 'restart', 'pause', 'resume'])

const timerRow = ({ timer, isSet, units }: TraceStep['timers'][number]): Row => {
  const length = units === null ? '' : ` for ${units} ${units === 1 ? 'unit' : 'units'}`
  return `${isSet ? 'sets' : 'clears'} timer "${showName(timer)}"${length}`
}

/** What a step comes to: choices, changes, timers and messages, a row each. */
export const rowsOf = (step: TraceStep, number: number, scene: Scene): readonly Row[] => {
  const { node, spends, choices, changes, timers, kind } = step
  const { ink } = scene
  const observed = changeRows(namedObserved(step), ink, '')
  if (kind === 'split' || kind === 'heal') return [...cutRows(step, scene), ...observed]
  const rows: readonly Row[] = [
    ...(spends === undefined
      ? []
      : [`spends ${showName(spends.budget)}, ${leftWords(spends.left)}`]),
    ...savedRows(step),
    ...choices.map((choice) => `chooses ${brief(choice)}`),
    ...changeRows(changes, ink, fateOfChanges(step)),
    ...timers.map(timerRow),
    ...sentRows(step, number, ink),
    ...unsentRows(step),
    ...observed,
  ]
  const isSilent = rows.length === 0 && node !== null && !aloneSays.has(kind)
  return isSilent ? [ink.dim('nothing changes')] : rows
}

/** What changed in what observers know, with their names in the paths. */
const namedObserved = (step: TraceStep): readonly Change[] =>
  observedChanges(step).map((change) => ({
    ...change,
    path: pathUnder(showName(change.node), change.steps),
  }))

const leftWords = (left: Budget): string =>
  left === 'unlimited' ? 'without limit' : left === 0 ? 'the last one' : `${left} left`

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

const cutRows = ({ kind, held, dropped }: TraceStep, scene: Scene): readonly Row[] => {
  const { ink } = scene
  const fate = kind === 'split' ? cutOff('held back by the cut', ink) : ', can arrive now'
  const all = [
    ...dropped.map((mail) => ({ mail, tail: cutOff('lost in the cut', ink) })),
    ...held.map((mail) => ({ mail, tail: fate })),
  ]
  return grouped(all, ({ mail: { from, message, sentInStep }, tail }) => [
    tail,
    from,
    message,
    sentInStep,
  ]).map((group) => {
    const to = nameList(group.map(({ mail }) => mail.to))
    return passingRow('·', group[0].mail, { to, tail: group[0].tail }, scene)
  })
}

/** Things in groups of those that have the same key, in the order of the first of each. */
export const grouped = <Thing>(
  things: readonly Thing[],
  key: (thing: Thing) => unknown,
): readonly (readonly [Thing, ...Thing[]])[] => {
  const groups = new Map<string, [Thing, ...Thing[]]>()
  for (const thing of things) {
    const group = groups.get(keyShown(key(thing)))
    if (group === undefined) groups.set(keyShown(key(thing)), [thing])
    else group.push(thing)
  }
  return [...groups.values()]
}
