import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Envelopes } from '../../src/compile/envelopes.ts'
import { formFor } from '../../src/compile/link-forms.ts'
import { formOf, type MailboxForm } from '../../src/compile/mailbox-forms.ts'
import { Mailboxes } from '../../src/compile/mailboxes.ts'
import { allOf } from '../../src/store/sized.ts'
import { Values } from '../../src/value/values.ts'

/*
 * Mailboxes are written in forms that store equal messages and common parts of queues once. Whatever
 * is done to them, they are the lists that a person would keep, and equal lists have equal ids.
 */

const kinds = ['unordered', 'duplicating', 'fifo'] as const
type Kind = (typeof kinds)[number]
/** What each of three senders sends on, where links are of several kinds. */
const bySender: readonly Kind[] = ['duplicating', 'fifo', 'unordered']

/** What is done to a mailbox; numbers pick among what there is. */
type Deed =
  | { readonly does: 'send'; readonly envelope: number; readonly times: number }
  | { readonly does: 'deliver' | 'lose'; readonly which: number }
  | { readonly does: 'drop'; readonly from: number }

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('send' as const),
      envelope: fc.nat(5),
      times: fc.constantFrom(1, 1, 1, 2, 3, 5),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ does: fc.constantFrom('deliver', 'lose'), which: fc.nat(100) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('drop' as const), from: fc.nat(2) }),
  },
)

const envelopes = new Envelopes(new Values())
// Interned in an order in which senders are mixed.
for (const message of ['x', 'y']) for (const from of [2, 0, 1]) envelopes.intern(from, 3, message)
const senderOf = (envelope: number): number => envelopes.from.at(envelope)

type Links = Kind | 'mixed'
const kindOf = (links: Links, envelope: number): Kind =>
  links === 'mixed' ? (bySender[senderOf(envelope)] as Kind) : links

const formOfLinks = (links: Links): MailboxForm => {
  if (links !== 'mixed') return formOf({ kind: links }, envelopes)
  const all = kinds.map((kind) => ({
    network: { kind, loss: 1, duplication: 0 },
    between: null,
  }))
  return formFor(
    { kinds: all, of: bySender.map((kind) => [0, 0, 0, kinds.indexOf(kind)]) },
    envelopes,
  )
}

const sorted: Record<Links, (list: readonly number[]) => number[]> = {
  mixed: (list) =>
    kinds.flatMap((kind) => sorted[kind](list.filter((each) => kindOf('mixed', each) === kind))),
  unordered: (list) => list.toSorted((a, b) => a - b),
  duplicating: (list) => [...new Set(list)].toSorted((a, b) => a - b),
  fifo: (list) => list.toSorted((a, b) => senderOf(a) - senderOf(b)),
}

/** The indices in a list of what may be delivered, or lost: of equal messages of a bag the first. */
const choices = (links: Links, list: readonly number[], isLoss: boolean): number[] => {
  const isOpen: Record<Kind, (at: number) => boolean> = {
    unordered: (at) => list[at] !== list[at - 1],
    duplicating: () => true,
    fifo: (at) => isLoss || at === 0 || senderOf(list[at] ?? 0) !== senderOf(list[at - 1] ?? 0),
  }
  return [...list.keys()].filter((at) => isOpen[kindOf(links, list[at] ?? 0)](at))
}

/** Does the same to a mailbox and to a list. @returns what both are then */
const perform = (
  links: Links,
  boxes: Mailboxes,
  mailbox: number,
  list: readonly number[],
  what: Deed,
): readonly [number, readonly number[]] => {
  if (what.does === 'send') {
    const sent = Array.from<number>({ length: what.times }).fill(what.envelope)
    return [
      sent.reduce((at, each) => boxes.add(at, each), mailbox),
      sorted[links]([...list, ...sent]),
    ]
  }
  if (what.does === 'drop') {
    const stays = (envelope: number): boolean => senderOf(envelope) !== what.from
    return [boxes.filter(mailbox, stays), list.filter(stays)]
  }
  const isLoss = what.does === 'lose'
  const open = choices(links, list, isLoss)
  const start = isLoss ? boxes.losses(mailbox) : boxes.deliveries(mailbox)
  const moves = [...boxes.moves.data.subarray(start + 1, start + 1 + 2 * boxes.moves.at(start))]
  expect(moves.filter((_, at) => at % 2 === 0)).toEqual(open.map((at) => list[at]))
  if (open.length === 0) return [mailbox, list]
  const pick = what.which % open.length
  const rest = boxes.without(mailbox, start + 1 + 2 * pick)
  const stays = kindOf(links, list[open[pick] ?? 0] ?? 0) === 'duplicating' && !isLoss
  return [rest, stays ? list : list.toSpliced(open[pick] ?? 0, 1)]
}

describe('mailboxes', () => {
  test.each([...kinds, 'mixed'] as const)(
    'of a network of kind %s are the lists that a person would keep',
    (kind) => {
      const boxes = new Mailboxes(formOfLinks(kind), envelopes)
      const idsByList = new Map<string, number>()
      const listsById = new Map<number, string>()
      fc.assert(
        fc.property(fc.array(deed, { maxLength: 40 }), (deeds) => {
          let [mailbox, list]: readonly [number, readonly number[]] = [0, []]
          for (const each of deeds) {
            ;[mailbox, list] = perform(kind, boxes, mailbox, list, each)
            expect(boxes.get(mailbox)).toEqual(list)
            const name = list.join()
            expect(idsByList.get(name) ?? mailbox).toBe(mailbox)
            expect(listsById.get(mailbox) ?? name).toBe(name)
            idsByList.set(name, mailbox)
            listsById.set(mailbox, name)
          }
        }),
        { numRuns: 1000 },
      )
      expect(idsByList.size).toBeGreaterThan(kind === 'duplicating' ? 60 : 300)
    },
  )

  test.each(['unordered', 'fifo'] as const)(
    'store n messages that came one after the other in a constant number of bytes each (%s)',
    (kind) => {
      const bytesAfter = (count: number): number => {
        const boxes = new Mailboxes(formOf({ kind }, envelopes), envelopes)
        let mailbox = 0
        for (let sent = 0; sent < count; sent++) mailbox = boxes.add(mailbox, 3)
        return allOf(boxes.tables).bytes
      }
      expect(bytesAfter(1 << 16) / (1 << 16)).toBeLessThan(1.2 * (bytesAfter(1 << 10) / (1 << 10)))
    },
  )
})
