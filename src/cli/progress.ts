import type { Progress } from '../report.ts'
import { duration } from '../render/report-summary.ts'
import { count } from '../render/style.ts'
import { formatBytes } from './format.ts'
import type { Sink } from './io.ts'

/** A line that tells how far a check has come. */
export interface ProgressLine {
  readonly show: (progress: Progress) => void
  /** Says that the check is about to stop. */
  readonly stopping: () => void
  /** Takes the line away until there is more to show. */
  readonly clear: () => void
  /** Takes the line away for good. */
  readonly end: () => void
}

/** Milliseconds between two lines where there is no terminal: enough to see that it goes on. */
const lineEvery = 30_000

/**
 * The progress line of a terminal; where there is none, a line every half minute.
 *
 * @param now the time in milliseconds
 */
export const progressLine = async (
  terminal: Sink,
  now = () => performance.now(),
): Promise<ProgressLine> => {
  if (terminal.isTTY !== true) return progressLog(terminal, now)
  // A tenth of the time that the smallest check takes, and of no use in a pipe.
  const { createLogUpdate } = await import('log-update')
  const draw = createLogUpdate(terminal as unknown as NodeJS.WriteStream, { showCursor: true })
  const rates = new Rates()
  const clear = (): void => draw.clear()
  let suffix = ''
  // Also when the program is ended at once.
  process.once('exit', clear)
  return {
    show: (progress) => {
      const { states, transitions } = rates.after(progress)
      draw(progressText(progress, { states, transitions }, terminal.columns ?? 80) + suffix)
    },
    stopping: () => {
      suffix = '\nstopping; Ctrl-C again ends at once, without a report'
      draw(suffix.trimStart())
    },
    clear,
    end: () => {
      process.off('exit', clear)
      clear()
    },
  }
}

/** Progress for a pipe or a log file: whole lines, few of them. */
const progressLog = (sink: Sink, now: () => number): ProgressLine => {
  const rates = new Rates()
  let next = now() + lineEvery
  return {
    show: (progress) => {
      const rate = rates.after(progress)
      if (now() < next) return
      next = now() + lineEvery
      sink.write(`netsplit: ${progressText(progress, rate, Infinity)}\n`)
    },
    stopping: () => undefined,
    clear: () => undefined,
    end: () => undefined,
  }
}

interface Rate {
  readonly states: number
  readonly transitions: number
}

type Counted = 'states' | 'transitions'

/**
 * States and transitions per second, over about the last two seconds; or since there were fewer, where
 * there was nothing new in these: large searches find states by whole levels.
 */
class Rates {
  #samples: Progress[] = []
  /** The last sample that was given up at which there were fewer than now. */
  readonly #fewer: Partial<Record<Counted, Progress>> = {}

  after(progress: Progress): Rate {
    const isRecent = ({ seconds }: Progress): boolean => seconds > progress.seconds - 2
    for (const old of this.#samples.filter((each) => !isRecent(each))) {
      if (old.states < progress.states) this.#fewer.states = old
      if (old.transitions < progress.transitions) this.#fewer.transitions = old
    }
    this.#samples = this.#samples.filter(isRecent)
    this.#samples.push(progress)
    return { states: this.#of('states', progress), transitions: this.#of('transitions', progress) }
  }

  #of(counted: Counted, now: Progress): number {
    const [first = now] = this.#samples
    const then = first[counted] < now[counted] ? first : this.#fewer[counted]
    const seconds = now.seconds - (then?.seconds ?? 0)
    return seconds <= 0 ? 0 : (now[counted] - (then?.[counted] ?? 0)) / seconds
  }
}

const phaseWords: Readonly<Record<Progress['phase'], string>> = {
  listing: 'listing initial states',
  searching: '',
  judging: 'judging liveness',
  rebuilding: 'rebuilding runs',
  telling: 'telling runs',
  profiling: 'counting for the profile',
  confirming: 'asking the model once more',
}

/** A number in two digits: of an estimate that says enough. */
const some = (value: number): string => count(Number(value.toPrecision(2)))

/** How many states there will be, and when. */
const estimateWords = ({ estimate, states }: Progress, rate: Rate): readonly string[] => {
  if (estimate === undefined) return []
  const seconds = (estimate.states - states) / rate.states
  return [
    `of some ${some(estimate.states)} (${some(estimate.low)} to ${some(estimate.high)})`,
    ...(Number.isFinite(seconds) ? [`${duration(seconds)} left`] : []),
  ]
}

/**
 * The progress as text that fits on one line: what the check is at unless it searches, how far it is,
 * how fast. What matters least is left out first.
 */
export const progressText = (progress: Progress, rate: Rate, columns: number): string => {
  const phase = phaseWords[progress.phase]
  const items = [
    ...(phase === '' ? [] : [phase]),
    `${count(progress.states)} states`,
    ...estimateWords(progress, rate),
    `depth ${progress.depth}`,
    `queue ${count(progress.queue)}`,
    formatBytes(progress.bytes),
    `${count(rate.transitions)} transitions/s`,
    `${count(rate.states)} states/s`,
  ]
  let text = items[0] ?? ''
  for (const item of items.slice(1)) {
    const longer = `${text} · ${item}`
    if (longer.length >= columns) break
    text = longer
  }
  return text
}
