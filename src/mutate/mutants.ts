import { diffOf, type DiffLine } from './diff.ts'
import type { Change } from './change.ts'
import { changesAt } from './operators.ts'
import { asideIn } from './aside.ts'
import { behaviourIn, outermost } from './reach.ts'
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

/**
 * All small changes of how a model behaves, file by file and in each from the first to the last.
 *
 * @throws ModelError 'bad-model-file' when a file does not parse
 */
export const mutantsOf = (files: readonly SourceFile[]): readonly Mutant[] => {
  const parsed = files.map((file) => ({ ...file, tree: treeOf(file) }))
  const behaviour = behaviourIn(parsed)
  return parsed.flatMap((file) => {
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
