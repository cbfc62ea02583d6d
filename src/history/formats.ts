import { EdnReader, NotEdn } from './edn.ts'
import type { Fields } from './event-of.ts'
import { badLine } from './pairing.ts'

/** A way to write a history. */
export interface Format {
  readonly name: string
  /** The events that end in a line. @throws ModelError 'bad-history' */
  readonly line: (text: string, line: number) => readonly Fields[]
  /** @throws ModelError 'bad-history' where something is left open at the end */
  readonly end: (lines: number, isTorn: boolean) => void
}

/** The format that a first line is in; null where it says nothing: blank, or a comment. */
export const formatOf = (text: string): Format | null => {
  const start = text.trimStart()
  if (start === '') return null
  if (/^(INFO|WARN|ERROR|DEBUG)\b/.test(start)) return logLines()
  return /^\{\s*"/.test(start) ? jsonLines() : edn()
}

const jsonLines = (): Format => ({
  name: 'JSON lines',
  line: (text, line) => {
    if (text.trim() === '') return []
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      throw badLine(
        line,
        'The line is no JSON, or not the whole of it',
        'one JSON object in each line, as in the first',
      )
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw badLine(
        line,
        'The line is no JSON object',
        'one JSON object in each line, as in the first',
      )
    }
    if (/\d[\d.]{15,}/.test(text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""'))) {
      throw badLine(
        line,
        'A number has more digits than JSON readers keep apart',
        'a string, where it is a name',
      )
    }
    return [new Map(Object.entries(value))]
  },
  end: () => undefined,
})

const edn = (): Format => {
  const reader = new EdnReader()
  return {
    name: 'EDN',
    line: (text, line) =>
      ednOrBad(line, () =>
        reader.line(text, line).map((form) => {
          if (form instanceof Map) return fieldsOf(form)
          throw new NotEdn(
            'The line is no map',
            'an operation: {:process 0, :type :invoke, :f :read}',
          )
        }),
      ),
    end: (lines) => {
      const from = reader.unfinished
      if (from !== null)
        throw badLine(lines, `The file ends within an operation that begins in line ${from}`, '}')
      if (reader.isAroundOpen)
        throw badLine(lines, 'The file ends before the list does', 'a closing bracket')
    },
  }
}

const ednOrBad = <Result>(line: number, read: () => Result): Result => {
  try {
    return read()
  } catch (error) {
    throw error instanceof NotEdn ? badLine(line, error.message, error.expected) : error
  }
}

const fieldsOf = (form: ReadonlyMap<unknown, unknown>): Fields =>
  new Map([...form].map(([name, value]) => [String(name).replace(/^:/, ''), value]))

/** `INFO  jepsen.util - 0  :invoke  :read  nil`, with tabs between; other loggers have lines of their own. */
const logLines = (): Format => ({
  name: "Jepsen's log",
  line: (text, line) => {
    if (text.trim() === '') return []
    const [, words] = /^\s*(?:INFO|WARN|ERROR|DEBUG)\b(.*)$/.exec(text) ?? []
    if (words === undefined)
      throw badLine(line, 'The line is none of a log', 'a line that begins with INFO, as the first')
    const [, rest] = /\bjepsen\.util\b\s*-?\s*(.*)$/.exec(words) ?? []
    if (rest === undefined) return []
    const [process, type, f, ...values] = ednOrBad(line, () =>
      new EdnReader().line(` ${rest}`, line),
    )
    if (values.length === 0 || values.length > 2) {
      throw badLine(
        line,
        'The line is no operation, or not the whole of it',
        'process, :type, :operation, value',
      )
    }
    return [
      new Map<string, unknown>([
        ['process', process],
        ['type', type],
        ['f', f],
        ['value', values[0]],
      ]),
    ]
  },
  end: (lines, isTorn) => {
    if (isTorn)
      throw badLine(lines, 'The last line does not end: it may be torn', 'a line break at its end')
  },
})
