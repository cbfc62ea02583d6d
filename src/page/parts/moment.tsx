import type { ComponentChildren } from 'preact'
import type { Moment } from '../../trace/moments.ts'
import { observedChanges, withObservers } from '../../trace/observed-nodes.ts'
import { brief, briefMessage } from '../../render/trace-values.ts'
import type { Change, NodeSnapshot, RunMessage, Trace, TraceCut } from '../../trace/trace.ts'
import { showPath } from '../../value/path.ts'
import { counted } from '../words.ts'
import { isRecord, showName } from '../../value/notation.ts'

/** How everything stands after a step, and what the step changed. */
export const MomentView = ({
  trace,
  moments,
  lanes,
  step,
}: {
  readonly trace: Trace
  /** The nodes in the order of the picture. */
  readonly lanes: readonly string[]
  readonly moments: readonly Moment[]
  readonly step: number
}) => {
  const now = moments[step] ?? trace.initial
  const before = step === 0 ? null : (moments[step - 1] ?? null)
  const observers = withObservers(now).slice(now.nodes.length)
  const nodesBefore = before === null ? [] : withObservers(before)
  const taken = trace.steps[step - 1]
  const changes = taken === undefined ? [] : [...taken.changes, ...observedChanges(taken)]
  const choices = trace.steps[step - 1]?.choices ?? []
  return (
    <div class="moment">
      {choices.length > 0 && <p>It chooses {choices.map(brief).join(', ')}.</p>}
      <div class="nodes">
        {[
          ...lanes.flatMap((name) => now.nodes.filter(({ node }) => node === name)),
          ...observers,
        ].map((node) => (
          <NodeView
            key={node.node}
            node={node}
            before={nodesBefore.find((each) => each.node === node.node) ?? null}
            changes={changes.filter((change) => change.node === node.node)}
            isNamed={!trace.isMachine}
            since={(timer) => timerWords(trace, step, node.node, timer)}
          />
        ))}
      </div>
      {!trace.isMachine && (
        <Flight
          now={now}
          before={before}
          since={(message) => unitsAgo(trace, step, message.sentInStep)}
        />
      )}
      {!trace.isMachine && (
        <CutView now={now.cut} before={before === null ? now.cut : before.cut} />
      )}
    </div>
  )
}

/** How long ago a step was taken, 0 standing for the start; null where nothing is said of time. */
const unitsAgo = ({ steps }: Trace, now: number, then: number): string | null => {
  const at = (step: number): number | null => (step === 0 ? 0 : (steps[step - 1]?.time ?? null))
  const [late, early] = [at(now), at(then)]
  // What the start alone shows says nothing of time.
  if (late === null || early === null || (steps[0]?.time ?? null) === null) return null
  return late === early ? 'in this unit of time' : `${counted(late - early, 'unit')} ago`
}

/** Of a timer that is set for how many units it was set, and how long ago; null without time. */
const timerWords = (trace: Trace, now: number, node: string, timer: string): string | null => {
  const setter = trace.steps
    .slice(0, now)
    .findLastIndex(({ timers }) =>
      timers.some((it) => it.isSet && it.node === node && it.timer === timer),
    )
  const ago = unitsAgo(trace, now, setter + 1)
  const units = trace.steps[setter]?.timers.find(
    (it) => it.node === node && it.timer === timer,
  )?.units
  return ago === null ? null : `${units == null ? '' : `for ${counted(units, 'unit')}, `}${ago}`
}

const NodeView = ({
  node,
  before,
  changes,
  isNamed,
  since,
}: {
  readonly node: NodeSnapshot
  readonly before: NodeSnapshot | null
  /** What the step changed in its state. */
  readonly changes: readonly Change[]
  readonly isNamed: boolean
  /** For how long a timer was set, and when; null without time. */
  readonly since: (timer: string) => string | null
}) => {
  const fields = fieldsOf(node.state)
  const names = new Set([
    ...fields.keys(),
    ...(before === null ? [] : fieldsOf(before.state).keys()),
  ])
  return (
    <section>
      {isNamed && (
        <h3>
          {showName(node.node)} <Condition node={node} before={before} since={since} />
        </h3>
      )}
      <dl>
        {[...names].map((name) => (
          <Field
            key={name}
            name={name}
            value={fields.get(name)}
            changes={changes.filter(({ steps: [first] }) => first === undefined || first === name)}
          />
        ))}
      </dl>
    </section>
  )
}

/** The fields of a state, by name; a state that has none is one itself. */
const fieldsOf = (state: unknown): ReadonlyMap<string, unknown> =>
  isRecord(state) && !(state instanceof Map) && !(state instanceof Set)
    ? new Map(Object.entries(state))
    : new Map([['', state]])

