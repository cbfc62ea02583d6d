/*
 * A reader of EDN (github.com/edn-format/edn), as Jepsen writes it: line by line, so that what is wrong is told
 * with its line, and without recursion, so that no input is too deep for the stack.
 */

/** Thrown where a text is no EDN: what is wrong, and what was expected. */
export class NotEdn extends Error {
  readonly expected: string

  constructor(what: string, expected: string) {
    super(what)
    this.expected = expected
  }
}

/** A collection that is not closed. */
interface Open {
  readonly close: ')' | ']' | '}'
  readonly isMap: boolean
  readonly isSet: boolean
  readonly items: unknown[]
  readonly line: number
  /** How many of the forms that come next are to be dropped. */
  dropped: number
}

const token =
  /[\s,]+|;.*|"(?:[^"\\]|\\.)*"|#_|#\{|#[\p{L}][\p{L}\p{N}_./-]*|[()[\]{}]|\\(?:[\p{L}\p{N}]+|.)|[^\s,;"()[\]{}\\]+/suy

/** One event is smaller than that. */
const [deepest, mostItems] = [100, 100_000]

/** The forms of a text that comes line by line; those within one list or vector around all of them, too. */
export class EdnReader {
  readonly #open: Open[] = []
  /** Of what is around all others only the closing is awaited. */
  #around: ')' | ']' | null = null
  #isAroundDone = false
  #hasBegun = false
  #dropped = 0
  #items = 0

  /** The forms that end in a line. @throws NotEdn */
  line(text: string, line: number): readonly unknown[] {
    const forms: unknown[] = []
    token.lastIndex = 0
    while (token.lastIndex < text.length) {
      const from = token.lastIndex
      const [word] = token.exec(text) ?? []
      if (word === undefined) throw notThere(text.slice(from))
      if (!/^[\s,;]/.test(word)) this.#take(word, line, forms)
    }
    return forms
  }

  /** The line in which something begins that has not ended; null if nothing has. */
  get unfinished(): number | null {
    return this.#open.at(-1)?.line ?? null
  }

  /** Whether the list around all forms is still open. */
  get isAroundOpen(): boolean {
    return this.#around !== null && !this.#isAroundDone
  }

  #take(word: string, line: number, forms: unknown[]): void {
    if (this.#isAroundDone)
      throw new NotEdn(`${brief(word)} after the end of the list`, 'the end of the file')
    switch (word) {
      case '(':
      case '[':
        if (!this.#hasBegun) {
          this.#hasBegun = true
          this.#around = word === '(' ? ')' : ']'
          return
        }
        return this.#begin(word === '(' ? ')' : ']', '', line)
      case '{':
        return this.#begin('}', 'map', line)
      case '#{':
        return this.#begin('}', 'set', line)
      case ')':
      case ']':
      case '}':
        return this.#close(word, forms)
      case '#_': {
        const inner = this.#open.at(-1)
        if (inner === undefined) this.#dropped += 1
        else inner.dropped += 1
        return
      }
      default:
        // A tag says of what kind the value is that follows; that tells nothing here.
        if (!word.startsWith('#')) this.#add(valueOf(word), forms)
    }
  }

  #begin(close: Open['close'], kind: 'map' | 'set' | '', line: number): void {
    this.#hasBegun = true
    if (this.#open.length === 0) this.#items = 0
    if (this.#open.length === deepest)
      throw new NotEdn(`More than ${deepest} brackets are open`, 'an operation')
    this.#open.push({
      close,
      isMap: kind === 'map',
      isSet: kind === 'set',
      items: [],
      line,
      dropped: 0,
    })
  }

  #close(word: string, forms: unknown[]): void {
    const inner = this.#open.pop()
    if (inner === undefined) {
      if (word !== this.#around)
        throw new NotEdn(`${word} closes nothing`, 'an operation: {:process …}')
      this.#isAroundDone = true
      return
    }
    if (inner.close !== word) {
      throw new NotEdn(`${word} where something of line ${inner.line} is open`, inner.close)
    }
    if (inner.dropped > 0) throw new NotEdn('#_ with nothing after it', 'what is to be left out')
    this.#add(collected(inner), forms)
  }

  #add(value: unknown, forms: unknown[]): void {
    this.#hasBegun = true
    const inner = this.#open.at(-1)
    if (inner === undefined) {
      if (this.#dropped > 0) this.#dropped -= 1
      else forms.push(value)
      return
    }
    this.#items += 1
    if (this.#items > mostItems)
      throw new NotEdn(`A form of more than ${mostItems} values`, 'an operation')
    if (inner.dropped > 0) inner.dropped -= 1
    else inner.items.push(value)
  }
}

