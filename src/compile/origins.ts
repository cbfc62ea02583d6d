import type { Facets } from '../explore/facets.ts'
import type { Origins, Share, StepKind } from '../explore/share.ts'
import type { System } from '../model/system.ts'
import { allOf } from '../store/sized.ts'
import { actionOf } from './meaning.ts'
import { typeOf } from './node-coverage.ts'
import { NodeParts } from './node-parts.ts'
import type { Tables } from './tables.ts'

/** What can be told of where the states of a protocol come from. */
export const originsOf = (tables: Tables, facets: Facets): Origins => ({
  shares: (used) => uncounted(tables, sharesOf(tables, facets, used)),
  step: (label) => stepOf(tables, label),
  evaluations: tables.memos.map(({ evaluated, place }) => ({ of: place.id, steps: evaluated })),
  tables: tablesOf(tables),
  areOrbits: false,
})

/** The tables of a compiled system by name. */
export const tablesOf = ({
  values,
  cells,
  memos,
  boxes,
  envelopes,
  pool,
}: Tables): Origins['tables'] =>
  Object.entries({
    'values of states and messages': [values],
    'nodes with their mail': cells.flatMap((own) => own.tables),
    'messages in flight': [...boxes.tables, ...envelopes.tables],
    'answers of handlers': memos.flatMap((memo) => memo.tables),
    'what nodes can do': [pool.words, pool.ready, pool.awaited.entries],
  }).map(([table, parts]) => ({ table, bytes: allOf(parts).bytes }))

/** What a label stands for. */
export const stepOf = (tables: Tables, label: number): StepKind => {
  const action = actionOf(tables, label)
  const { kind } = action
  switch (kind) {
    case 'deliver':
    case 'duplicate':
    case 'say':
    case 'lose':
      return { kind, name: typeOf(action.mail.message) }
    case 'timeout':
      return { kind, name: action.timer }
    case 'internal':
      return { kind, name: action.step }
    case 'crash':
    case 'restart':
    case 'split':
    case 'heal':
    case 'pause':
    case 'resume':
    case 'tick':
      return { kind, name: '' }
  }
}

/** How many nodes are down follows from the nodes: nothing differs by that alone. */
function* uncounted(
  { environments, nodes, system }: Tables,
  shares: Iterable<Share>,
): Generator<Share> {
  if (system.faults.downAtOnce === null) {
    yield* shares
    return
  }
  const numbers = new Map<string, number>()
  const ids = environments.all.map((_, id) => {
    const key = JSON.stringify(environments.plain(id))
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    return number
  })
  for (const share of shares) {
    const rest = share.rest.has(nodes) ? [] : [[nodes, Int32Array.from(ids)] as const]
    yield { ...share, rest: new Map([...share.rest, ...rest]) }
  }
}

function* sharesOf(tables: Tables, facets: Facets, used: readonly Uint8Array[]): Generator<Share> {
  const { system } = tables
  const parts = system.nodes.map((_, node) => {
    const idsUsed = used[node] ?? new Uint8Array(0)
    return new NodeParts(tables, facets, node, idsUsed)
  })
  for (const part of parts) yield together('node', part.id, [part.whole()])
  for (const group of groupsOf(system)) {
    const own = group.flatMap((node) => parts[node] ?? [])
    const who = namesOf(own.map(({ id }) => id))
    if (own.length > 1)
      yield together(
        'node',
        who,
        own.map((part) => part.whole()),
      )
    yield together(
      'state',
      `state of ${who}`,
      own.map((part) => part.state()),
    )
    const fields = new Set(own.flatMap((part) => part.fields))
    if (fields.size > 1) {
      for (const field of fields) {
        const what = `state of ${who}, field ${field}`
        yield together(
          'field',
          what,
          own.map((part) => part.field(field)),
        )
      }
    }
    if (own.some((part) => part.hasTimers)) {
      yield together(
        'timers',
        `timers of ${who}`,
        own.map((part) => part.timers()),
      )
    }
    if (system.faults.crashes !== 0) {
      yield together(
        'up',
        `whether ${who} ${own.length > 1 ? 'are' : 'is'} up`,
        own.map((part) => part.up()),
      )
    }
    yield together(
      'mail',
      `messages in flight to ${who}`,
      own.map((part) => part.mail()),
    )
  }
  yield together(
    'mail',
    'all messages in flight',
    parts.map((part) => part.mail()),
  )
  const types = new Set(parts.flatMap((part) => part.types))
  for (const type of types) {
    yield together(
      'message',
      `messages ${type} in flight`,
      parts.map((part) => part.mailOf(type)),
    )
  }
  yield* environmentShares(tables, used[tables.nodes] ?? new Uint8Array(0))
}

/** One node's part of a share. */
interface Piece {
  readonly node: number
  readonly contents: ReadonlySet<number>
  readonly rest: Int32Array
}

const together = (kind: Share['kind'], part: string, pieces: readonly Piece[]): Share => ({
  kind,
  part,
  values: new Set(pieces.flatMap(({ contents }) => [...contents])).size,
  rest: new Map(pieces.map(({ node, rest }) => [node, rest])),
})

/** The nodes of each role. */
const groupsOf = ({ nodes }: System): readonly (readonly number[])[] => {
  const byRole = new Map<unknown, number[]>()
  nodes.forEach(({ role }, node) => {
    byRole.set(role, [...(byRole.get(role) ?? []), node])
  })
  return [...byRole.values()]
}

const namesOf = (ids: readonly string[]): string =>
  ids.length > 3 ? `${ids.slice(0, 2).join(', ')}, … ${ids.at(-1)}` : ids.join(', ')

/** What belongs to no node, part by part, as far as it differs from state to state. */
function* environmentShares({ environments, nodes }: Tables, used: Uint8Array): Generator<Share> {
  const words = {
    cut: 'the cut that is in place',
    splits: 'cuts that may still come',
    crashes: 'crashes that may still come',
    disks: 'disks that may still be lost',
    losses: 'losses that may still come',
    duplicates: 'duplicates that may still come',
    pauses: 'pauses that may still come',
    own: 'what is left of the budgets',
  } as const
  const { all } = environments
  const names = Object.keys(words) as (keyof typeof words)[]
  const seen = all.filter((_, id) => used[id] === 1)
  const varying = names.filter((name) => new Set(seen.map((each) => String(each[name]))).size > 1)
  const rest = (without: readonly string[]): ReadonlyMap<number, Int32Array> => {
    const numbers = new Map<string, number>()
    const ids = all.map((each) => {
      const key = names
        .filter((name) => !without.includes(name))
        .map((name) => each[name])
        .join()
      const known = numbers.get(key) ?? numbers.size
      numbers.set(key, known)
      return known
    })
    return new Map([[nodes, Int32Array.from(ids)]])
  }
  const kind = 'environment'
  if (varying.length > 1) {
    const what = varying.includes('own') ? 'faults and budgets' : 'faults'
    yield { kind, part: `${what}, all together`, values: seen.length, rest: rest(names) }
  }
  for (const name of varying) {
    const values = new Set(seen.map((each) => String(each[name]))).size
    yield { kind, part: words[name], values, rest: rest([name]) }
  }
}
