import { dirname, relative, resolve, sep } from 'node:path'
import { bundled } from '../../models/bundled.ts'
import { isWitnessed } from '../model/property-kinds.ts'
import type { PropertyReport, Report } from '../report.ts'
import { printable } from '../value/printable.ts'
import { writtenRun } from '../walk/written-run.ts'

/** Where a test is to stand, and where the model is looked for. */
interface Place {
  readonly file: string
  readonly cwd: string
}

/** The properties that came out against what the model expects, with a run that shows it. */
export const brokenIn = ({ properties }: Report): readonly PropertyReport[] =>
  properties.filter(
    ({ verdict, expected, trace }) =>
      verdict !== 'incomplete' && verdict !== expected && trace !== null,
  )

/**
 * A file of tests for vitest: of each property that came out against expectation one that fails while the run
 * that shows it does so, and one that fails until the property holds.
 */
export const runTest = (
  { report, model }: { readonly report: Report; readonly model: string },
  { file, cwd }: Place,
): string => {
  const broken = brokenIn(report)
  const set = parametersOf(report)
  const isAsked = broken.some(asksHolds)
  const names = isAsked ? 'expectHolds, expectRunGone' : 'expectRunGone'
  return [
    `// Runs that broke properties of ${printable(report.model)}, as \`netsplit check --test\` found them. A test of a run fails while`,
    '// the model has the run and it breaks the property. Once that is mended it passes, and says what happens',
    '// instead: `npx vitest run --reporter=verbose` shows it. A step of another name is another step.',
    `import { ${names} } from 'netsplit'`,
    "import { test } from 'vitest'",
    `import * as model from ${literal(sourceOf(model, { file, cwd }))}`,
    ...(set === '' ? [] : ['', `const parameters = ${set}`]),
    ...broken.flatMap((property) => testsOf(property, set === '' ? '' : 'parameters')),
    '',
  ].join('\n')
}

/** What the test imports: the package for a bundled model, else the file by its way from there. */
const sourceOf = (model: string, { file, cwd }: Place): string => {
  const isBundled = bundled.some(({ name }) => name === model)
  if (isBundled) return `netsplit/models/${model}`
  const way = relative(dirname(resolve(cwd, file)), resolve(cwd, model))
    .split(sep)
    .join('/')
  return way.startsWith('.') ? way : `./${way}`
}

const parametersOf = ({ parameters }: Report): string => {
  const entries = Object.entries(parameters).map(
    ([name, value]) =>
      `${key(name)}: ${typeof value === 'string' ? literal(value) : String(value)}`,
  )
  return entries.length === 0 ? '' : `{ ${entries.join(', ')} } as const`
}

const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name))

/** What should not be reachable is not asked for. */
const asksHolds = ({ kind }: PropertyReport): boolean => !isWitnessed(kind)

const testsOf = (property: PropertyReport, given: string): readonly string[] => {
  const { name, trace } = property
  if (trace === null) return []
  const { steps, loopsTo } = writtenRun(name, trace)
  const options = given === '' ? '' : `, { ${given} }`
  const one = steps.length === 1 ? '1 step' : `${steps.length} steps`
  const gone = [
    '',
    `test(${literal(`${name}: not broken by this run of ${one}`)}, async ({ annotate }) => {`,
    '  const run = {',
    `    property: ${literal(name)},`,
    ...(steps.length === 0
      ? ['    steps: [],']
      : ['    steps: [', ...steps.map((step) => `      ${literal(step)},`), '    ],']),
    `    loopsTo: ${loopsTo},`,
    '  }',
    `  const { text } = await expectRunGone(model, run${options})`,
    '  await annotate(text)',
    '})',
  ]
  if (!asksHolds(property)) return gone
  return [
    ...gone,
    '',
    '// All runs: where that takes too long for a test, take this one out.',
    `test(${literal(`${name}: holds`)}, { timeout: 60_000 }, async () => {`,
    `  await expectHolds(model, ${literal(name)}${options})`,
    '})',
  ]
}

/** A text as it stands in TypeScript. */
const literal = (text: string): string =>
  printable(text) === text && !/['\\]/.test(text) ? `'${text}'` : printable(JSON.stringify(text))
