import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  StreamLanguage,
  syntaxHighlighting,
} from '@codemirror/language'
import { typescript } from '@codemirror/legacy-modes/mode/javascript'
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'
import type { Problem } from './problem.ts'

/*
 * The editor, set up. It lives in a shadow tree: there its styles are sheets that a strict policy allows,
 * and not elements, which it forbids.
 */

/** Said by a reader's voice, as below the editor. */
const label = 'The source of the model. Escape, then Tab, leaves the editor.'

/** The colours are those of the page, for light and dark. */
const look = EditorView.theme({
  '&': {
    color: 'var(--ink)',
    backgroundColor: 'var(--paper)',
    fontSize: '0.84rem',
    height: '100%',
  },
  '&.cm-focused': { outline: '2px solid var(--accent)' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { color: 'var(--quiet)', backgroundColor: 'var(--ground)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 7%, transparent)',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    {
      backgroundColor: 'color-mix(in srgb, var(--accent) 28%, transparent)',
    },
  '.cm-selectionMatch, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 18%, transparent)',
  },
  '.cm-tooltip, .cm-panels': {
    color: 'var(--ink)',
    backgroundColor: 'var(--ground)',
    borderColor: 'var(--line)',
  },
  '.cm-tooltip': {
    border: '1px solid var(--line)',
    borderRadius: '6px',
    maxWidth: 'min(40rem, 90vw)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    color: 'var(--paper)',
    backgroundColor: 'var(--accent)',
  },
  '.cm-completionIcon-node::after': { content: "'◎'" },
  '.cm-diagnostic': { whiteSpace: 'pre-wrap' },
  '.cm-types': {
    fontFamily: 'var(--mono)',
    fontSize: '0.8rem',
    padding: '0.4rem 0.6rem',
    whiteSpace: 'pre-wrap',
  },
  '.cm-button, .cm-textfield': { color: 'inherit', background: 'var(--paper)' },
})

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: 'var(--bad)' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--accent)' },
  { tag: [tags.typeName, tags.className], color: 'var(--doubt)' },
  { tag: [tags.propertyName, tags.definition(tags.variableName)], color: 'var(--accent)' },
  { tag: tags.comment, color: 'var(--quiet)', fontStyle: 'italic' },
])

/** An editor in an element, with a text. @param more what else it can do */
export const openEditor = (
  host: HTMLElement,
  text: string,
  onChange: (text: string) => void,
  more: Extension = [],
): EditorView => {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const view = new EditorView({
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion(),
        highlightSelectionMatches(),
        lintGutter(),
        StreamLanguage.define(typescript),
        syntaxHighlighting(colours),
        look,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString())
        }),
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...completionKeymap,
          ...lintKeymap,
          indentWithTab,
        ]),
        more,
      ],
    }),
  })
  root.append(view.dom)
  return view
}

/** Marks problems where they are; one without a place is not marked. */
export const markProblems = (view: EditorView, problems: readonly Problem[]): void => {
  const { doc } = view.state
  const diagnostics = problems.flatMap((problem): readonly Diagnostic[] => {
    const from = offsetOf(view, problem.at)
    if (from === null) return []
    const to = offsetOf(view, problem.to ?? null) ?? view.state.wordAt(from)?.to ?? from
    return [
      {
        from,
        to: Math.max(to, Math.min(from + 1, doc.length)),
        severity: 'error',
        message: [problem.message, problem.wayOut].filter((line) => line !== '').join('\n'),
      },
    ]
  })
  view.dispatch(setDiagnostics(view.state, diagnostics))
}

/** Goes to a place, and takes the focus. */
export const goTo = (view: EditorView, at: NonNullable<Problem['at']>): void => {
  const anchor = offsetOf(view, at) ?? 0
  view.dispatch({
    selection: { anchor },
    effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
  })
  view.focus()
}

const offsetOf = ({ state: { doc } }: EditorView, at: Problem['at']): number | null => {
  if (at === null) return null
  const line = doc.line(Math.max(1, Math.min(at.line, doc.lines)))
  return Math.min(line.from + at.column - 1, line.to)
}
