import { useEffect, useMemo, useRef } from 'preact/hooks'
import { momentsOf } from '../../../trace/moments.ts'
import type { Trace } from '../../../trace/trace.ts'
import { Lights } from '../../parts/lights.tsx'
import { MomentView } from '../../parts/moment.tsx'
import type { Path, Stage } from '../../engine/contract.ts'
import { counted } from '../../words.ts'
import { layOut } from '../../../diagram/layout.ts'
import { pathText, type History } from './history.ts'
import { Impossible } from './impossible.tsx'
import { Next } from './next.tsx'
import { Story } from './story.tsx'
import { Tree } from './tree.tsx'

/** Where a walk is: what can happen next and what not, the way here, and how everything stands. */
export const Walk = ({
  stage,
  trace,
  history,
  page,
  isCurrent,
  addressOf,
  onPath,
  onPage,
  children,
}: {
  readonly stage: Stage
  /** The way here. */
  readonly trace: Trace
  readonly history: History
  readonly page: number
  /** Whether it is what the address names: else it is on its way. */
  readonly isCurrent: boolean
  readonly addressOf: (path: Path) => string
  readonly onPath: (path: Path) => void
  readonly onPage: () => void
  readonly children: preact.ComponentChildren
}) => {
  const { path } = stage
  const ahead = history.visits.get(pathText(history.line))?.trace ?? trace
  const moments = useMemo(() => momentsOf(trace), [trace])
  const lanes = useMemo(() => layOut(trace).lanes, [trace])
  const step = path.length - 1
  const choices = useFocusAt<HTMLDivElement>(path)
  return (
    <div class="walk" data-path={pathText(path)} aria-busy={!isCurrent}>
      <p class="unseen" role="status">
        {spoken(stage)}
      </p>
      <div class="choices" ref={choices}>
        <Next stage={stage} page={page} onTake={(id) => onPath([...path, id])} onPage={onPage} />
        <Impossible key={pathText(path)} steps={stage.impossible} />
      </div>
      <div class="so-far">
        <section aria-labelledby="so-far">
          <h2 id="so-far">The walk so far</h2>
          <Tree history={history} path={path} addressOf={addressOf} />
          <Story
            trace={trace}
            ahead={ahead}
            step={step}
            onStep={(to) => onPath(history.line.slice(0, to + 1))}
          />
        </section>
        <aside class="beside" aria-label="The state that the walk has come to">
          {!stage.isWithinBound && (
            <p>This state is out of the model’s bound: a check does not look at it.</p>
          )}
          <Lights lights={stage.properties} step={step} />
          <MomentView trace={trace} moments={moments} lanes={lanes} step={step} />
        </aside>
        {children}
      </div>
    </div>
  )
}

/** Keeps the focus at hand: a step that was taken is gone with its button, and the heading takes over. */
const useFocusAt = <Element extends HTMLElement>(path: Path) => {
  const frame = useRef<Element>(null)
  const hadFocus = useRef(false)
  hadFocus.current = frame.current?.contains(document.activeElement) ?? false
  useEffect(() => {
    if (hadFocus.current) frame.current?.querySelector<HTMLElement>('h2')?.focus()
  }, [path])
  return frame
}

/** What a reader's voice says of a state that was just reached. */
const spoken = ({ path, trace, possible, properties }: Stage): string => {
  const step = path.length - 1
  const words = step === 0 ? 'The start' : `Step ${step}: ${trace?.steps.at(-1)?.action ?? ''}`
  const broken = properties.filter(({ light, moments }) => light === 'violated' && moments.at(-1))
  const reached = properties.filter(({ light, moments }) => light === 'reached' && moments.at(-1))
  return [
    `${words}.`,
    ...broken.map(({ name }) => `Broken: ${name}.`),
    ...reached.map(({ name }) => `Reached: ${name}.`),
    possible.length === 0
      ? 'Nothing can happen next.'
      : `${counted(possible.length, 'step')} can be taken.`,
  ].join(' ')
}
