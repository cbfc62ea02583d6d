import { messageParts } from '../value/notation.ts'
import { pathUnder, showPath } from '../value/path.ts'
import type { Change, Fold, Trace, TraceStep, Varying } from '../trace/trace.ts'
import { lastOf } from './trace-plan.ts'
import { counted, unbroken } from './counted.ts'
import type { Ink } from './style.ts'

/** More of what varies is counted, not told. */
const mostVarying = 8

/** Rounds that are folded away, and what goes on in them. */
export const foldRows = (
  fold: Fold,
  trace: Trace,
  ink: Ink,
): { readonly head: string; readonly rows: readonly string[] } => {
  const told = varyingWords(fold, trace)
  const more = told.length - mostVarying
  const parts = more > 2 ? [...told.slice(0, mostVarying), `… and ${more} more`] : told
  return {
    head: ink.magenta(foldWords(fold)),
    rows: parts.length === 0 ? [] : [parts.map(unbroken).join(', ')],
  }
}

/** Which rounds are folded away, in words. */
export const foldWords = (fold: Fold): string => {
  const { from, to, times } = fold
  const which = from === to ? `step ${from}` : `steps ${from} to ${to}`
  return `${which} again, ${counted(times - 1, 'time')}, up to step ${lastOf(fold)}`
}

type Way = Varying['path']

/** A number that varies: whose it is, and its name there. */
interface Named {
  readonly owner: string
  readonly name: Way
}

/** What varies from round to round: what steps change first, then what is chosen and sent. */
export const varyingWords = (
  { from, varying }: Fold,
  { steps, isMachine }: Trace,
): readonly string[] => {
  const told = new Map<string, string>()
  const known = new Set<string>()
  const each = (find: (step: TraceStep, way: Way) => Named | null, isNews: boolean): void => {
    for (const { path, first, last } of varying) {
      const step = steps[from - 1 + Number(path[0])]
      const named = step === undefined ? null : find(step, path.slice(1))
      if (named === null) continue
      const what = named.owner + (isNews ? pathUnder('', named.name) : '')
      // A field that a message carries from the state as it is goes without saying.
      const trait = `${String(named.name.at(-1))} ${first} ${last}`
      if (isNews && (known.has(trait) || told.has(what))) continue
      known.add(trait)
      told.set(what, `${what} ${first} → ${last}`)
    }
  }
  each((step, way) => changed(step, way, isMachine), false)
  each(carried, true)
  return [...told.values()]
}

/** A field that a step changes, or an element that comes or goes. Of several changes the last counts. */
const changed = ({ changes }: TraceStep, way: Way, isMachine: boolean): Named | null => {
  const [where, index, what, side, , ...inner] = way
  const change = where === 'changes' ? changes[Number(index)] : undefined
  if (change === undefined) return null
  if (what === 'after') {
    const name = way.slice(3)
    return { owner: placeOf(change, name, isMachine), name: [...change.steps.map(String), ...name] }
  }
  if (what !== 'elements' || side === 'place') return null
  const sign = side === 'gained' ? '+' : '−'
  const rest = inner.length === 0 ? '' : ` ${showPath(inner)}`
  return { owner: `${placeOf(change, [], isMachine)} ${sign}${rest}`, name: inner }
}

const placeOf = ({ node, steps }: Change, inner: Way, isMachine: boolean): string => {
  const path = [...steps, ...inner]
  if (!isMachine) return pathUnder(node, path)
  return path.length === 0 ? 'state' : showPath(path)
}

/** A field of a message that a step sends or receives, or what is chosen. */
const carried = ({ sent, dropped, envelope }: TraceStep, way: Way): Named | null => {
  const [where, ...rest] = way
  if (where === 'choices') return { owner: 'chooses', name: rest.slice(1) }
  const inner = where === 'envelope' ? rest : rest.slice(1)
  if (inner[0] !== 'message') return null
  const mails = { sent, dropped, envelope: [envelope] }[String(where)] ?? []
  const message = mails[where === 'envelope' ? 0 : Number(rest[0])]?.message
  return { owner: messageParts(message).name ?? 'message', name: inner.slice(1) }
}
