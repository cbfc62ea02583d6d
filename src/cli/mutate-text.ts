import type { Mutant } from '../mutate/mutants.ts'
import type { Outcome } from '../mutate/outcome.ts'
import { renderReport } from '../render/report-text.ts'
import { count, counted, hang, inkOf, padTo, type Ink, type Style } from '../render/style.ts'
import { printable } from '../value/printable.ts'
import type { Mutation } from './mutation.ts'
import type { Judged } from './mutate-run.ts'

/** Where a mutant is changed, as `--only` takes it. */
export const placeOf = ({ label, line, column }: Mutant): string => `${label}:${line}:${column}`

/** What became of the mutants of a model, as text. */
export const mutationText = (mutation: Mutation, style: Style): string => {
  const ink = inkOf(style)
  const { judged, only } = mutation
  const sections = [
    summary(mutation, style, ink),
    ...(only === null
      ? [
          listed('Survived: all properties came out as expected', judged, 'survived', style),
          listed('Undecided: the check ended early', judged, 'undecided', style),
        ]
      : judged.map((it) => whole(it, style))),
    remarks(mutation, style),
  ]
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n')}\n`
}

/** A text broken into lines that all begin alike. */
const lines = (margin: string, text: string, style: Style): readonly string[] =>
  hang(style, margin, margin, text)

const kinds = ['killed', 'error', 'survived', 'undecided'] as const

const words: Readonly<Record<Outcome['kind'], string>> = {
  killed: 'killed by a property',
  error: 'killed by an error',
  survived: 'survived',
  undecided: 'undecided',
}

const summary = (
  { model, original, budget, judged }: Mutation,
  style: Style,
  ink: Ink,
): readonly string[] => {
  const title = [model, ...Object.entries(original.parameters).map(([key, it]) => `${key}=${it}`)]
  const width = Math.max(...kinds.map((kind) => words[kind].length))
  const rows = kinds.flatMap((kind) => {
    const found = judged.filter(({ outcome }) => outcome.kind === kind).length
    return found === 0 ? [] : [`  ${padTo(words[kind], width)}  ${String(found).padStart(4)}`]
  })
  const states = counted(original.states.distinct, 'state')
  const limit = `Of each at most ${count(budget.maxStates)} states in ${budget.maxSeconds} s; of the model as it is there are ${states}.`
  return [
    ink.bold(`${counted(judged.length, 'mutant')} of ${printable(title.join(' '))}`),
    '',
    ...rows,
    '',
    ...killersIn(judged),
    ...lines('', limit, style),
  ]
}

/** The properties that killed, each with how many it killed first. */
const killersIn = (judged: readonly Judged[]): readonly string[] => {
  const killed = new Map<string, number>()
  for (const { outcome } of judged) {
    const [first] = outcome.kind === 'killed' ? outcome.by : []
    if (first !== undefined) killed.set(first.property, (killed.get(first.property) ?? 0) + 1)
  }
  if (killed.size === 0) return []
  const rows = [...killed].toSorted(([, a], [, b]) => b - a)
  return [
    'Killed first by',
    ...rows.map(([name, found]) => `  ${String(found).padStart(4)}  ${printable(name)}`),
    '',
  ]
}

const listed = (
  title: string,
  judged: readonly Judged[],
  kind: Outcome['kind'],
  style: Style,
): readonly string[] => {
  const found = judged.filter(({ outcome }) => outcome.kind === kind)
  if (found.length === 0) return []
  return [
    inkOf(style).bold(title),
    ...found.flatMap((it) => ['', ...head(it, style), ...diffLines(it, style)]),
  ]
}

const head = ({ mutant, outcome }: Judged, style: Style): readonly string[] => [
  ...lines('  ', printable(`${placeOf(mutant)}  ${mutant.what}`), style),
  ...lines('    ', printable(told(outcome)), style),
]

const diffLines = ({ mutant }: Judged, style: Style): readonly string[] => {
  const ink = inkOf(style)
  return mutant.diff.map(({ kind, text }) =>
    kind === 'old' ? ink.red(printable(`    - ${text}`)) : ink.green(printable(`    + ${text}`)),
  )
}

/** An outcome in a line. */
const told = (outcome: Outcome): string => {
  switch (outcome.kind) {
    case 'killed':
      return outcome.by
        .map(({ property, verdict, steps }) => {
          const length = steps === null ? '' : ` in ${counted(steps, 'step')}`
          return `killed by “${property}”: ${verdict}${length}`
        })
        .join('; ')
    case 'error':
      return `killed by an error: ${[outcome.what, ...outcome.where].join(', ')}`
    case 'undecided':
      return outcome.why
    case 'survived':
      return outcome.isAlike
        ? 'as many states and steps as without the change'
        : counted(outcome.states, 'state')
    default:
      return outcome satisfies never
  }
}

/** One mutant with the whole report on it. */
const whole = (judged: Judged, style: Style): readonly string[] => [
  ...head(judged, style),
  ...diffLines(judged, style),
  ...(judged.report === null
    ? []
    : [
        '',
        ...renderReport(judged.report, { ...style, witnesses: false })
          .trimEnd()
          .split('\n'),
      ]),
]

const remarks = ({ judged, others, apart, only }: Mutation, style: Style): readonly string[] => {
  const first = judged.find(({ outcome }) => outcome.kind === 'survived')
  const isOpen = judged.some(
    ({ outcome }) => outcome.kind === 'undecided' && outcome.why !== 'interrupted',
  )
  return [
    ...(only !== null || first === undefined
      ? []
      : lines(
          '',
          `A mutant that survived is as right as the model, or a property is missing. To see one whole: --only ${placeOf(first.mutant)}`,
          style,
        )),
    ...(isOpen
      ? lines('', 'What is undecided may be decided with more: --max-states, --max-seconds.', style)
      : []),
    ...(apart.length === 0
      ? []
      : lines(
          '',
          `Left as they are: systems that the model does not use, in ${apart.join(', ')}`,
          style,
        )),
    ...(others.length === 0 ? [] : lines('', `Left as they are: ${others.join(', ')}`, style)),
  ]
}