const collected = ({ items, isMap, isSet }: Open): unknown => {
  if (isSet) return new Set(items)
  if (!isMap) return items
  if (items.length % 2 === 1)
    throw new NotEdn('A map with a key that has no value', 'a value before the }')
  const entries = new Map<unknown, unknown>()
  for (let at = 0; at < items.length; at += 2) {
    if (entries.has(items[at]))
      throw new NotEdn(`${String(items[at])} twice in one map`, 'each key once')
    entries.set(items[at], items[at + 1])
  }
  return entries
}

const brief = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

const notThere = (rest: string): NotEdn =>
  rest.startsWith('"')
    ? new NotEdn('A string does not end in its line', '"')
    : new NotEdn(`${brief(rest)} is no EDN`, 'a value')

const names: Readonly<Record<string, unknown>> = { nil: null, true: true, false: false }
const characters: Readonly<Record<string, string>> = {
  newline: '\n',
  return: '\r',
  space: ' ',
  tab: '\t',
}

const valueOf = (word: string): unknown => {
  if (word.startsWith('"')) return stringOf(word)
  if (Object.hasOwn(names, word)) return names[word]
  // With its colon a keyword differs from the string.
  if (/^:[^:]/u.test(word)) return word
  if (word.startsWith('\\')) return characterOf(word.slice(1))
  return numberOf(word)
}

const numberOf = (word: string): unknown => {
  if (/^[+-]?\d+N?$/.test(word)) {
    const exact = BigInt(word.replace(/N$/, '').replace(/^\+/, ''))
    const number = Number(exact)
    return Number.isSafeInteger(number) ? number : exact
  }
  if (/^[+-]?\d+(\.\d*)?(e[+-]?\d+)?M?$/i.test(word)) {
    if (word.replaceAll(/\D/g, '').length > 15 && word.endsWith('M')) {
      throw new NotEdn(`${brief(word)} has more digits than a number can hold`, 'a string')
    }
    return Number(word.replace(/M$/, ''))
  }
  throw new NotEdn(
    `${brief(word)} is no value`,
    'a number, a string, nil, true, false or a :keyword',
  )
}

const stringOf = (word: string): string => {
  const json = word.replaceAll(/\\(u[0-9a-fA-F]{4}|.)/gs, (escape, what: string) => {
    if (/^[tnrbf"\\]$/.test(what) || what.length === 5) return escape
    throw new NotEdn(`${escape} in a string`, 'one of: \\t \\n \\r \\b \\f \\" \\\\ \\uNNNN')
  })
  // oxlint-disable-next-line no-control-regex
  const onOneLine = json.replaceAll(/[\u0000-\u001f]/g, (it) => JSON.stringify(it).slice(1, -1))
  return JSON.parse(onOneLine) as string
}

const characterOf = (name: string): string => {
  if (/^u[0-9a-fA-F]{4}$/.test(name)) return String.fromCharCode(Number.parseInt(name.slice(1), 16))
  if (/^.$/su.test(name)) return name
  const known = Object.hasOwn(characters, name) ? characters[name] : undefined
  if (known === undefined)
    throw new NotEdn(
      `\\${brief(name)} is no character`,
      'one of: \\newline \\return \\space \\tab, or one letter',
    )
  return known
}
