import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete'
import type { Extension } from '@codemirror/state'
import { hoverTooltip } from '@codemirror/view'
import type { Told, TypesAnswers } from '../../types/contract.ts'
import type { TypesLine } from '../../types/line.ts'

/** What the editor can do once there is somebody who knows the types. */
export const typed = (types: TypesLine): Extension => [
  autocompletion({ override: [(context) => completionsAt(context, types)] }),
  hoverTooltip(async (view, at) => {
    const found = await types.ask({ kind: 'hover', text: view.state.doc.toString(), at })
    if (found === undefined || found === null) return null
    return { pos: found.from, end: found.to, create: () => ({ dom: elementOf(found) }) }
  }),
]

/** After these signs something is offered, though nothing of it is written yet. */
const openings = /[\w$.'"`]$/

const completionsAt = async (
  context: CompletionContext,
  types: TypesLine,
): Promise<CompletionResult | null> => {
  const { pos, state, explicit } = context
  if (!explicit && !openings.test(state.sliceDoc(Math.max(0, pos - 1), pos))) return null
  const text = state.doc.toString()
  const found = await types.ask({ kind: 'completions', text, at: pos })
  if (found === undefined || found === null) return null
  const { from, isString, options } = found
  return {
    from,
    options: options.map((option) => offered(option, { text, at: pos }, types)),
    validFor: isString ? /^[^'"`]*$/ : /^[\w$]*$/,
  }
}

/** Of these nothing more is known than what they are called. */
const plain: ReadonlySet<string> = new Set(['node', 'keyword', 'text'])

const offered = (
  { name, kind, isNear }: NonNullable<TypesAnswers['completions']>['options'][number],
  place: { readonly text: string; readonly at: number },
  types: TypesLine,
): Completion => ({
  label: name,
  type: kind,
  boost: kind === 'node' ? 2 : Number(isNear),
  ...(!plain.has(kind) && {
    info: async () => {
      const found = await types.ask({ kind: 'details', ...place, name })
      return found === undefined || found === null ? null : elementOf(found)
    },
  }),
})

const elementOf = ({ signature, about }: Told): HTMLElement => {
  const element = document.createElement('div')
  element.className = 'cm-types'
  element.textContent = [signature, about].filter((part) => part !== '').join('\n\n')
  return element
}
