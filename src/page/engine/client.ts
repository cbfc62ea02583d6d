import { abouts } from '../../../models/names.ts'
import type { Answer, Ask, AskOptions, ModelEntry, PageEngine } from '../../worker/contract.ts'
import { Line, type Patience, type Place } from '../../worker/line.ts'
import type { Question } from '../../worker/port.ts'
import { isAbsent } from './absent.ts'

/** The workers that a page may start, each when it is first wanted. */
export interface Places {
  /** Has the designs around CAP. */
  readonly first: Place
  /** Has all models. */
  readonly whole: Place
  /** Runs sources: in a frame without rights. */
  readonly sandbox: Place
}

/** The models that come with netsplit. */
const entries: readonly ModelEntry[] = Object.entries(abouts).map(([name, about]) => ({
  name,
  about,
  isCap: name.startsWith('cap-'),
}))

/** How long workers may say nothing. Sources are being written: they loop by mistake, and the next is waiting. */
const patient = {
  own: { silence: 5000, stopping: 3000 },
  sources: { silence: 2000, stopping: 300 },
} as const satisfies Readonly<Record<string, Patience>>

/** The engine of a page, in workers. */
export const engineIn = (places: Places, patience?: Patience): PageEngine => {
  const lines = {
    first: new Line(places.first, patience ?? patient.own),
    whole: new Line(places.whole, patience ?? patient.own),
    sandbox: new Line(places.sandbox, patience ?? patient.sources),
  }
  const ask = async <Found>(
    question: Question,
    options: AskOptions & Parameters<Line['ask']>[1] = {},
  ): Promise<Answer<Found>> => {
    const place = placeFor(question)
    const answer = await lines[place].ask(question, options)
    const isBeyond = place === 'first' && answer.kind === 'failed' && answer.message === isAbsent
    // What is found is of the kind that the question asks for.
    return (isBeyond ? await lines.whole.ask(question, options) : answer) as Answer<Found>
  }
  return {
    models: () => entries,
    describe: (own, options) => ask({ kind: 'describe', ask: own }, options),
    check: (own, options) => ask({ kind: 'check', ask: own }, options),
    table: (options) => ask({ kind: 'table' }, options),
    stage: (own, path, options) => ask({ kind: 'stage', ask: own, path }, options),
    retrace: (own, trace, options) => ask({ kind: 'retrace', ask: own, trace }, options),
    finish: (own, path, { property, ...options } = {}) =>
      ask({ kind: 'finish', ask: own, path, ...(property !== undefined && { property }) }, options),
    dispose: () => {
      for (const line of Object.values(lines)) line.end()
    },
  }
}

/** Which worker answers a question. */
const placeFor = (question: Question): keyof Places => {
  if (question.kind === 'table') return 'first'
  const { model } = question.ask
  if (model.kind === 'source') return 'sandbox'
  return isCap(question.ask) ? 'first' : 'whole'
}

const isCap = ({ model }: Ask): boolean =>
  model.kind === 'bundled' && entries.some(({ name, isCap }) => isCap && name === model.name)
