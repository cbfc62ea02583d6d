import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { ObserverMemo } from '../../src/compile/observer-memo.ts'
import { StepMemo } from '../../src/compile/step-memo.ts'
import { check, ModelError, type Report, type System } from '../../src/index.ts'
import { kit } from '../../src/model/property.ts'
import { AskedOperations } from '../../src/compile/asked-operations.ts'
import { AskedFairness } from '../../src/property/asked-fairness.ts'
import { WatchAudit } from '../../src/property/watch-audit.ts'
import {
  Drift,
  impurePlaces,
  machinePlaces,
  withDrift,
  type Drifted,
  type ImpurePlace,
} from '../support/drift.ts'
import { canonical } from '../../src/value/canonical.ts'
import { isFoundOut } from '../support/found-out.ts'
import { asMachine } from '../support/machine-of.ts'
import {
  buildFairness,
  buildFormula,
  leafOf,
  livenessSpec,
  type LivenessSpec,
} from '../support/random-liveness.ts'
import { buildSystem, systemSpec, type SystemSpec } from '../support/random-system.ts'
import { staleSpec } from '../support/stale-agreement.ts'

/*
 * A function that drifts gives no verdict: it is found out, and named, if it answered the same
 * question in two ways in the course of a check.
 */

interface Case {
  readonly spec: SystemSpec
  readonly liveness: LivenessSpec | null
  readonly isMachine: boolean
  readonly place: ImpurePlace
  readonly does: Drifted
  /** When it drifts, as a part of all its calls in a check. */
  readonly when: number
}

/** Places that only properties of infinite runs ask, and places that only a client has. */
const onlyLive: readonly ImpurePlace[] = ['formula', 'fairness', 'operations', 'refused']
const onlyOfClients: readonly ImpurePlace[] = ['operations', 'refused', 'until']

const listening: NonNullable<SystemSpec['observers']>[number] = [
  { kind: 'change', weight: 1, only: null },
  { kind: 'send', weight: 2, only: null },
]

/** A role all of whose steps are families, of which it has one at least. */
const withFamily = (role: SystemSpec['roles'][number]): SystemSpec['roles'][number] => {
  const onward = { goTo: 1, sends: [], timers: [], replies: false }
  const steps = role.internal.length > 0 ? role.internal : [{ when: [0], effects: [[onward]] }]
  return { ...role, internal: steps.map((step) => ({ ...step, family: 'items' as const })) }
}

/** A system that has such a place, as far as that is a matter of its properties and clients. */
const withPlace = (spec: SystemSpec, place: ImpurePlace): SystemSpec => {
  const { properties } = spec
  if (onlyOfClients.includes(place)) {
    const reply = { goTo: 0, sends: [], timers: [], replies: true }
    const roles = spec.roles.map((role) => ({
      ...role,
      refuses: [],
      receive: role.receive.map((_, index) => [{ ...reply, goTo: index % 3 }]),
    }))
    const clients = [{ near: 0, script: [0, 1], isGenerator: false }]
    return { ...spec, roles, clients, mostSent: 2, within: null, partitions: null, crashes: null }
  }
  const answers = { about: 'answers' as const, most: 1 }
  switch (place) {
    case 'durable':
      // A crash runs `initial`, too: what that chooses would be part of the question.
      return { ...spec, roles: spec.roles.map((role) => ({ ...role, choosesStart: false })) }
    case 'initial':
      // What is durable would hide what a crash's `initial` answers.
      return { ...spec, roles: spec.roles.map((role) => ({ ...role, durable: 'nothing' })) }
    case 'unless':
      return { ...spec, properties: [...properties, { kind: 'noDeadlock', unless: answers }] }
    case 'stepwise':
      return { ...spec, properties: [...properties, { kind: 'stepwise', node: 0, rule: 'up' }] }
    case 'each':
      return { ...spec, roles: spec.roles.map(withFamily) }
    case 'observer':
    case 'observer at first':
      return { ...spec, observers: spec.observers?.length ? spec.observers : [listening] }
    default:
      return spec
  }
}

/** Spoilt handlers return their state. */
const specOf = (place: ImpurePlace): fc.Arbitrary<SystemSpec> =>
  plainSpecOf(place).map((spec) => ({ ...spec, returnsStates: true }))

const plainSpecOf = (place: ImpurePlace): fc.Arbitrary<SystemSpec> =>
  place === 'stale'
    ? // What asks for every step to change something would keep every message in flight.
      staleSpec.map((spec) => ({
        ...spec,
        ages: 'always',
        properties: spec.properties.filter(({ kind }) => kind !== 'stepwise'),
      }))
    : systemSpec.map((spec) => withPlace(spec, place))

