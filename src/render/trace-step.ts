import { match } from 'ts-pattern'
import { keyOf } from '../value/key.ts'
import { showName, showValue } from '../trace/notation.ts'
import type { Change, SentMessage, TraceStep } from '../trace/trace.ts'
import type { Envelope } from '../model/property.ts'
import { clip, type Row } from './trace-page.ts'
import { nameList, type Ink } from './style.ts'

/** Who does what. */
export const headOf = (step: TraceStep, isMachine: boolean, ink: Ink): Row => {
  const { bold, yellow } = ink
  const { message = null } = step.envelope ?? {}
  const [actor, name, from, to] = [
    bold(showName(step.node ?? '')),
    showName(step.name ?? ''),
    showName(step.envelope?.from ?? ''),
    showName(step.envelope?.to ?? ''),
  ]
  return match(step.kind)
    .with('deliver', (): Row => ({ lead: `${actor} receives`, message, tail: `from ${from}` }))
    .with('duplicate', () => ({
      lead: `${actor} receives`,
      message,
      tail: `from ${from}${yellow(', and a copy stays in flight')}`,
    }))
    .with('timeout', () => `${actor}: timer "${name}" fires`)
    .with('internal', () => (isMachine ? bold(name) : `${actor} does "${bold(name)}"`))
    .with('crash', () => `${actor} ${yellow('crashes')}`)
    .with('restart', () => `${actor} ${yellow('restarts')}`)
    .with('lose', () => ({
      lead: yellow('the network loses'),
      message,
      tail: `from ${from} to ${to}`,
    }))
    .with('split', 'heal', () => step.action)
    .exhaustive()
}

/** What a step comes to: choices, changes, timers and messages, a row each. */
export const rowsOf = (step: TraceStep, ink: Ink): readonly Row[] => {
  const { node, choices, changes, timers, sent, kind } = step
  if (kind === 'split' || kind === 'heal') return cutRows(step, ink)
  const rows: readonly Row[] = [
    ...choices.map((choice) => `chooses ${showValue(choice)}`),
    ...changes.map((change) => changeRow(change, ink, kind === 'crash' ? ' (not durable)' : '')),
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
  sender = '',
): readonly Row[] => {
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
    const fate = group[0]?.fate ?? ''
    const mark = fate === '' ? '' : ink.yellow(` ╳ ${fate}`)
    return {
      lead: sender === '' ? 'sends' : `${ink.bold(showName(sender))} sends`,
      message: group[0]?.message,
      tail: `to ${nameList(group.map(({ to }) => to))}${mark}`,
    }
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
    return [...groups.values()].map((group): Row => ({
      lead: '·',
      message: group[0]?.message,
      tail: `from ${showName(group[0]?.from ?? '')} to ${nameList(group.map(({ to }) => to))} ${fate}`,
    }))
  })
}

const changeRow = ({ path, before, after, elements }: Change, ink: Ink, remark: string): Row => {
  const name = path === '' ? 'state' : path
  if (elements === null) {
    const old = ink.red(clip(showValue(before)))
    return [
      `${name}: ${old}`,
      `${ink.dim('→')} ${ink.green(clip(showValue(after)))}${ink.dim(remark)}`,
    ]
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
  return `${name}: ${parts.join(', ')}${where}${ink.dim(remark)}`
}