const Field = ({
  name,
  value,
  changes,
}: {
  readonly name: string
  readonly value: unknown
  readonly changes: readonly Change[]
}) => (
  <div class={changes.length > 0 ? 'changed' : undefined}>
    <dt>{name === '' ? 'state' : showName(name)}</dt>
    <dd>
      {changes.length === 0
        ? valueOf(value)
        : changes.map((change) => <ChangeView key={change.path} change={change} />)}
    </dd>
  </div>
)

/** A change: what came and went of a list, else before and after. */
const ChangeView = ({ change }: { readonly change: Change }) => {
  const { steps, elements, before, after } = change
  const inner = showPath(steps.slice(1))
  return (
    <div>
      {inner === '' ? '' : `${inner}: `}
      {elements === null ? (
        <>
          <del>{valueOf(before)}</del> <span aria-label="becomes">→</span>{' '}
          <ins>{valueOf(after)}</ins>
        </>
      ) : (
        <>
          {elements.lost.map((each, index) => (
            <del key={index}>− {brief(each)} </del>
          ))}
          {elements.gained.map((each, index) => (
            <ins key={index}>+ {brief(each)} </ins>
          ))}
        </>
      )}
    </div>
  )
}

const valueOf = (value: unknown): string => (value === undefined ? 'absent' : brief(value))

/** Whether a node is up, and the timers that are set. */
const Condition = ({
  node,
  before,
  since,
}: {
  readonly node: NodeSnapshot
  readonly before: NodeSnapshot | null
  readonly since: (timer: string) => string | null
}) => {
  const words: ComponentChildren[] = []
  if (!node.up) words.push(before?.up === true ? <ins>crashed</ins> : 'is down')
  else if (before?.up === false) words.push(<ins>is up again</ins>)
  for (const timer of node.timers) {
    const isNew = before !== null && !before.timers.includes(timer)
    const age = since(timer)
    const text = `timer “${showName(timer)}” set${age === null ? '' : ` ${age}`}`
    words.push(isNew ? <ins>{text}</ins> : text)
  }
  for (const timer of before?.timers ?? []) {
    if (!node.timers.includes(timer)) words.push(<del>timer “{showName(timer)}”</del>)
  }
  return <span class="condition">{words.flatMap((word) => [' ', word])}</span>
}

const Flight = ({
  now,
  before,
  since,
}: {
  readonly now: Moment
  readonly before: Moment | null
  /** How long ago a message was sent; null without time. */
  readonly since: (message: RunMessage) => string | null
}) => {
  const known = new Set(before?.inFlight.map(({ id }) => id))
  const left = new Set(now.inFlight.map(({ id }) => id))
  const gone = before?.inFlight.filter(({ id }) => !left.has(id)) ?? []
  return (
    <section class="flight">
      <h3>In flight</h3>
      {now.inFlight.length + gone.length === 0 ? (
        <p class="quiet">nothing</p>
      ) : (
        <ul>
          {gone.map((message) => (
            <li key={message.id} class="changed">
              <del>
                <Message message={message} />
              </del>
            </li>
          ))}
          {now.inFlight.map((message) => (
            <li key={message.id} class={isNew(message, known, before) ? 'changed' : undefined}>
              {isNew(message, known, before) ? (
                <ins>
                  <Message message={message} />
                </ins>
              ) : (
                <Message message={message} />
              )}
              {since(message) !== null && <span class="quiet"> sent {since(message)}</span>}
              {isHeld(message, now.cut) && <span class="held"> waits for the cut to heal</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const isNew = ({ id }: RunMessage, known: ReadonlySet<number>, before: Moment | null): boolean =>
  before !== null && !known.has(id)

const isHeld = ({ from, to }: RunMessage, cut: TraceCut | null): boolean => {
  if (cut === null) return false
  const [a, b] = [from, to].map((node) => cut.sides.findIndex((side) => side.includes(node)))
  if (a === undefined || b === undefined || a < 0 || b < 0 || a === b) return false
  return !cut.isOneWay || a === 0
}

const Message = ({ message: { from, to, message } }: { readonly message: RunMessage }) => (
  <>
    <code>{briefMessage(message)}</code>{' '}
    <span class="way">
      {showName(from)} <span aria-label="to">→</span> {showName(to)}
    </span>
  </>
)

const CutView = ({
  now,
  before,
}: {
  readonly now: TraceCut | null
  readonly before: TraceCut | null
}) => {
  if (now === null && before === null) return null
  const cut = now ?? before
  const sides = cut?.sides.map((side) => side.map(showName).join(', ')) ?? []
  const words = cut?.isOneWay
    ? `what ${sides[0]} send does not reach ${sides[1]}`
    : sides.join('  ∦  ')
  const mark =
    now === null ? <del>{words}</del> : before === null ? <ins>{words}</ins> : <>{words}</>
  return (
    <section class="cut-now">
      <h3>The cut{now === null ? ' has healed' : ''}</h3>
      <p>{mark}</p>
    </section>
  )
}
