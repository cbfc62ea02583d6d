import { diffOf, type DiffLine } from './diff.ts'
import type { Change } from './change.ts'
import { changesAt } from './operators.ts'
import { asideIn } from './aside.ts'
import { outermost, reachIn } from './reach.ts'
import { treeOf, walk, type SourceFile } from './syntax.ts'

/** A model with one small change. */
export interface Mutant {
  /** The file that is changed, as {@link SourceFile} calls it. */
  readonly label: string
  /** Where the change begins, both from 1. */
  readonly line: number
  readonly column: number
  /** What is changed, in words. */
  readonly what: string
  readonly diff: readonly DiffLine[]
  /** The whole text of the file with the change. */
  readonly text: string
}

/** The mutants of a model. */
export interface Mutants {
  /** File by file, and in each from the first to the last. */
  readonly mutants: readonly Mutant[]
  /** The files with systems in them that the model does not use, and that are left as they are. */
  readonly apart: readonly string[]
}

/**
 * All small changes of how a model behaves.
 *
 * @param files the model's own file first, then others that it imports
 * @throws ModelError 'bad-model-file' when a file does not parse
 */
export const mutantsOf = (files: readonly SourceFile[]): Mutants => {
  const parsed = files.map((file) => ({ ...file, tree: treeOf(file) }))
  const { behaviour, apart } = reachIn(parsed)
  const mutants = parsed.flatMap((file) => {
    const aside = asideIn(file)
    const parts = outermost(behaviour.get(file.label) ?? [])
    const changes = parts.flatMap((part) => {
      const found: Change[] = []
      walk(part, (node, within) => {
        if (aside.has(node)) return 'skip'
        found.push(...changesAt({ node, within, text: file.text }))
        return undefined
      })
      return found
    })
    const sorted = changes.toSorted((a, b) => a.start - b.start || a.end - b.end)
    return distinct(sorted.map((change) => mutantOf(file, change)))
  })
  return { mutants, apart }
}

const mutantOf = ({ label, text }: SourceFile, change: Change): Mutant => {
  const changed = text.slice(0, change.start) + change.text + text.slice(change.end)
  const before = text.slice(0, change.start).split('\n')
  return {
    label,
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    what: change.what,
    diff: diffOf(text, change),
    text: changed,
  }
}

/** Each text once, and never the one that there was. */
const distinct = (mutants: readonly Mutant[]): readonly Mutant[] => {
  const seen = new Set<string>()
  return mutants.filter(({ text }) => {
    const isNew = !seen.has(text)
    seen.add(text)
    return isNew
  })
}
