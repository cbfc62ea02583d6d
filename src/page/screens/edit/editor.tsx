import { Compartment } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import { useEffect, useRef } from 'preact/hooks'
import type { TypesLine } from '../../types/line.ts'
import { markProblems, openEditor } from './code-mirror.ts'
import type { Problem } from './problem.ts'
import { typed } from './typed.ts'

/** Keys that are typed in the editor are for nobody else on the page. */
const keep = (event: Event): void => event.stopPropagation()

/** The editor. It begins with a text, and then keeps its own: with another key it is another one. */
export const Editor = ({
  text,
  onChange,
  problems,
  types,
  view,
}: {
  readonly text: string
  readonly onChange: (text: string) => void
  readonly problems: readonly Problem[]
  /** Who knows the types; null as long as nobody does. */
  readonly types: TypesLine | null
  /** Is given the editor, for those who go to a place in it. */
  readonly view: { current: EditorView | null }
}) => {
  const host = useRef<HTMLDivElement>(null)
  const heard = useRef(onChange)
  heard.current = onChange
  const more = useRef(new Compartment())
  useEffect(() => {
    if (host.current === null) return
    const opened = openEditor(
      host.current,
      text,
      (next) => heard.current(next),
      more.current.of([]),
    )
    view.current = opened
    return () => {
      view.current = null
      opened.destroy()
    }
  }, [])
  useEffect(() => {
    if (view.current !== null) markProblems(view.current, problems)
  }, [problems])
  useEffect(() => {
    const extension = types === null ? [] : typed(types)
    view.current?.dispatch({ effects: more.current.reconfigure(extension) })
  }, [types])
  return <div class="editor" ref={host} onKeyDown={keep} />
}
