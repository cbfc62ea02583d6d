import { maySpend, type Awaited } from './awaited.ts'
import { haltSpending, type HaltedStep } from './environments.ts'
import { Kind, lostDisk, wordOfHalt } from './outcome-words.ts'
import type { Happening, OutcomeWriter, Source } from './outcome-writer.ts'
import { Reacts } from './reacts.ts'
import type { StepMemo } from './step-memo.ts'
import type { StepResult } from './step-result.ts'
import type { Workshop } from './workshop.ts'

/** Writes the crashes of a node in the middle of its steps. */
export class Halting {
  readonly #shop: Workshop
  readonly #writer: OutcomeWriter
  readonly #awaited: Awaited

  constructor(shop: Workshop, writer: OutcomeWriter, awaited: Awaited) {
    this.#shop = shop
    this.#writer = writer
    this.#awaited = awaited
  }

  /**
   * Writes those of one step.
   *
   * @param step what happens; `sender` is the node whose message is delivered, or the budget that is spent (else -1)
   * @param mailbox what is in flight to the node when the step begins
   */
  write(source: Source, step: Happening, result: StepResult, mailbox: number): void {
    if (result.halves.length === 0) return
    const { memos, system } = this.#shop
    const { handlers } = (memos[source.node] as StepMemo).place
    this.#each(source, step, { result, mailbox, detail: 0 })
    if (system.faults.lostDisks === 0 || handlers.durable === undefined) return
    this.#each(source, step, { result, mailbox, detail: lostDisk })
  }

  #each(
    source: Source,
    step: Happening,
    crash: { readonly result: StepResult; readonly mailbox: number; readonly detail: number },
  ): void {
    const { result, mailbox, detail } = crash
    const { content, own, node } = source
    const { memos, halves, environments } = this.#shop
    const memo = memos[node] as StepMemo
    const spending = haltSpending(this.#shop.system, haltedStep(step), detail === lostDisk)
    const word = wordOfHalt(spending, step, environments.columns)
    const timers = memo.clocks.crashed(content.timers)
    const isEnabled = this.#isPossible(source, step) && maySpend(source.around, spending)
    for (const { disk, saves, sent } of result.halves) {
      if (!isEnabled && !memo.isKnown(disk, Reacts.crash, detail)) {
        this.#awaited.noteHalt(word)
        continue
      }
      const label = halves.of([step.kind, step.detail, saves, sent, detail])
      for (const { state } of memo.results(disk, Reacts.crash, detail)) {
        const next = own.settle(false, state, timers, mailbox)
        const happening = { kind: Kind.crash, sender: word, detail: label }
        this.#writer.write(source, happening, next, result.sends.slice(0, sent))
      }
    }
  }

  /** Whether the step can be taken now, as far as cuts and patience go. */
  #isPossible({ around, node }: Source, { kind, sender }: Happening): boolean {
    const isDelivery = kind === Kind.deliver || kind === Kind.duplicate || kind === Kind.say
    if (isDelivery) return !around.isBlocked(sender, node)
    return kind !== Kind.timeout || around.mayTimeOut()
  }
}

const haltedStep = ({ kind, sender }: Happening): HaltedStep => {
  if (kind === Kind.duplicate) return 'duplicate'
  if (kind === Kind.restart) return 'restart'
  return kind === Kind.deliver || kind === Kind.say || sender < 0 ? 'plain' : sender
}
