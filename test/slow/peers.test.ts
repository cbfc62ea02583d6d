import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  buildPeer,
  discardPeer,
  type Peer,
  peers,
  runPeer,
  whyPeerMissing,
} from '../../bench/peers.ts'

/** Two-phase commit's distinct states and TLC's "states generated", by participants. */
const known = [
  { participants: 3, distinct: 288, transitions: 1_146 },
  { participants: 5, distinct: 8_832, transitions: 58_146 },
]

describe.each(peers)('two-phase commit in %s', (peer: Peer) => {
  const missing = whyPeerMissing(peer)
  const reason = missing === undefined ? '' : ` (skipped: ${missing})`

  it.skipIf(missing !== undefined).for(known)(
    `has the state graph of $participants participants${reason}`,
    { timeout: 120_000 },
    ({ participants, distinct, transitions }) => {
      const built = buildPeer(peer, participants)
      try {
        const found = runPeer(built)
        expect(found).toMatchObject({ peer, participants, distinct, transitions })
        expect(found.cpuSeconds).toBeGreaterThan(0)
        expect(found.peakMemoryBytes).toBeGreaterThan(100_000)
        expect(found.version).toMatch(/\d/)
      } finally {
        discardPeer(built)
      }
      expect(existsSync(built.folder)).toBe(false)
    },
  )

  it('refuses more participants than its model holds', () => {
    expect(() => buildPeer(peer, 11)).toThrow('from 1 to 10')
  })
})
