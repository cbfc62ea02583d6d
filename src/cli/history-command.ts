import { getHeapStatistics } from 'node:v8'
import type { KeyPlace } from '../history/event-of.ts'
import { linearizable, type HistoryAnswer } from '../history/linearizable.ts'
import { isolationOf, type IsolationAnswer } from '../history/isolation-answer.ts'
import { sessionAnswer, type SessionAnswer } from '../history/session-answer.ts'
import { isolationJson } from '../render/isolation-json.ts'
import { renderIsolation } from '../render/isolation-text.ts'
import type { Specification } from '../history/specification.ts'
import { specifications } from '../history/specifications.ts'
import { Clock } from '../pace/clock.ts'
import { Halt, type Pace } from '../pace/pace.ts'
import { historyJson } from '../render/history-json.ts'
import { renderHistory, type HistorySubject } from '../render/history-text.ts'
import { sessionJson } from '../render/session-json.ts'
import { renderSessions } from '../render/session-text.ts'
import type { Style } from '../render/style.ts'
import { didYouMean, ModelError } from '../value/model-error.ts'
import type { ConditionName } from './history-conditions.ts'
import { expectWritable, writeWanted } from './files.ts'
import { historyPage } from './history-page.ts'
import { isTransactions, questionOf, type Question } from './history-question.ts'
import { readHistory, type ReadHistory } from './history-file.ts'
import { Exit, type Io } from './io.ts'
import { defaultMemoryLimit, memoryGauge, type Gauge } from './memory.ts'
import { jsonText, styleFor } from './rendering.ts'

/** The options of `netsplit history`, parsed. */
export interface HistoryFlags {
  readonly spec: string
  readonly key?: string
  readonly initial?: string
  readonly maxSeconds?: number
  readonly maxMemory?: number
  readonly json?: true
  /** The file to write the picture into. */
  readonly html?: string
  readonly condition?: ConditionName
}

/** `netsplit history`: says whether a recorded history is linearizable, and returns the exit status. */
export const historyCommand = async (
  file: string,
  flags: HistoryFlags,
  io: Io,
): Promise<number> => {
  const page = flags.html === undefined ? null : ({ option: '--html', file: flags.html } as const)
  if (page !== null) await expectWritable(page, io.cwd)
  const spec = specificationOf(flags)
  const key = keyOf(flags, spec)
  const controller = new AbortController()
  const stopListening = io.onInterrupt(() => controller.abort())
  const { maxSeconds, maxMemory = defaultMemoryLimit() } = flags
  const gauge = gaugeFor(maxMemory)
  const pace = new Clock({
    signal: controller.signal,
    ...(maxSeconds === undefined ? {} : { deadline: performance.now() + maxSeconds * 1000 }),
    maxMemoryBytes: maxMemory,
    memoryInUse: gauge.inUse,
    collectGarbage: gauge.collect,
  })
  try {
    const question = questionOf(flags, spec)
    const keepsFailed = question.of === 'transactions'
    const source = { file, cwd: io.cwd, spec, key, keepsFailed, onForget: gauge.hasForgotten }
    const reading = readHistory(source, pace)
    const read = await orEnded(reading, question)
    gauge.hasRead()
    const isRead = 'operations' in read
    if (!isRead) io.stderr.write(`${file} was not read to its end, and nothing of it was judged\n`)
    const history = isRead ? read.operations : []
    const operations = (isRead ? read.tooMany : null) ?? history.length
    const subject = { name: file, spec: spec.name, operations }
    const style = styleFor(io.stdout)
    const answer = await answerTo(read, { spec, question, isKeyed: key !== null, pace })
    const printed = (as: typeof style): string => printedOf(answer, subject, as)
    io.stdout.write(flags.json ? jsonText(documentOf(answer, subject)) : printed(style))
    if (page !== null) {
      const plain = { ...style, colour: false, columns: Infinity }
      const drawn = historyPage(answer, { printed: printed(plain), history: history })
      await writeWanted(page, io.cwd, drawn)
      io.stderr.write(`--html: the history is in ${page.file}: open it in a browser\n`)
    }
    return statusOf(answer)
  } finally {
    stopListening()
  }
}

type Answer = HistoryAnswer | SessionAnswer | IsolationAnswer

const printedOf = (answer: Answer, subject: HistorySubject, style: Style): string => {
  if ('objects' in answer) return renderHistory(answer, subject, style)
  if ('isolation' in answer) return renderIsolation(answer, subject, style)
  return renderSessions(answer, subject, style)
}