const caseAt = (places: readonly ImpurePlace[]): fc.Arbitrary<Case> =>
  fc.constantFrom(...places).chain((place) =>
    fc.record({
      spec: specOf(place),
      liveness:
        place === 'stale'
          ? // A formula would keep every message in flight.
            fc.constant(null)
          : onlyLive.includes(place)
            ? livenessSpec
            : fc.option(livenessSpec, { freq: 2 }),
      isMachine: onlyOfClients.includes(place)
        ? fc.constant(false)
        : fc.boolean().map((isOne) => isOne && machinePlaces.includes(place)),
      place: fc.constant(place),
      does: fc.constantFrom('answers otherwise' as const, 'throws' as const),
      when: fc.noBias(fc.integer({ min: 0, max: 1100 })).map((thousandths) => thousandths / 1000),
    }),
  )

const options = { maxStates: 300, noReduction: ['ignored-deliveries'] }

const buildCase = ({ spec, liveness }: Case): System => {
  const base = buildSystem(spec)
  if (liveness === null) return base
  const { formula } = liveness
  return {
    ...base,
    fairness: buildFairness({ of: 'some', remainder: 1 }),
    properties: [
      ...base.properties,
      { name: 'live', property: kit.ltl((all) => buildFormula(formula, all, leafOf(spec))) },
      { name: 'answered', property: kit.everyRequestAnswered() },
      { name: 'served', property: kit.everyRequestServed() },
    ],
  }
}

const verdictsOf = ({ properties }: Report): readonly unknown[] =>
  properties.map(({ name, verdict, trace }) => [name, verdict, trace?.steps.length, trace?.loopsTo])

/** What became of a check whose system may drift. */
type Outcome = 'not there' | 'not in time' | 'caught'

/** The system of a case with its one function spoilt. */
const spoilIn = (drifting: Case, drift: Drift): System | null => {
  const system = withDrift(buildCase(drifting), drifting.place, drift)
  return system !== null && drifting.isMachine ? asMachine(system) : system
}

/** A copy of a state or an action, as everybody makes them. */
const copyOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(copyOf)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copyOf(part)]))
}

/** Whether a predicate drifts while the first states are judged. */
const isEarly = ({ place, when }: Case, calls: number): boolean =>
  ['predicate', 'stepwise', 'unless', 'within'].includes(place) && Math.ceil(when * calls) <= 6

const codeOf = (error: unknown): string | null => (error instanceof ModelError ? error.code : null)

const expectCaught = async (drifting: Case): Promise<Outcome> => {
  const { does, when } = drifting
  const spoil = (drift: Drift): System | null => spoilIn(drifting, drift)
  // A machine that noticed that it is watched would start afresh, and what was asked before be of no matter.
  const looks = drifting.isMachine ? copyOf : canonical
  const never = new Drift(Infinity, does, looks)
  const sound = spoil(never)
  if (sound === null) return 'not there'
  const right = verdictsOf(await check(sound, options))
  if (never.calls === 0) return 'not there'

  const drift = new Drift(Math.ceil(when * never.calls), does, looks)
  let result: readonly unknown[] | null = null
  let error: unknown = null
  try {
    result = verdictsOf(await check(spoil(drift) ?? sound, options))
  } catch (caught) {
    error = caught
  }
  if (drift.culprits.length > 0 && isEarly(drifting, never.calls) && codeOf(error) !== 'not-pure') {
    // A predicate that looks at messages makes the check start afresh: what it was asked before is of no matter.
    const always = spoil(new Drift(0, does, looks)) ?? sound
    const wrong = await check(always, options).then(
      (report) => [verdictsOf(report), null],
      (thrown: unknown) => [null, codeOf(thrown)],
    )
    expect([result, codeOf(error)]).toEqual(wrong)
    return 'not in time'
  }
  if (drift.culprits.length > 0) {
    // What throws where nobody remembers that it answered (a handler's run to its next choice) is told as what it does.
    const codes = ['not-pure', ...(does === 'throws' ? ['handler-threw', 'property-threw'] : [])]
    expect(codes).toContain(codeOf(error))
    const where = error instanceof ModelError ? error.where.join('\n') : ''
    expect(drift.culprits.filter((culprit) => where.includes(culprit))).not.toEqual([])
    return 'caught'
  }
  // As far as anybody could tell, it did not drift: it answered as it should, or never did.
  if (!drift.hasBegun) expect(result).toEqual(right)
  else if (error !== null) expect(error).toBeInstanceOf(ModelError)
  return 'not in time'
}

