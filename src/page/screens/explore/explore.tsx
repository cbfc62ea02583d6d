import { useEffect, useMemo, useState } from 'preact/hooks'
import { addressOf, type Place, type Subject } from '../../document.ts'
import type { Failed, Path, Stage } from '../../engine/contract.ts'
import { useAnswer } from '../../parts/asking.tsx'
import { Assumed } from '../../parts/assumed.tsx'
import { Models } from '../../parts/models.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Picker } from '../../parts/picker.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useGo } from '../../place.ts'
import { asking, keyOf } from '../../subject.ts'
import './explore.css'
import { Adversary, type Wanted } from './adversary.tsx'
import { joined, noHistory, pathText, visited, withRunAhead } from './history.ts'
import { useKept } from './kept.ts'
import { keysOfPage, useKeys } from './keys.ts'
import { moveOf } from './moves.ts'
import { Starts } from './starts.tsx'
import { Walk } from './walk.tsx'

type ExplorePlace = Extract<Place, { readonly screen: 'explore' }>

/** A walk through a system by hand: what can happen next is listed, and taken with a key. */
export const Explore = ({ place }: { readonly place: ExplorePlace }) => {
  const go = useGo()
  const { subject } = place
  const key = keyOf(subject)
  const described = useAnswer(key, (engine, options) =>
    asking(subject as Subject, (ask) => engine.describe(ask, options)),
  )
  return (
    <>
      <h1>Explore: what can happen, one step at a time</h1>
      <Picker
        subject={subject}
        described={described.answer?.kind === 'found' ? described.answer.found : null}
        onSubject={(next) => go({ screen: 'explore', subject: next, path: [] })}
      />
      {subject === null ? (
        <Models placeOf={(model) => ({ screen: 'explore', subject: model, path: [] })} />
      ) : (
        <>
          <Assumed subject={subject} />
          <Walking key={key} subject={subject} path={place.path} />
        </>
      )}
    </>
  )
}

const Walking = ({ subject, path }: { readonly subject: Subject; readonly path: Path }) => {
  const go = useGo()
  const key = `${keyOf(subject)} ${pathText(path)}`
  const asked = useAnswer(key, (engine, options) =>
    asking(subject, (ask) => engine.stage(ask, path, options)),
  )
  const { answer, isCurrent } = asked
  const stage = answer?.kind === 'found' ? answer.found : null
  const placeOf = (to: Path): Place => ({ screen: 'explore', subject, path: to })
  const toPath = (to: Path): void => go(placeOf(to))
  // Where there is one initial state only, nobody need choose it.
  const [only, ...others] = stage?.starts ?? []
  const isOnlyStart = path.length === 0 && isCurrent && only !== undefined && others.length === 0
  useEffect(() => {
    if (isOnlyStart) go({ screen: 'explore', subject, path: [0] }, 'replace')
  }, [isOnlyStart])
  if (answer?.kind === 'failed' && isCurrent) {
    return <NoSuchPath failed={answer} subject={subject} path={path} />
  }
  if (stage === null) {
    return <Waiting what="Finding the way" progress={asked.progress} stop={asked.stop} />
  }
  return (
    <Stages
      stage={stage}
      subject={subject}
      isCurrent={isCurrent && !isOnlyStart}
      addressOf={(to) => addressOf(placeOf(to))}
      onPath={toPath}
    />
  )
}

/** A stage that is shown, and what keys do there. */
const Stages = ({
  stage,
  subject,
  isCurrent,
  addressOf,
  onPath,
}: {
  readonly stage: Stage
  readonly subject: Subject
  readonly isCurrent: boolean
  readonly addressOf: (path: Path) => string
  readonly onPath: (path: Path) => void
}) => {
  const { path, trace } = stage
  const [past, setPast] = useState(noHistory)
  const history = useMemo(() => visited(past, stage), [past, stage])
  useEffect(() => setPast((before) => visited(before, stage)), [stage])
  useKept(subject, history, (before) => setPast((after) => joined(before, after)))
  const [target, setTarget] = useState('')
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const [turned, setTurned] = useState<{ readonly path: string; readonly page: number } | null>(
    null,
  )
  const here = pathText(path)
  const page = turned?.path === here ? turned.page : 0
  const turn = (): void => {
    const isLast = (page + 1) * keysOfPage.length >= stage.possible.length
    setTurned({ path: here, page: isLast ? 0 : page + 1 })
  }
  const want = (): void => setWanted({ property: target === '' ? null : target, path })
  useKeys(isCurrent, (key) => {
    const move = moveOf(key, { stage, history, page })
    if (move !== null) onPath(move)
    else if (key === '0' && stage.possible.length > keysOfPage.length) turn()
    else if (key === 'f' && trace !== null) want()
    else return false
    return true
  })
  if (trace === null) {
    return (
      <Starts starts={stage.starts} hasMore={stage.hasMoreStarts} onStart={(id) => onPath([id])} />
    )
  }
  return (
    <Walk
      stage={stage}
      trace={trace}
      history={history}
      page={page}
      isCurrent={isCurrent}
      addressOf={addressOf}
      onPath={onPath}
      onPage={turn}
    >
      <Adversary
        subject={subject}
        stage={stage}
        target={target}
        onTarget={setTarget}
        wanted={wanted !== null && pathText(wanted.path) === here ? wanted : null}
        onWant={want}
        addressOf={addressOf}
        onWalk={(run, told) => {
          setPast(withRunAhead(history, run.path, told))
          onPath(run.path.slice(0, path.length + 1))
        }}
      />
    </Walk>
  )
}

/** A path that does not exist, or a model that cannot be made. */
const NoSuchPath = ({
  failed: { message, where, wayOut },
  subject,
  path,
}: {
  readonly failed: Failed
  readonly subject: Subject
  readonly path: Path
}) => {
  const isPath = where.length === 1 && where[0] === pathText(path)
  return (
    <Notice
      title={isPath ? 'This address leads nowhere' : 'This model cannot be walked through'}
      what={message}
      where={isPath ? [] : where}
      wayOut={wayOut}
    >
      {isPath && (
        <p>
          <a href={addressOf({ screen: 'explore', subject, path: [] })}>Begin at the start</a>
        </p>
      )}
    </Notice>
  )
}
