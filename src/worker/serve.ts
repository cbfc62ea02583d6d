import type { CheckOptions } from '../report.ts'
import { ModelError } from '../value/model-error.ts'
import { answerCheck, describe, limitsOf, pose, type Posed } from './answers.ts'
import type { Answer, Ask, Failed, ModelRef } from './contract.ts'
import { failedBy } from './failed.ts'
import type { Loaded } from './load.ts'
import type { FromWorker, Port, Question, ToWorker } from './port.ts'
import type { MakeTable } from './table.ts'
import type { Walks } from './walks.ts'

/** What a worker can do. */
export interface Abilities {
  /** @throws ModelError when there is no such model, or its code is wrong */
  readonly load: (model: ModelRef) => Promise<Loaded>
  /** Walks by hand; null where they were left out. */
  readonly walks: Walks | null
  /** The table of CAP; null where it was left out. */
  readonly table: MakeTable | null
  /** Brings what was found into a form for a page that does not trust it. Default: as it is. */
  readonly pack?: (question: Question, found: unknown) => unknown
  /** For a worker that is without parts of the engine. Default: it has all. */
  readonly gaps?: Gaps
}

/** What a worker notices when it is without parts of the engine. */
export interface Gaps {
  /** How often something was called that is not there. */
  readonly timesMissed: () => number
  /** What is answered then, whatever else came out. */
  readonly absence: Failed
}

/** Answers what is asked at a port, until it is closed. */
export const serve = (port: Port, abilities: Abilities): void => {
  const running = new Map<number, AbortController>()
  const say = (message: FromWorker): void => port.post(message)
  const answer = async (id: number, question: Question): Promise<void> => {
    const controller = new AbortController()
    running.set(id, controller)
    const before = abilities.gaps?.timesMissed()
    // Questions may take turns: whatever was asked meanwhile may have missed something, too.
    const absence = (): Failed | null =>
      abilities.gaps && abilities.gaps.timesMissed() !== before ? abilities.gaps.absence : null
    let told: Answer<unknown>
    try {
      const found = await new Desk(abilities, id, controller.signal, say).answer(question)
      told = absence() ?? { kind: 'found', found: abilities.pack?.(question, found) ?? found }
    } catch (error) {
      told = absence() ?? failedBy(error, sourceOf(question))
    }
    running.delete(id)
    say({ kind: 'answer', id, answer: told })
  }
  port.listen((message) => {
    const heard = message as ToWorker
    switch (heard.kind) {
      case 'ask':
        void answer(heard.id, heard.question)
        return
      case 'abort':
        running.get(heard.id)?.abort()
    }
  })
}

/** The source that a question is about; null for what comes with netsplit. */
const sourceOf = (question: Question): string | null => {
  if (question.kind === 'table') return null
  const { model } = question.ask
  return model.kind === 'source' ? model.text : null
}

/** Answers one question. */
class Desk {
  readonly #abilities: Abilities
  readonly #say: (message: FromWorker) => void
  readonly #id: number
  readonly #options: CheckOptions

  constructor(
    abilities: Abilities,
    id: number,
    signal: AbortSignal,
    say: (message: FromWorker) => void,
  ) {
    this.#abilities = abilities
    this.#id = id
    this.#say = say
    const onProgress: CheckOptions['onProgress'] = (progress) =>
      say({ kind: 'progress', id, progress })
    this.#options = { signal, onProgress }
  }

  async answer(question: Question): Promise<unknown> {
    switch (question.kind) {
      case 'describe':
        return describe(await this.#posed(question.ask))
      case 'check':
        return answerCheck(await this.#posed(question.ask), question.ask, this.#options)
      case 'table':
        return this.#table()
      case 'stage':
        return this.#walks.stage(await this.#posed(question.ask), question.path)
      case 'retrace':
        return this.#walks.retrace(await this.#posed(question.ask), question.trace)
      case 'finish': {
        const { ask, path, property } = question
        const options = { ...this.#options, ...limitsOf(ask), ...(property && { property }) }
        return this.#walks.finish(await this.#posed(ask), path, options)
      }
    }
  }

  async #posed(ask: Ask): Promise<Posed> {
    const id = this.#id
    // To import a model may take the network long; a source is code that may not return.
    if (ask.model.kind === 'source') this.#say({ kind: 'begun', id })
    const loaded = await this.#abilities.load(ask.model)
    this.#say({ kind: 'begun', id })
    return pose(ask, loaded)
  }

  #table(): Promise<unknown> {
    const { table } = this.#abilities
    if (table === null) throw unable('make the table of CAP')
    const id = this.#id
    return table(this.#options, (situation) => this.#say({ kind: 'situation', id, situation }))
  }

  get #walks(): Walks {
    const { walks } = this.#abilities
    if (walks !== null) return walks
    throw unable('walk through systems')
  }
}

const unable = (what: string): ModelError =>
  new ModelError('bad-option', {
    what: `This worker cannot ${what}`,
    fix: 'ask one that has all of the engine',
  })