describe('a function that drifts in the course of a check', () => {
  test('is found out and named, whichever it is and whenever it drifts', async () => {
    const caught = new Map<ImpurePlace, number>(impurePlaces.map((place) => [place, 0]))
    let there = 0
    await fc.assert(
      fc.asyncProperty(caseAt(impurePlaces), async (drifting) => {
        const outcome = await expectCaught(drifting)
        if (outcome !== 'not there') there += 1
        if (outcome !== 'caught') return
        caught.set(drifting.place, (caught.get(drifting.place) ?? 0) + 1)
      }),
      { numRuns: 500 },
    )
    const counts = [...caught.values()]
    expect(there).toBeGreaterThanOrEqual(300)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(270)
    // What a restart or a timer asks for is seldom asked for again.
    expect(counts.filter((count) => count === 0).length).toBeLessThanOrEqual(3)
  })
})

describe('a function that answers otherwise where its module is loaded once more', () => {
  test.each(impurePlaces)('is found out: %s', async (place) => {
    let caught = 0
    await fc.assert(
      fc.asyncProperty(caseAt([place]), async (each) => {
        const first = new Drift(Infinity, each.does)
        const sound = spoilIn(each, first)
        const again = (): System => spoilIn(each, new Drift(0, each.does)) ?? buildCase(each)
        fc.pre(sound !== null)
        const told = check(sound, { ...options, again })
        const error: unknown = await told.then(
          () => null,
          (thrown: unknown) => thrown,
        )
        fc.pre(first.calls > 0)
        expect(error).toMatchObject({
          code: 'not-pure',
          where: expect.arrayContaining([expect.stringContaining('another instance of the model')]),
        })
        caught += 1
      }),
      // So many in which it is asked at all.
      { numRuns: 6 },
    )
    expect(caught).toBe(6)
  })
})

/** A memory that is never asked afresh about what it knows. */
const trust = (
  method: 'resultsNow' | 'enabledNow' | 'acceptsNow' | 'isStaleNow',
  recall: (memo: StepMemo, state: number, code: number) => unknown,
): void => {
  const ask = Reflect.get(StepMemo.prototype, method) as (...args: unknown[]) => unknown
  vi.spyOn(StepMemo.prototype, method).mockImplementation(function (
    this: StepMemo,
    state: number,
    code = 0,
  ): never {
    return (recall(this, state, code) ?? ask.call(this, state, code)) as never
  })
}

describe('the comparison catches an audit', () => {
  afterEach(() => vi.restoreAllMocks())

  const steps = ['receive', 'timeout', 'internal', 'start', 'recover', 'durable', 'until'] as const
  /** What may be left out of an audit, with the functions whose drift goes unnoticed then. */
  const faults: Record<string, readonly [places: readonly ImpurePlace[], leaveOut: () => unknown]> =
    {
      'without steps': [
        steps,
        () => trust('resultsNow', ({ steps }, state, code) => steps.get(state, code)),
      ],
      'without guards': [
        ['when'],
        () => trust('enabledNow', ({ guards }, state) => guards.get(state, 0)),
      ],
      'without `accepts`': [
        ['accepts'],
        () => trust('acceptsNow', ({ acceptances }, state, code) => acceptances.get(state, code)),
      ],
      'without `stale`': [
        ['stale'],
        () => trust('isStaleNow', ({ staleness }, state, code) => staleness.get(state, code)),
      ],
      'without observers': [
        ['observer', 'observer at first'],
        () => vi.spyOn(ObserverMemo.prototype, 'audited', 'get').mockReturnValue([]),
      ],
      'without predicates': [
        ['predicate', 'stepwise', 'unless', 'formula', 'within'],
        () => vi.spyOn(WatchAudit.prototype, 'again').mockReturnValue(undefined),
      ],
      'without fairness': [
        ['fairness'],
        () => vi.spyOn(AskedFairness.prototype, 'again').mockReturnValue(undefined),
      ],
      'without operations': [
        ['operations', 'refused'],
        () => vi.spyOn(AskedOperations.prototype, 'again').mockReturnValue(undefined),
      ],
    }
  test.each(Object.entries(faults))('%s', async (_, [places, leaveOut]) => {
    leaveOut()
    const isFound = await isFoundOut(
      fc.asyncProperty(caseAt(places), async (drifting) => void (await expectCaught(drifting))),
      2000,
    )
    expect(isFound).toBe(true)
  })
})
