import { addressOf, beats, type Place } from '../../document.ts'
import { useKeyPress } from '../../parts/keys.ts'
import { lazily } from '../../parts/lazily.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useGo } from '../../place.ts'
import { keyOf } from '../../subject.ts'
import { claimsOf, lesson, type Beat, type RunBeat } from './beats.ts'
import { sayingOf, type Reports } from './claims.ts'
import { Failures, Rests, Said } from './said.tsx'
import { Scene } from './scene.tsx'
import { OneNode } from './one-node.tsx'
import { Turn } from './turn.tsx'
import { useReports } from './use-reports.ts'

type LessonPlace = Extract<Place, { readonly screen: 'lesson' }>

/** Loaded when it is wanted: it searches all protocols. */
const Worlds = lazily(async () => (await import('./worlds.tsx')).Worlds)

/** Seven beats that derive CAP, each a sentence and what the engine has just found. */
export const Lesson = ({ place: { beat } }: { readonly place: LessonPlace }) => {
  const current = lesson[beat - 1]
  if (current === undefined) throw new Error(`there is no beat ${beat}`)
  const claims = claimsOf(current)
  // Those of the other beats come after, so that they are there when they are wanted.
  const { reports, progress, stop, again } = useReports(
    [current, ...lesson].flatMap(claimsOf).map(({ system }) => system),
  )
  useBeatKeys(beat)
  return (
    <article class="lesson">
      <Beats beat={beat} />
      <h1>
        <span class="unseen">
          Beat {beat} of {beats}:{' '}
        </span>
        {current.title}
      </h1>
      <p class="unseen" role="status">
        Beat {beat} of {beats}: {current.title}. {spokenOf(current, reports)}
      </p>
      <Failures claims={claims} reports={reports} again={again} />
      <Shown key={beat} beat={current} reports={reports} />
      {claims.some(({ system }) => !reports.has(keyOf(system))) && (
        <Waiting key={beat} progress={progress} stop={stop} />
      )}
      <Ways beat={beat} />
    </article>
  )
}

/** What a voice says of a beat: its sentence, if it may be said. */
const spokenOf = (beat: Beat, reports: Reports): string =>
  beat.kind === 'run' && sayingOf(beat.sentence, reports).kind === 'true' ? beat.sentence.text : ''

const Shown = ({ beat, reports }: { readonly beat: Beat; readonly reports: Reports }) => {
  switch (beat.kind) {
    case 'run':
      return <Run beat={beat} reports={reports} />
    case 'turn':
      return <Turn reports={reports} />
    case 'worlds':
      return <Worlds />
    case 'single':
      return <OneNode reports={reports} />
  }
}

const Run = ({ beat, reports }: { readonly beat: RunBeat; readonly reports: Reports }) => (
  <>
    <p class="setting">{withNames(beat.setting)}</p>
    <div class="claim">
      <Said sentence={beat.sentence} reports={reports} isMain />
      <Rests claims={beat.sentence.rests} reports={reports} />
    </div>
    <Scene claim={beat.shows} reports={reports} />
    {beat.more.map((sentence) => (
      <Said key={sentence.text} sentence={sentence} reports={reports} />
    ))}
  </>
)

/** A text in which the names of designs are marked. */
const withNames = (text: string) =>
  text.split('`').map((part, index) => (index % 2 === 0 ? part : <code key={index}>{part}</code>))

const at = (beat: number): string => addressOf({ screen: 'lesson', beat })

const Beats = ({ beat }: { readonly beat: number }) => (
  <nav class="beats" aria-label="Beats of the lesson">
    <ol>
      {lesson.map(({ title }, index) => (
        <li key={title}>
          <a href={at(index + 1)} aria-current={index + 1 === beat ? 'step' : undefined}>
            <span class="number">{index + 1}</span>
            <span class="title">{title}</span>
          </a>
        </li>
      ))}
    </ol>
  </nav>
)

const Ways = ({ beat }: { readonly beat: number }) => (
  <nav class="ways" aria-label="To other beats">
    {beat > 1 && (
      <a class="back" href={at(beat - 1)}>
        ←&nbsp;{lesson[beat - 2]?.title}
      </a>
    )}
    <span class="quiet keys">
      <kbd>←</kbd> <kbd>→</kbd>
    </span>
    {beat < beats ? (
      <a class="next" href={at(beat + 1)}>
        {lesson[beat]?.title}&nbsp;→
      </a>
    ) : (
      <a class="next" href={addressOf({ screen: 'table', cell: null })}>
        All designs in a table&nbsp;→
      </a>
    )}
  </nav>
)

/** The arrows left and right, wherever the focus is, but not where one types or chooses. */
const useBeatKeys = (beat: number): void => {
  const go = useGo()
  useKeyPress((key) => {
    const to = key === 'ArrowRight' ? beat + 1 : key === 'ArrowLeft' ? beat - 1 : null
    if (to === null || to < 1 || to > beats) return false
    go({ screen: 'lesson', beat: to })
    window.scrollTo(0, 0)
    return true
  })
}
