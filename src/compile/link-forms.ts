import type { LinkKind, NetworkPlan } from '../model/network-plan.ts'
import { IntList } from '../store/int-list.ts'
import type { Sized } from '../store/sized.ts'
import type { Envelopes } from './envelopes.ts'
import { formOf, type MailboxForm, type Words } from './mailbox-forms.ts'

type Plan = Pick<NetworkPlan, 'kinds' | 'of'>

/** The form of the mailboxes of a system. */
export const formFor = (plan: Plan, envelopes: Envelopes): MailboxForm => {
  const [only, ...more] = plan.kinds
  return more.length === 0
    ? formOf((only as LinkKind).network, envelopes)
    : new LinkForms(plan, envelopes)
}

/** A part of a mailbox: what came on links of one kind. */
interface Part extends Words {
  readonly kind: number
}

/**
 * Mailboxes of links of several kinds: for each kind that there is something of, in order, [kind, how many words,
 * words in its form]. A place is one in its form, times the number of kinds, plus the kind.
 */
class LinkForms implements MailboxForm {
  readonly #plan: Plan
  readonly #forms: readonly MailboxForm[]
  readonly #envelopes: Envelopes
  readonly #moves = new IntList()

  constructor(plan: Plan, envelopes: Envelopes) {
    this.#plan = plan
    this.#envelopes = envelopes
    this.#forms = plan.kinds.map(({ network }) => formOf(network, envelopes))
  }

  get tables(): readonly Sized[] {
    return this.#forms.flatMap(({ tables }) => tables)
  }

  keeps(envelope: number): boolean {
    return this.#form(this.#kindOf(envelope)).keeps(envelope)
  }

  add(words: Words, envelope: number, out: IntList): number {
    const kind = this.#kindOf(envelope)
    const parts = this.#parts(words)
    const own = parts.find((part) => part.kind === kind) ?? { ...nothing, kind }
    for (const part of parts) if (part.kind < kind) copy(part, out)
    const count = this.#write(kind, out, () => this.#form(kind).add(own, envelope, out))
    for (const part of parts) if (part.kind > kind) copy(part, out)
    return count
  }

  deliveries(words: Words, out: IntList): void {
    for (const part of this.#parts(words)) {
      this.#place(part.kind, out, (moves) => this.#form(part.kind).deliveries(part, moves))
    }
  }

  losses(words: Words, out: IntList): void {
    for (const part of this.#parts(words)) {
      if (this.#plan.kinds[part.kind]?.network.loss === 0) continue
      this.#place(part.kind, out, (moves) => this.#form(part.kind).losses(part, moves))
    }
  }

  remove(words: Words, place: number, out: IntList): void {
    const count = this.#forms.length
    const kind = place % count
    for (const part of this.#parts(words)) {
      if (part.kind !== kind) copy(part, out)
      else {
        this.#write(kind, out, () => this.#form(kind).remove(part, Math.floor(place / count), out))
      }
    }
  }

  covers(later: Words, earlier: Words): boolean {
    const all = this.#parts(later)
    return this.#parts(earlier).every((part) => {
      const same = all.find(({ kind }) => kind === part.kind)
      return same !== undefined && this.#form(part.kind).covers(same, part)
    })
  }

  expand(words: Words): number[] {
    return this.#parts(words).flatMap((part) => this.#form(part.kind).expand(part))
  }

  #form(kind: number): MailboxForm {
    return this.#forms[kind] as MailboxForm
  }

  #kindOf(envelope: number): number {
    const { from, to } = this.#envelopes
    return this.#plan.of[from.data[envelope] as number]?.[to.data[envelope] as number] as number
  }

  #parts({ data, begin, end }: Words): readonly Part[] {
    const parts: Part[] = []
    for (let at = begin; at < end;) {
      const from = at + 2
      at = from + (data[at + 1] as number)
      parts.push({ kind: data[from - 2] as number, data, begin: from, end: at })
    }
    return parts
  }

  /** Writes a part, whose words somebody writes; none if there are none. */
  #write<Result>(kind: number, out: IntList, words: () => Result): Result {
    const start = out.length
    out.push(kind)
    out.push(0)
    const result = words()
    const length = out.length - start - 2
    if (length === 0) out.length = start
    else out.data[start + 1] = length
    return result
  }

  /** Writes what somebody writes of one kind, with places that tell kinds apart. */
  #place(kind: number, out: IntList, write: (moves: IntList) => void): void {
    this.#moves.length = 0
    write(this.#moves)
    for (let at = 0; at < this.#moves.length; at += 2) {
      out.push(this.#moves.data[at] as number)
      out.push((this.#moves.data[at + 1] as number) * this.#forms.length + kind)
    }
  }
}

const nothing: Words = { data: new Int32Array(0), begin: 0, end: 0 }

const copy = ({ kind, data, begin, end }: Part, out: IntList): void => {
  out.push(kind)
  out.push(end - begin)
  for (let at = begin; at < end; at++) out.push(data[at] as number)
}
