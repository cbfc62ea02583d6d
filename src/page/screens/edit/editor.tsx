import type { EditorView } from '@codemirror/view'
import { useEffect, useRef } from 'preact/hooks'
import { markProblems, openEditor } from './code-mirror.ts'
import type { Problem } from './problem.ts'

/** Keys that are typed in the editor are for nobody else on the page. */
const keep = (event: Event): void => event.stopPropagation()

/** The editor. It begins with a text, and then keeps its own: with another key it is another one. */
export const Editor = ({
  text,
  onChange,
  problems,
  view,
}: {
  readonly text: string
  readonly onChange: (text: string) => void
  readonly problems: readonly Problem[]
  /** Is given the editor, for those who go to a place in it. */
  readonly view: { current: EditorView | null }
}) => {
  const host = useRef<HTMLDivElement>(null)
  const heard = useRef(onChange)
  heard.current = onChange
  useEffect(() => {
    if (host.current === null) return
    const opened = openEditor(host.current, text, (next) => heard.current(next))
    view.current = opened
    return () => {
      view.current = null
      opened.destroy()
    }
  }, [])
  useEffect(() => {
    if (view.current !== null) markProblems(view.current, problems)
  }, [problems])
  return <div class="editor" ref={host} onKeyDown={keep} />
}
