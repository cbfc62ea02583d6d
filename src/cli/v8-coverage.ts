import type { SourceMap } from 'node:module'
import type { Profiler, Session } from 'node:inspector'
import { ModelError } from '../value/model-error.ts'
import { mapOf } from './function-places.ts'

/** How often V8 ran what is at a place of a source file, by line and column from 0: `3:14`. */
export type Counts = ReadonlyMap<string, number>

/** Counts what V8 runs, from when it is made. What was compiled before is not counted in full. */
export class V8Coverage {
  readonly #session: Session

  private constructor(session: Session) {
    this.#session = session
  }

  /** @throws ModelError 'bad-option' where this Node is built without an inspector */
  static async begin(): Promise<V8Coverage> {
    const inspector = await import('node:inspector').catch(() => null)
    if (inspector === null) {
      throw new ModelError('bad-option', {
        what: 'This Node cannot say what it ran: it is built without an inspector',
        where: ['--coverage'],
        fix: 'leave --coverage out, or use another Node',
      })
    }
    const session = new inspector.Session()
    session.connect()
    session.post('Profiler.enable')
    session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
    return new V8Coverage(session)
  }

  /**
   * The counts so far of some files, of all instances of each together.
   *
   * @param urls the files, as modules are called
   */
  end(urls: ReadonlySet<string>): ReadonlyMap<string, Counts> {
    const session = this.#session
    let scripts: readonly Profiler.ScriptCoverage[] = []
    session.post('Profiler.takePreciseCoverage', (_, answer) => {
      scripts = answer?.result ?? []
    })
    const maps = new Map<string, string>()
    session.on('Debugger.scriptParsed', ({ params }) => {
      maps.set(params.scriptId, params.sourceMapURL ?? '')
    })
    session.post('Debugger.enable')
    const counts = new Map<string, Map<string, number>>()
    for (const script of scripts) {
      const url = script.url.replace(/[?#].*$/, '')
      // A module is run as a whole: where V8 has counted that alone, it says nothing of its parts.
      if (!urls.has(url) || script.functions[0]?.isBlockCoverage !== true) continue
      const of = counts.get(url) ?? new Map<string, number>()
      counts.set(url, of)
      session.post('Debugger.getScriptSource', { scriptId: script.scriptId }, (_, answer) => {
        const sourceMap = maps.get(script.scriptId) ?? ''
        const map = sourceMap === '' ? null : mapOf(sourceMap, script.url)
        const own = countsOf(answer?.scriptSource ?? '', script.functions, map)
        // Of each instance all counts are added: what is as often as another thing is so in each, then.
        for (const [place, count] of own) of.set(place, (of.get(place) ?? 0) + count)
      })
    }
    session.disconnect()
    return counts
  }
}

/** The count of each word of a script, by the place in the source that it comes from. */
const countsOf = (
  text: string,
  functions: readonly Profiler.FunctionCoverage[],
  map: SourceMap | null,
): Counts => {
  const counts = new Map<string, number>()
  // Ranges lie within one another: the innermost is the last one to begin, of these the first one to end.
  const ranges = functions
    .flatMap(({ ranges }) => ranges)
    .toSorted((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset)
  const open: Profiler.CoverageRange[] = []
  let next = 0
  let line = 0
  let lineStart = 0
  for (const { 0: word, index } of text.matchAll(/\n|[\w$]+|[^\s\w$]/g)) {
    if (word === '\n') {
      line += 1
      lineStart = index + 1
      continue
    }
    for (let range = ranges[next]; range !== undefined && range.startOffset <= index;) {
      open.push(range)
      next += 1
      range = ranges[next]
    }
    while (open.length > 0 && (open.at(-1)?.endOffset ?? 0) <= index) open.pop()
    const place = placeIn(map, line, index - lineStart)
    if (place === null) continue
    counts.set(place, Math.max(counts.get(place) ?? 0, open.at(-1)?.count ?? 0))
  }
  return counts
}

/** The place in the source that a place of a script comes from, where one begins just there. */
const placeIn = (map: SourceMap | null, line: number, column: number): string | null => {
  if (map === null) return `${line}:${column}`
  const entry = map.findEntry(line, column)
  if (!('originalSource' in entry)) return null
  const isExact = entry.generatedLine === line && entry.generatedColumn === column
  return isExact ? `${entry.originalLine}:${entry.originalColumn}` : null
}
