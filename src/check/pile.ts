import type { Divergence as Found } from '../compile/divergence-watch.ts'
import type { System } from '../model/system.ts'
import type { Divergence } from '../report.ts'
import { keyOf } from '../value/key.ts'

/** What each round of a loop leaves in flight, each message once. */
export const pileOf = ({ nodes }: System, { growth }: Found): Divergence['growth'] => {
  const counts = new Map<string, Divergence['growth'][number]>()
  for (const mail of growth) {
    const key = keyOf(mail)
    const from = nodes[mail.from]?.id ?? ''
    const to = nodes[mail.to]?.id ?? ''
    const count = (counts.get(key)?.count ?? 0) + 1
    counts.set(key, { from, to, message: mail.message, count })
  }
  return [...counts.values()]
}
