import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/*
 * How documents are read: their fenced blocks, what these ask to be run, their links.
 */

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** The documents whose every example is run, by path. */
export const documents: readonly string[] = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

export const readDocument = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Something that a document asks its reader to do. */
export type Example =
  /** Write a file. */
  | { readonly kind: 'file'; readonly name: string; readonly content: string }
  /** Change a file. */
  | { readonly kind: 'change'; readonly name: string; readonly hunks: readonly Hunk[] }
  /** Run a command, which prints this. */
  | { readonly kind: 'command'; readonly command: string; readonly output: string }

export interface Hunk {
  readonly before: string
  readonly after: string
}

/** A fenced block: what stands between the fences. */
const fenced = /^```(\w*)\n([^]*?)^```$/gm

/**
 * The examples of a document, in order: TypeScript that begins with `// name.ts`, changes that begin
 * with `--- name.ts`, JSON lines, which are history.jsonl, and blocks that begin with `$ `.
 */
export const examplesOf = (document: string): readonly Example[] =>
  [...document.matchAll(fenced)].flatMap(([, language = '', content = '']): Example[] => {
    if (content.startsWith('$ ')) {
      const end = content.indexOf('\n')
      return [{ kind: 'command', command: content.slice(2, end), output: content.slice(end + 1) }]
    }
    if (language === 'jsonl') return [{ kind: 'file', name: 'history.jsonl', content }]
    const [, name] = /^(?:\/\/|---) (\S+\.ts)\n/.exec(content) ?? []
    if (name === undefined) return []
    if (language === 'ts') return [{ kind: 'file', name, content }]
    const hunks = content.slice(content.indexOf('\n') + 1).split(/^@@\n/m)
    return [{ kind: 'change', name, hunks: hunks.map(hunkOf) }]
  })

/** Whether a command makes a project of its own, with the packed package in it. */
export const isInstalling = (command: string): boolean => command.startsWith('npm init ')

const hunkOf = (text: string): Hunk => {
  const lines = text.split('\n').filter((line) => line !== '')
  const side = (mark: string): string =>
    lines
      .filter((line) => line.startsWith(' ') || line.startsWith(mark))
      .map((line) => `${line.slice(1)}\n`)
      .join('')
  return { before: side('-'), after: side('+') }
}

/** A line that stands for any number of lines, none included. */
const isElision = (line: string): boolean => line.trim() === '…'

/** Memory and time differ from run to run: of these lines, and of rows that end with a time, the rest is compared. */
const stable = (line: string): string =>
  line
    .replace(/^( {2}(?:memory|time) +)\S.*$/, '$1…')
    .replace(/( states?) +\d+\.\d+ s$/, '$1')
    .replace(/ ▇+ \d+\.\d+ s$/, '')

/** The lines of a text, cut where lines are left out. */
const segmentsOf = (text: string): readonly (readonly string[])[] => {
  const segments: string[][] = [[]]
  for (const line of linesOf(text)) {
    if (isElision(line)) segments.push([])
    else segments.at(-1)?.push(line)
  }
  return segments
}

const linesOf = (text: string): readonly string[] => text.replace(/\n$/, '').split('\n')

/** Whether a document shows what was printed, apart from what it leaves out. */
export const shows = (shown: string, printed: string): boolean => {
  const lines = linesOf(printed).map(stable)
  const segments = segmentsOf(shown).map((segment) => segment.map(stable))
  let at = 0
  return segments.every((segment, index) => {
    const isFirst = index === 0
    const isLast = index === segments.length - 1
    const from = isLast && !isFirst ? lines.length - segment.length : at
    const to = isFirst ? 0 : lines.length - segment.length
    for (let start = Math.max(from, at); start <= to; start++) {
      if (!segment.every((line, offset) => lines[start + offset] === line)) continue
      at = start + segment.length
      return !isLast || at === lines.length
    }
    return false
  })
}

/**
 * What a document should show of what was printed: the same parts as before, found again by their
 * first and last lines.
 */
export const refresh = (shown: string, printed: string): string => {
  if (shows(shown, printed)) return shown
  const segments = segmentsOf(shown)
  if (segments.length === 1) return printed
  const lines = linesOf(printed)
  let at = 0
  const parts = segments.map((segment, index) => {
    const [first] = segment
    if (first === undefined) return []
    const start = lines.findIndex((line, place) => place >= at && stable(line) === stable(first))
    if (start < 0) throw new Error(`Cut by hand: nothing printed begins with\n${first}`)
    at = index === segments.length - 1 ? lines.length : endOf(segment, lines, start)
    return lines.slice(start, at)
  })
  const text = `${parts.map((part) => part.join('\n')).join('\n…\n')}\n`
  return text.replace(/^\n/, '').replace(/(?<=\n…\n)\n$/, '')
}

/** Where a part that begins at a line ends: at its last line, if that is there, the nearest one. */
const endOf = (segment: readonly string[], lines: readonly string[], start: number): number => {
  const last = stable(segment.at(-1) ?? '')
  const due = start + segment.length
  const ends = [...lines.keys()]
    .filter((place) => place >= start && stable(lines[place] ?? '') === last)
    .map((place) => place + 1)
  return ends.toSorted((a, b) => Math.abs(a - due) - Math.abs(b - due))[0] ?? due
}

/** The headings of a document, as links name them: the second of a name has a number. */
export const anchorsOf = (document: string): readonly string[] =>
  [...document.replaceAll(fenced, '').matchAll(/^#+ (.*)$/gm)]
    .map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{Letter}\p{Number} _-]/gu, '')
        .replaceAll(' ', '-'),
    )
    .map((anchor, index, all) => {
      const before = all.slice(0, index).filter((other) => other === anchor).length
      return before === 0 ? anchor : `${anchor}-${before}`
    })

/** The links of a document to files and headings, and the files that it names in passing. */
export const linksOf = (
  document: string,
): readonly { readonly path: string; readonly anchor: string; readonly isNamed: boolean }[] => {
  const prose = document.replaceAll(fenced, '')
  const links = [...prose.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)]
  const named = [...prose.matchAll(/`((?:src|models|test|bench|docs)\/[\w./-]+)`/g)]
  return [
    ...links.map(([, path = '', anchor = '']) => ({ path, anchor, isNamed: false })),
    ...named.map(([, path = '']) => ({ path, anchor: '', isNamed: true })),
  ]
}
