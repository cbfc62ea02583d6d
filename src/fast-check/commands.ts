import { cloneMethod, integer, noShrink, type Arbitrary, type AsyncCommand } from 'fast-check'
import { checkGiven, wantedCall, wantedLimit } from '../check-options.ts'
import { make, type Subject } from '../subject.ts'
import { ModelError } from '../value/model-error.ts'
import type { BridgeOptions } from './part.ts'
import { Shadow } from './shadow.ts'
import { States } from './states.ts'

/** A model as commands of fast-check. */
export interface Bridge<Real> {
  /** For `fc.commands`: each command does a step of the model to the real system. */
  readonly commands: Arbitrary<AsyncCommand<Shadow<Real>, Real>>[]
  /** What `fc.asyncModelRun` begins with: the model at its start, beside a real system that has just begun. */
  readonly begin: (real: Real) => { readonly model: Shadow<Real>; readonly real: Real }
}

/**
 * Makes commands of fast-check out of a model, which drive a real system: it is told what the test does, and what
 * the real system shows must be something that the model can show there.
 *
 * @example
 * const { commands, begin } = commandsOf(model, { steps })
 * await fc.assert(
 *   fc.asyncProperty(fc.commands(commands), async (commands) => {
 *     const real = await startServer()
 *     await fc.asyncModelRun(() => begin(real), commands)
 *   }),
 * )
 *
 * @param subject a system, or a module whose model takes its defaults
 * @throws ModelError 'bad-option' when an option makes no sense, or nothing can be done at the start
 */
export const commandsOf = <Real>(subject: Subject, options: BridgeOptions<Real>): Bridge<Real> => {
  const wanted = { steps: wantedCall, shown: wantedCall, maxStates: wantedLimit }
  // Without steps, too: null is no function.
  checkGiven({ ...options, steps: options.steps ?? null }, wanted, 'commandsOf')
  const states = new States(make(subject).system, options)
  if (new Shadow(states, options.shown).doable.length === 0) throw nothingToDo()
  // Which step it is does not get simpler as the number gets smaller.
  const numbers = noShrink(integer({ min: 0, max: 0x7f_ff_ff_ff }))
  return {
    commands: [numbers.map((number) => new StepOf<Real>(number))],
    begin: (real) => ({ model: new Shadow(states, options.shown), real }),
  }
}

/** A step of the model, drawn when it is its turn: only then is it known which are possible. */
class StepOf<Real> implements AsyncCommand<Shadow<Real>, Real> {
  readonly #number: number
  #words: string | null = null

  constructor(number: number) {
    this.#number = number
  }

  check(model: Readonly<Shadow<Real>>): boolean {
    return model.doable.length > 0
  }

  async run(model: Shadow<Real>, real: Real): Promise<void> {
    await model.step(this.#number, real, (words) => {
      this.#words = words
    })
  }

  /** Each run of the commands gets its own: else a later one would rename the steps of an earlier. */
  [cloneMethod](): StepOf<Real> {
    return new StepOf(this.#number)
  }

  toString(): string {
    return this.#words ?? 'a step'
  }
}

const nothingToDo = (): ModelError =>
  new ModelError('bad-option', {
    what: 'At the start nothing can be done to the real system',
    where: ['the option steps of commandsOf()'],
    fix: 'answer { does: … } for a step that is possible whichever state the model is in by then',
  })
