import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { netsplit } from '../support/cli.ts'

interface Told {
  readonly kind: string
  readonly change: string
  readonly diff: readonly { readonly kind: 'old' | 'new'; readonly text: string }[]
}

/** A mutant as docs/mutation.md names it: by what it changes, and the line that it makes or leaves out. */
const nameOf = ({ change, diff }: Told): string => {
  const linesOf = (wanted: string): string =>
    diff
      .filter(({ kind }) => kind === wanted)
      .map(({ text }) => text.trim())
      .join(' ')
  const made = linesOf('new')
  const code = made === '' ? linesOf('old') : made
  const quoted = code.includes('`') ? `\`\`${code}\`\`` : `\`${code}\``
  return `${change}: ${made === '' ? 'without ' : ''}${quoted}`
}

const sections = readFileSync('docs/mutation.md', 'utf8')
  .split(/^## .+\n/m)
  .slice(1)

test('the document is about five models', () => {
  expect(sections).toHaveLength(5)
})

test.each(
  sections.map((text) => {
    const [, command = '', counts = ''] = /^`netsplit (.+)`: (.+)\.$/m.exec(text) ?? []
    return { command, counts, text }
  }),
)('docs/mutation.md lists what survives: $command', async ({ command, counts, text }) => {
  const { stdout, status } = await netsplit([...command.split(' '), '--json'])
  const { mutants, count } = JSON.parse(stdout) as {
    readonly mutants: readonly Told[]
    readonly count: Readonly<Record<'killed' | 'error' | 'survived' | 'undecided', number>>
  }
  expect(status).toBe(1)
  expect(counts).toBe(
    `${mutants.length} mutants, ${count.killed + count.error} killed, ${count.survived} survive`,
  )
  expect(count.undecided).toBe(0)
  const survivors = mutants.filter(({ kind }) => kind === 'survived').map(nameOf)
  const explained = [...text.matchAll(/^- (.+)\n {2}\S/gm)].map(([, name]) => name)
  expect(explained).toEqual(survivors)
})
