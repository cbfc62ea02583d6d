import { match } from 'ts-pattern'
import { keyOf } from '../value/key.ts'
import { showMessage, showName, showValue } from '../trace/notation.ts'
import type { Change, SentMessage, TraceStep } from '../trace/trace.ts'
import type { Envelope } from '../model/property.ts'
import type { Row } from './trace-page.ts'
import { counted, nameList, type Ink } from './style.ts'

/** Longer texts of one value are cut short: the JSON form has them whole. */
const longestText = 1200

/** A value's text, cut short where it is very long. */
export const clip = (text: string): string =>
  text.length <= longestText
    ? text
    : `${text.slice(0, longestText)} … (${counted(text.length - longestText, 'character')} more)`

/** Who does what, on one line. */
export const headOf = (step: TraceStep, isMachine: boolean, ink: Ink): string => {
  const { bold, cyan, yellow } = ink
  const actor = bold(step.node ?? '')
  const name = showName(step.name ?? '')
  const message = step.envelope === null ? '' : cyan(clip(showMessage(step.envelope.message)))
  const [from, to] = [step.envelope?.from ?? '', step.envelope?.to ?? '']
  return match(step.kind)
    .with('deliver', () => `${actor} receives ${message} from ${from}`)
    .with(
      'duplicate',
      () => `${actor} receives ${message} from ${from} ${yellow('and a copy stays in flight')}`,
    )
    .with('timeout', () => `${actor}: timer "${name}" fires`)
    .with('internal', () => (isMachine ? bold(name) : `${actor} does "${bold(name)}"`))
    .with('crash', () => `${actor} ${yellow('crashes')}`)
    .with('restart', () => `${actor} ${yellow('restarts')}`)
    .with('lose', () => `${yellow('the network loses')} ${message} from ${from} to ${to}`)
    .with('split', 'heal', () => step.action)
    .exhaustive()
}

/** What a step comes to: choices, changes, timers and messages, a row each. */
export const rowsOf = (step: TraceStep, ink: Ink): readonly Row[] => {
  const { node, choices, changes, timers, sent, kind } = step
  if (kind === 'split' || kind === 'heal') return cutRows(step, ink)
  const rows = [
    ...choices.map((choice) => `chooses ${showValue(choice)}`),
    ...changes.map((change) => changeRow(change, ink)),
    ...timers.map(({ timer, isSet }) => `${isSet ? 'sets' : 'clears'} timer "${showName(timer)}"`),
    ...sentRows(sent, step.dropped, ink),
  ]
  const isSilent = rows.length === 0 && node !== null && kind !== 'crash' && kind !== 'restart'
  return isSilent ? [ink.dim('nothing changes')] : rows
}

/** What was sent: the same message to several on one row, what a cut keeps back on its own. */
export const sentRows = (
  sent: readonly SentMessage[],
  dropped: readonly Envelope[],
  ink: Ink,
): readonly string[] => {
  const all = [
    ...sent.map((mail) => ({ ...mail, fate: mail.isHeld ? 'held back by the cut' : '' })),
    ...dropped.map((mail) => ({ ...mail, fate: 'lost in the cut' })),
  ]
  const groups = new Map<string, typeof all>()
  for (const mail of all) {
    const key = keyOf([mail.message, mail.fate])
    groups.set(key, [...(groups.get(key) ?? []), mail])
  }
  return [...groups.values()].map((group) => {
    const message = ink.cyan(clip(showMessage(group[0]?.message)))
    const fate = group[0]?.fate ?? ''
    const mark = fate === '' ? '' : ink.yellow(` ╳ ${fate}`)
    return `sends ${message} to ${nameList(group.map(({ to }) => to))}${mark}`
  })
}

const cutRows = ({ kind, held, dropped }: TraceStep, ink: Ink): readonly Row[] => {
  const fates = [
    { mail: dropped, fate: ink.yellow('╳ lost in the cut') },
    {
      mail: held,
      fate: kind === 'split' ? ink.yellow('╳ held back by the cut') : 'can arrive now',
    },
  ]
  return fates.flatMap(({ mail, fate }) => {
    const groups = new Map<string, Envelope[]>()
    for (const each of mail) {
      const key = keyOf([each.from, each.message])
      groups.set(key, [...(groups.get(key) ?? []), each])
    }
    return [...groups.values()].map((group) => {
      const message = ink.cyan(clip(showMessage(group[0]?.message)))
      return `${message} from ${group[0]?.from} to ${nameList(group.map(({ to }) => to))} ${fate}`
    })
  })
}

const changeRow = ({ path, before, after, elements }: Change, ink: Ink): Row => {
  const name = path === '' ? 'state' : path
  if (elements === null) {
    const old = ink.red(clip(showValue(before)))
    return [`${name}: ${old}`, `${ink.dim('→')} ${ink.green(clip(showValue(after)))}`]
  }
  const { gained, lost, place } = elements
  const where = match(place)
    .with(null, () => '')
    .with('end', () => (lost.length > 0 ? ' from the end' : ''))
    .with('front', () => (lost.length > 0 ? ' from the front' : ' at the front'))
    .otherwise((index) => ` at [${index}]`)
  const parts = [
    ...lost.map((element) => ink.red(`− ${clip(showValue(element))}`)),
    ...gained.map((element) => ink.green(`+ ${clip(showValue(element))}`)),
  ]
  return `${name}: ${parts.join(', ')}${where}`
}
