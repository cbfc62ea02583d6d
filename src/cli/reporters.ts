import { relative, resolve } from 'node:path'
import type { Checked } from '../render/checked.ts'
import { renderChecks } from '../render/checks-table.ts'
import { checksToJson } from '../render/checks-codec.ts'
import type { Sink } from './io.ts'
import { jsonText, reportJson, reportText, styleFor } from './rendering.ts'
import type { ReporterName } from './reporter-names.ts'

/** What a reporter may know of where its text goes, and of what is wanted. */
export interface Telling {
  readonly sink: Sink
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether one check was asked for; else there may be fewer or more. */
  readonly isOne: boolean
  readonly witnesses?: boolean
  readonly unfold?: boolean
}

/** A way of telling what became of checks. */
export interface Reporter {
  /** What is told of a check as soon as it has ended. */
  readonly each: (checked: Checked, before: readonly Checked[], telling: Telling) => string
  /** What is told when all have ended. */
  readonly end: (all: readonly Checked[], telling: Telling) => string
  /** What goes elsewhere when all have ended: what a file gets at its end. */
  readonly aside: (
    all: readonly Checked[],
    telling: Telling,
  ) => { readonly file: string; readonly text: string } | null
}

const line = '━'.repeat(80)
const nothing = (): string => ''
const nowhere = (): null => null

/** The report of each check, and of several a table. */
const text: Reporter = {
  each: ({ came }, before, { sink, witnesses = false, unfold = false }) => {
    if (came.kind !== 'report') return ''
    const text = reportText(came.report, sink, { witnesses, unfold })
    return before.some((it) => it.came.kind === 'report') ? `\n${line}\n\n${text}` : text
  },
  end: (all, { sink, isOne }) =>
    !isOne && all.length > 0 ? `\n${line}\n\n${renderChecks(all, styleFor(sink))}` : '',
  aside: nowhere,
}

/** One document: of one check its report, of several a list of them. */
const json: Reporter = {
  each: nothing,
  end: (all, { isOne }) => {
    const [first] = all
    if (!isOne || first === undefined) {
      return jsonText(checksToJson(all))
    }
    const { came } = first
    if (came.kind === 'report') return reportJson(came.report)
    return came.kind === 'mistake' ? jsonText({ error: came.mistake }) : ''
  },
  aside: nowhere,
}

/** GitHub knows files by their paths in the repository. */
const inRepository =
  ({ cwd, env }: Telling) =>
  (file: string): string => {
    const path = relative(env['GITHUB_WORKSPACE'] ?? cwd, resolve(cwd, file))
    return path.startsWith('..') ? file : path.replaceAll('\\', '/')
  }

const junit = async (): Promise<Reporter> => {
  const { renderJunit } = await import('../render/junit.ts')
  return { each: nothing, end: renderJunit, aside: nowhere }
}

const sarif = async (): Promise<Reporter> => {
  const [{ renderSarif }, { version }] = await Promise.all([
    import('../render/sarif.ts'),
    import('./version.ts'),
  ])
  return {
    each: nothing,
    end: (all, telling) => jsonText(renderSarif(all, version, inRepository(telling))),
    aside: nowhere,
  }
}

const markdown = async (): Promise<Reporter> => {
  const { renderMarkdown } = await import('../render/checks-markdown.ts')
  return { each: nothing, end: renderMarkdown, aside: nowhere }
}

/** Annotations, and Markdown for the summary of the step, where GitHub says which file that is. */
const github = async (): Promise<Reporter> => {
  const [{ renderAnnotations }, { renderMarkdown }] = await Promise.all([
    import('../render/github.ts'),
    import('../render/checks-markdown.ts'),
  ])
  return {
    each: (checked, _, telling) => renderAnnotations(checked, inRepository(telling)),
    end: nothing,
    aside: (all, { env }) => {
      const file = env['GITHUB_STEP_SUMMARY'] ?? ''
      return file === '' ? null : { file, text: renderMarkdown(all) }
    },
  }
}

/** A line for each finding. */
const lines = async (): Promise<Reporter> => {
  const { renderLines } = await import('../render/lines.ts')
  return { each: (checked) => renderLines(checked), end: nothing, aside: nowhere }
}

/** All reporters. What the two that are asked for most need is loaded anyway. */
const reporters: Readonly<Record<ReporterName, () => Reporter | Promise<Reporter>>> = {
  text: () => text,
  json: () => json,
  junit,
  sarif,
  github,
  markdown,
  lines,
}

/** The reporter of a name. */
export const reporterOf = async (name: ReporterName): Promise<Reporter> => reporters[name]()
