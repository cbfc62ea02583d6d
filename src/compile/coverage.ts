import type { Tables } from './tables.ts'

/**
 * What no run did, in words, after a complete search: handlers that never ran, messages that were sent
 * but never received, and messages that were received but never had an effect. Each may be intended;
 * each is worth a look.
 */
export const coverageNotes = ({ memos, system, envelopes }: Tables): readonly string[] => {
  const byRole = new Map<unknown, { ids: string[]; never: Set<string>[] }>()
  system.nodes.forEach(({ id, role }, node) => {
    const entry = byRole.get(role) ?? { ids: [], never: [] }
    entry.ids.push(id)
    entry.never.push(new Set(memos[node]?.done.neverDone(envelopes.sentTo(node))))
    byRole.set(role, entry)
  })
  return [...byRole.values()].flatMap(({ ids, never }) => {
    // What one replica does, the role can do.
    const common = [...(never[0] ?? [])].filter((what) => never.every((each) => each.has(what)))
    const who = ids.length > 3 ? `${ids.slice(0, 2).join(', ')}, … ${ids.at(-1)}` : ids.join(', ')
    return common.map((what) => (system.isMachine ? what : `${who}: ${what}`))
  })
}