const documentOf = (answer: Answer, subject: HistorySubject): unknown => {
  if ('objects' in answer) return historyJson(answer, subject)
  if ('isolation' in answer) return isolationJson(answer, subject)
  return sessionJson(answer, subject)
}

/** What is asked of what was read. */
const answerTo = async (
  read: ReadHistory | Answer,
  asked: {
    readonly spec: Specification
    readonly question: Question
    readonly isKeyed: boolean
    readonly pace: Pace
  },
): Promise<Answer> => {
  if (!('operations' in read)) return read
  const { operations, failed: aborted, tooMany } = read
  if (tooMany !== null) return unknown(asked.question, 'memory')
  const { spec, question, isKeyed, pace } = asked
  switch (question.of) {
    case 'one-order':
      return await linearizable(operations, spec, { isKeyed: isKeyed && !spec.isKeyed, pace })
    case 'sessions':
      return await sessionAnswer(operations, { ...asked, condition: question.condition })
    case 'transactions':
      return await isolationOf(
        { operations, aborted, first: question.first },
        question.isolation,
        pace,
      )
  }
}

/** What is read is put in order before it is searched: that takes more than it does itself. */
const whileReading = 2.5
/** V8 is slow, and then gives up, before its heap is full. */
const fullHeap = 0.8

/** The memory in use, with what will be needed of what was read. */
const gaugeFor = (
  maxMemory: number,
): Gauge & { readonly hasRead: () => void; readonly hasForgotten: () => void } => {
  let gauge = memoryGauge(maxMemory)
  let factor = whileReading
  return {
    collect: () => gauge.collect(),
    inUse: () => {
      const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics()
      const more = (factor - 1) * used
      const share = (factor * used) / (limit * fullHeap)
      return Math.max(gauge.inUse() + more, share * maxMemory)
    },
    hasRead: () => {
      factor = 1
    },
    hasForgotten: () => {
      factor = 1
      // What was let go is collected at once, though the last time was a moment ago.
      gauge = memoryGauge(maxMemory)
      gauge.collect()
    },
  }
}

/** What was read; where a limit came first, that nothing is known of what is asked. */
const orEnded = async (
  reading: Promise<ReadHistory>,
  question: Question,
): Promise<ReadHistory | Answer> => {
  try {
    return await reading
  } catch (error) {
    if (error instanceof Halt) return unknown(question, error.kind)
    throw error
  }
}

const unknown = (question: Question, ended: Halt['kind']): Answer => {
  const nothing = { verdict: 'undecided', ended, conflict: null } as const
  switch (question.of) {
    case 'one-order':
      return { verdict: 'undecided', ended, objects: [] }
    case 'sessions':
      return { ...nothing, condition: question.condition, order: null, needed: null }
    case 'transactions':
      return { ...nothing, isolation: question.isolation, weaker: null }
  }
}

const statusOf = ({ verdict }: Answer): number => {
  switch (verdict) {
    case 'holds':
    case 'linearizable':
      return Exit.asExpected
    case 'violated':
      return Exit.unexpected
    case 'undecided':
      return Exit.incomplete
  }
}

const specificationOf = ({ spec: given, initial }: HistoryFlags): Specification => {
  const names = Object.keys(specifications)
  const name = given.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  const make = Object.hasOwn(specifications, name) ? specifications[name] : undefined
  if (make === undefined) {
    throw new ModelError('bad-option', {
      what: `There is no specification '${given}'`,
      where: [`--spec ${given}`],
      fix: `${didYouMean(given, names)}give one of: ${names.join(', ')}`,
    })
  }
  if (initial === undefined) return make()
  const value = jsonOf(initial)
  const [spec, other] = [make(value), make()]
  const takesIt = JSON.stringify(spec.initial) === JSON.stringify(value)
  if (takesIt || spec.isKeyed || isTransactions(spec)) return spec
  throw new ModelError('bad-option', {
    what: `A ${other.name} cannot begin as ${initial}`,
    where: [`--initial ${initial}`],
    fix: name === 'counter' ? 'give a whole number' : 'leave --initial out',
  })
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new ModelError('bad-option', {
      what: `'${text}' is no value in JSON`,
      where: [`--initial ${text}`],
      fix: `write it as in JSON: 0, null, '"open"'`,
    })
  }
}

const keyOf = ({ key }: HistoryFlags, spec: Specification): KeyPlace | null => {
  if (key === undefined) return spec.isKeyed ? { field: 'key', isPair: false } : null
  return { field: key, isPair: key === 'value' }
}
