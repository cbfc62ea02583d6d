import type { EditorView } from '@codemirror/view'
import { useMemo, useRef, useState } from 'preact/hooks'
import type { Subject } from '../../document.ts'
import { useAnswer } from '../../parts/asking.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Picker } from '../../parts/picker.tsx'
import { goTo } from './code-mirror.ts'
import { Editor } from './editor.tsx'
import { Outcome } from './outcome.tsx'
import type { Problem } from './problem.ts'
import { Tools } from './tools.tsx'
import { TypesNote } from './types-note.tsx'
import { originOf, useSource, type EditPlace } from './use-source.ts'
import { useTypes } from './use-types.ts'
import { useGo } from '../../place.ts'

/** A source, and what the engine says of it while it is written. */
export const Edit = ({ place }: { readonly place: EditPlace }) => {
  const go = useGo()
  const source = useSource(place)
  const { opened, text } = source
  const [round, setRound] = useState(0)
  const { parameters = {}, flips = [] } = place.subject ?? {}
  const key = text === null ? null : JSON.stringify([text, parameters, flips, round])
  const ask = { model: { kind: 'source', text: text ?? '' }, parameters, flips } as const
  const checked = useAnswer(key, (engine, options) => engine.check(ask, options))
  // Only of what answers: a source that hangs would do so twice.
  const isKnown = checked.isCurrent && checked.answer?.kind === 'found'
  const described = useAnswer(isKnown ? key : null, (engine, options) =>
    engine.describe(ask, options),
  )
  const { answer, isCurrent } = checked
  const problems = useMemo(() => (isCurrent ? problemsIn(answer) : []), [answer, isCurrent])
  const types = useTypes(text, isCurrent)
  const marked = useMemo(() => [...problems, ...types.problems], [problems, types.problems])
  const view = useRef<EditorView | null>(null)
  const reveal = (at: NonNullable<Problem['at']>): void => {
    if (view.current !== null) goTo(view.current, at)
  }
  const open = (subject: Subject): void =>
    go({ screen: 'edit', subject }, subject.model === place.subject?.model ? 'replace' : undefined)
  return (
    <div class="edit">
      <h1>Edit: change the protocol, and watch its verdicts</h1>
      <Picker
        subject={place.subject}
        described={described.answer?.kind === 'found' ? described.answer.found : null}
        onSubject={open}
      />
      {opened.kind === 'unreadable' && (
        <Notice title="There is no source to edit" what={opened.what} wayOut={opened.wayOut}>
          <p>
            <a href="#/edit">Begin with the template</a>
          </p>
        </Notice>
      )}
      {opened.kind === 'open' && (
        <div class="halves">
          <section class="left" aria-label="The source">
            <Editor
              key={opened.round}
              text={opened.text}
              onChange={source.change}
              problems={marked}
              types={types.line}
              view={view}
            />
            <p class="quiet hint">
              <kbd>Tab</kbd> indents; <kbd>Esc</kbd>, then <kbd>Tab</kbd>, leaves the editor.
            </p>
            <TypesNote types={types} onPlace={reveal} />
            <Tools place={place} source={source} origin={originOf(place.subject)} />
          </section>
          <section class="right" aria-label="What comes out">
            <Outcome
              checked={checked}
              problems={problems}
              onPlace={reveal}
              onAgain={() => setRound(round + 1)}
            />
          </section>
        </div>
      )}
    </div>
  )
}

const problemsIn = (answer: ReturnType<typeof useAnswer<unknown>>['answer']): readonly Problem[] =>
  answer?.kind === 'failed' && answer.cause !== 'aborted'
    ? [{ at: answer.at, message: answer.message, where: answer.where, wayOut: answer.wayOut }]
    : []
