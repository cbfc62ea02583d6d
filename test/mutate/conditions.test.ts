import { Script } from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { coverageOf } from '../../src/cli/coverage.ts'
import { asJavaScript } from '../../src/cli/model-files.ts'
import { V8Coverage } from '../../src/cli/v8-coverage.ts'

/* What is said of conditions, compared with programs that count themselves what each condition was. */

type Condition =
  | { readonly kind: 'leaf'; readonly text: string }
  | { readonly kind: '!' | 'paren'; readonly of: Condition }
  | { readonly kind: '&&' | '||'; readonly left: Condition; readonly right: Condition }
type Statement =
  | { readonly kind: 'work' }
  | { readonly kind: 'return' | 'choice' | 'choice of functions'; readonly test: Condition }
  | {
      readonly kind: 'if'
      readonly test: Condition
      readonly consequent: readonly Statement[]
      readonly otherwise: readonly Statement[] | null
    }
  | { readonly kind: 'loop'; readonly body: readonly Statement[] }

const { body } = fc.letrec<{
  condition: Condition
  statement: Statement
  body: readonly Statement[]
}>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      kind: fc.constant('leaf' as const),
      text: fc
        .tuple(fc.constantFrom('a', 'b', 'c'), fc.nat({ max: 3 }), fc.nat({ max: 3 }))
        .map(([name, n, form]) =>
          form > 0 ? `${name} >= ${n}` : `[${name}, 0].some((it) => it > ${n})`,
        ),
    }),
    fc.record({ kind: fc.constantFrom('!' as const, 'paren' as const), of: tie('condition') }),
    fc.record({
      kind: fc.constantFrom('&&' as const, '||' as const),
      left: tie('condition'),
      right: tie('condition'),
    }),
  ),
  statement: fc.oneof(
    { depthSize: 'small' },
    fc.record({ kind: fc.constant('work' as const) }),
    fc.record({
      kind: fc.constantFrom('return' as const, 'choice' as const, 'choice of functions' as const),
      test: tie('condition'),
    }),
    fc.record({
      kind: fc.constant('if' as const),
      test: tie('condition'),
      consequent: tie('body'),
      otherwise: fc.option(tie('body')),
    }),
    fc.record({ kind: fc.constant('loop' as const), body: tie('body') }),
  ),
  body: fc.array(tie('statement'), { maxLength: 3 }),
}))

/** Writes a function; `isAsking` has it call `ask` with each condition and its number. */
class Writer {
  text = '(() => {\nfunction f(a, b, c) {\nlet n = 0\n'
  /** Where each condition begins and ends. */
  readonly ranges: (readonly [start: number, end: number])[] = []
  readonly #isAsking: boolean
  #conditions = 0

  constructor(isAsking: boolean, statements: readonly Statement[]) {
    this.#isAsking = isAsking
    this.#block(statements)
    this.text += 'return n\n}\n'
  }

  #block(statements: readonly Statement[]): void {
    for (const it of statements) this.#statement(it)
  }

  #statement(it: Statement): void {
    switch (it.kind) {
      case 'work':
        this.text += 'n += 1\n'
        return
      case 'return':
        this.#around('if (', { kind: 'leaf', text: 'n > 1' }, ') return ')
        return this.#around('', it.test, '\n')
      case 'choice':
        return this.#around('n += ', it.test, ' ? a : b\n')
      case 'choice of functions':
        return this.#around(
          'n += [a, b].filter(',
          it.test,
          ' ? (it) => it > 0 : () => true).length\n',
        )
      case 'if':
        this.#around('if (', it.test, ') {\n')
        this.#block(it.consequent)
        if (it.otherwise !== null) {
          this.text += '} else {\n'
          this.#block(it.otherwise)
        }
        this.text += '}\n'
        return
      case 'loop':
        this.text += 'for (const c of [a, b]) {\n'
        this.#block(it.body)
        this.text += '}\n'
    }
  }

  #around(before: string, it: Condition, after: string): void {
    this.text += before
    const number = this.#conditions++
    const start = this.text.length
    if (this.#isAsking) this.text += `ask(${number}, `
    if (it.kind === 'leaf') this.text += it.text
    else if ('of' in it) this.#around(it.kind === '!' ? '!(' : '(', it.of, ')')
    else {
      this.#around('(', it.left, ')')
      this.#around(` ${it.kind} (`, it.right, ')')
    }
    if (this.#isAsking) this.text += ')'
    this.ranges[number] = [start, this.text.length]
    this.text += after
  }
}

interface Program {
  readonly statements: readonly Statement[]
  readonly calls: readonly (readonly number[])[]
}

const programs = fc.sample(
  fc.record({
    statements: body,
    calls: fc.array(fc.array(fc.nat({ max: 3 }), { minLength: 3, maxLength: 3 }), {
      minLength: 1,
      maxLength: 4,
    }),
  }),
  { numRuns: 300, seed: 1 },
)

/** What ends a program. */
const calling = (calls: Program['calls']): string =>
  `${calls.map((values) => `f(${values.join(', ')})\n`).join('')}})()\n`

/** What each condition of a program was whenever it was asked, by its number. */
const askedIn = (program: Program): ReadonlyMap<number, ReadonlySet<boolean>> => {
  const answers = new Map<number, Set<boolean>>()
  const ask = (number: number, answer: boolean): boolean => {
    answers.set(number, (answers.get(number) ?? new Set()).add(answer))
    return answer
  }
  const { text } = new Writer(true, program.statements)
  const run: unknown = new Script(`(ask) => {${text + calling(program.calls)}}`).runInThisContext()
  ;(run as (asked: typeof ask) => void)(ask)
  return answers
}

test('what is said to have come out the same always did, in programs that ask themselves', async () => {
  const files = programs.map(({ statements }, index) => {
    const { text, ranges } = new Writer(false, statements)
    return { label: `${index}.ts`, url: `file:///${index}.ts`, text, ranges, imports: {} }
  })
  const v8 = await V8Coverage.begin()
  for (const [index, { calls }] of programs.entries()) {
    const { url = '', text = '' } = files[index] ?? {}
    // In two instances; and half of them as they are loaded from TypeScript.
    for (const half of [calls.slice(0, 2), calls.slice(2)]) {
      const whole = text + calling(half)
      const script = index % 2 === 0 ? whole : await asJavaScript(url, whole)
      new Script(script, { filename: url }).runInThisContext()
    }
  }
  const counts = v8.end(new Set(files.map(({ url }) => url)))
  const told = { true: 0, false: 0 }
  for (const [index, file] of files.entries()) {
    const { parts } = coverageOf([{ ...file, text: file.text + calling([]) }], counts, {
      ended: 'everything-seen',
      properties: [],
    })
    const lines = file.text.split('\n')
    const offset = (line: number, column: number): number =>
      lines.slice(0, line - 1).join('\n').length + Math.min(line - 1, 1) + column - 1
    const answers = askedIn(programs[index] as Program)
    for (const it of parts.flatMap(({ always }) => always)) {
      const [from, to] = [offset(it.line, it.column), offset(it.endLine, it.endColumn)]
      const number = file.ranges.findIndex(
        ([start, end]) => (start === from && end === to) || (start === from + 1 && end === to - 1),
      )
      expect([...(answers.get(number) ?? [])], `${it.text}\n${file.text}`).toEqual([it.value])
      told[`${it.value}`]++
    }
  }
  // The programs are always the same: these are half of what is told.
  expect(told.true).toBeGreaterThan(40)
  expect(told.false).toBeGreaterThan(20)
})
