import { brief } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import { describeThrown } from '../value/thrown.ts'
import type { CutSides } from './cuts.ts'

/**
 * What is promised of an action.
 *
 * - `weak`: if from some point on it is always enabled, it is taken again and again
 * - `strong`: if it is enabled again and again, it is taken again and again
 * - `none`: nothing
 */
export type Degree = 'none' | 'weak' | 'strong'

/**
 * An action of which fairness may be promised. Faults (split, lose, duplicate, crash) are not among
 * them: nobody promises that they happen.
 */
export type FairAction =
  | {
      readonly kind: 'deliver'
      readonly from: string
      readonly to: string
      readonly message: unknown
    }
  | { readonly kind: 'timeout'; readonly node: string; readonly name: string }
  | {
      readonly kind: 'internal'
      readonly node: string
      readonly name: string
      /** Of a step that is one of a family its item; absent of any other. */
      readonly item?: unknown
    }
  | { readonly kind: 'restart'; readonly node: string }
  | {
      readonly kind: 'heal'
      /** Which; present exactly where several may stand at the same time. */
      readonly cut?: CutSides
    }
  | { readonly kind: 'resume'; readonly node: string }
  | { readonly kind: 'tick' }

/** What is promised of some actions: see {@link Fairness}. */
export type FairnessEntry = {
  /**
   * Of which: a kind of action (`'deliver'`); the name of steps or timers, in which `*` stands for anything
   * (`'retry *'`); or a function that picks actions, pure as others are.
   */
  readonly of: FairAction['kind'] | (string & {}) | ((action: FairAction) => boolean)
} & (
  | {
      readonly degree: 'weak' | 'strong'
      /**
       * Counts only steps that change the global state (WF_v and SF_v of TLA+): one from a state to itself is
       * neither possible nor taken, as far as the promise goes. Default: any step counts.
       */
      readonly moves?: boolean
    }
  | { readonly degree: 'none'; readonly moves?: never }
)

/**
 * The fairness under which liveness is judged. Default `'weak'`: weak fairness of each delivery (by
 * envelope, so that one message cannot starve behind others), each timeout, each internal step that
 * is not optional, and of restarts and heals that are promised (`'eventually'`).
 *
 * Of a list the first entry that fits an action says what is promised of it; of what none fits it is the
 * default.
 *
 * Restarts and heals that are not promised have no fairness, and optional steps have none, whatever
 * is said here.
 *
 * Of a unit of time (`tick`) strong fairness is promised where nothing else is said, so that time goes on.
 */
export type Fairness =
  | Degree
  | { readonly [Kind in FairAction['kind']]?: Degree }
  | readonly FairnessEntry[]
  | ((action: FairAction) => Degree)

/** What a fairness promises of an action. */
export interface FairPromise {
  readonly degree: Degree
  /** Whether only steps that change the state count. */
  readonly moves: boolean
}

/** What a fairness promises of an action that may be promised anything. */
export const promiseOf = (fairness: Fairness, action: FairAction): FairPromise => {
  if (!isList(fairness)) return { degree: degreeBy(fairness, action), moves: false }
  const entry = fairness[entryFor(fairness, action)]
  if (entry === undefined) return { degree: byDefault(action), moves: false }
  return { degree: entry.degree, moves: entry.moves ?? false }
}

/** Which entry of a list says what is promised of an action: the first that fits; -1 for none. */
export const entryFor = (fairness: readonly FairnessEntry[], action: FairAction): number =>
  fairness.findIndex(({ of }, at) => fits(of, action, at))

/** What a fairness promises of an action, whatever counts for it. */
export const degreeOf = (fairness: Fairness, action: FairAction): Degree =>
  promiseOf(fairness, action).degree

/** Whether a fairness is a list of entries. */
export const isList = (fairness: Fairness): fairness is readonly FairnessEntry[] =>
  Array.isArray(fairness)

/** Whether code of the model is asked about actions. */
export const asksModel = (fairness: Fairness): boolean =>
  typeof fairness === 'function' ||
  (isList(fairness) && fairness.some(({ of }) => typeof of === 'function'))

/** What may be promised. */
export const degrees: readonly string[] = ['none', 'weak', 'strong']

/** The kinds of actions of which something may be promised. */
export const fairKinds = Object.keys({
  deliver: true,
  timeout: true,
  internal: true,
  restart: true,
  heal: true,
  resume: true,
  tick: true,
} satisfies Record<FairAction['kind'], true>) as readonly FairAction['kind'][]

/** Whether a text names a kind of action. */
export const isFairKind = (text: string): text is FairAction['kind'] =>
  (fairKinds as readonly string[]).includes(text)

/** Whether a name is one that a pattern stands for, in which `*` stands for anything. */
export const isLike = (pattern: string, name: string): boolean => {
  const [first = '', ...others] = pattern.split('*')
  const last = others.pop()
  if (last === undefined) return name === pattern
  if (!name.startsWith(first)) return false
  let at = first.length
  for (const part of others) {
    const found = name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return name.endsWith(last) && name.length - last.length >= at
}

// Something that is due may stop the clock again and again; each time it goes on.
const byDefault = ({ kind }: FairAction): Degree => (kind === 'tick' ? 'strong' : 'weak')

const degreeBy = (
  fairness: Exclude<Fairness, readonly FairnessEntry[]>,
  action: FairAction,
): Degree => {
  if (typeof fairness === 'string') return fairness === 'weak' ? byDefault(action) : fairness
  if (typeof fairness === 'function') return degreeSaid(fairness, action)
  return fairness[action.kind] ?? byDefault(action)
}

const fits = (of: FairnessEntry['of'], action: FairAction, at: number): boolean => {
  if (typeof of === 'function') return picks(of, action, at)
  if (isFairKind(of)) return action.kind === of
  return 'name' in action && isLike(of, action.name)
}

/** Code of the model's that is asked about actions. */
interface Asked {
  readonly name: string
  readonly where: readonly string[]
  /** What it should answer. */
  readonly fix: string
}

const degreeSaid = (given: (action: FairAction) => unknown, action: FairAction): Degree => {
  const asked: Asked = {
    name: 'The fairness function',
    where: ['fairness'],
    fix: "let it answer 'none', 'weak' or 'strong' for every action",
  }
  const degree = answerOf(given, action, asked)
  if (degree === 'none' || degree === 'weak' || degree === 'strong') return degree
  throw noAnswer(degree, action, asked)
}

const picks = (given: (action: FairAction) => unknown, action: FairAction, at: number): boolean => {
  const asked: Asked = {
    name: 'The function of an entry of fairness',
    where: ['fairness', `[${at}].of`],
    fix: 'let it answer true or false for every action',
  }
  const answer = answerOf(given, action, asked)
  if (typeof answer === 'boolean') return answer
  throw noAnswer(answer, action, asked)
}

const answerOf = (
  given: (action: FairAction) => unknown,
  action: FairAction,
  { name, where, fix }: Asked,
): unknown => {
  try {
    return given(action)
  } catch (error) {
    throw new ModelError('not-a-system', {
      what: `${name} threw ${describeThrown(error)} for ${action.kind}`,
      where,
      fix,
      cause: error,
    })
  }
}

const noAnswer = (answer: unknown, action: FairAction, { name, where, fix }: Asked): ModelError =>
  new ModelError('not-a-system', {
    what: `${name} answered ${brief(answer)} for ${action.kind}`,
    where,
    fix,
  })
