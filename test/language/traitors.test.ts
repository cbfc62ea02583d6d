import { describe, expect, test } from 'vitest'
import {
  byzantine,
  check,
  defaultsOf,
  fifo,
  flips,
  renderTrace,
  replicas,
  role,
  system,
  type Faults,
  type Given,
  type Report,
  type System,
} from '../../src/index.ts'
import { renderMermaid } from '../../src/diagram/mermaid.ts'
import { renderShiviz } from '../../src/diagram/shiviz.ts'
import { renderSvg } from '../../src/diagram/svg.ts'
import broadcast, { parameters } from '../../models/byzantine-broadcast.ts'
import { mistakeIn } from '../support/mistake-in.ts'

type Message = { type: 'vote'; value: 0 | 1 } | { type: 'signed'; by: string }

const voter = role<{ votes: number[] }, Message>({
  initial: () => ({ votes: [] }),
  receive: (state, message) => {
    if (message.type === 'vote' && state.votes.length < 2) state.votes.push(message.value)
  },
})

const liar = byzantine<Message>({
  says: () => [
    { type: 'vote', value: 0 },
    { type: 'vote', value: 1 },
  ],
})

const election = (faults: Faults<'liar'> = {}, timers: 'any' | 'patient' = 'any') =>
  system({
    name: 'election',
    nodes: { voter: replicas(2, voter), liar },
    faults,
    timers,
    properties: ({ never, eventually, noDeadlock }) => ({
      'they hear the same': never(
        ({ nodes: { voter } }) =>
          voter.every(({ votes }) => votes.length === 2) &&
          JSON.stringify(voter[0]?.votes) !== JSON.stringify(voter[1]?.votes),
      ),
      'something is possible': noDeadlock(),
      'somebody hears something': eventually(({ nodes: { voter } }) =>
        voter.some(({ votes }) => votes.length > 0),
      ),
    }),
  })

const verdictsOf = ({ properties }: Report): readonly string[] =>
  properties.map(({ verdict }) => verdict)

const length = ({ properties }: Report, at = 0): number | undefined =>
  properties[at]?.trace?.steps.length

describe('a traitor', () => {
  test('says one thing to one and another to the next, again, or nothing: a fault', async () => {
    const report = await check(election())
    expect(verdictsOf(report)).toEqual(['violated', 'violated', 'violated'])
    expect([length(report), length(report, 1), length(report, 2)]).toEqual([4, 0, 0])
  })

  test('is heard after a cut that drops what crosses it', async () => {
    const partitions = { split: [['liar']], atStart: true, messages: 'dropped' } as const
    expect(length(await check(election({ partitions })))).toBe(5)
    const lasting = { ...partitions, heals: 'never' } as const
    expect(verdictsOf(await check(election({ partitions: lasting })))[0]).toBe('holds')
  })

  test('repeats what it heard, if it hears it, and makes nothing else up', async () => {
    const signer = role<{ isSigned: boolean }, Message>({
      initial: () => ({ isSigned: false }),
      receive: () => undefined,
      internal: {
        sign: {
          when: ({ isSigned }) => !isSigned,
          do: (state, { self, send }) => {
            state.isSigned = true
            send('thief', { type: 'signed', by: self })
          },
        },
      },
    })
    const judge = role<{ sees: string[] }, Message>({
      initial: () => ({ sees: [] }),
      receive: (state, message) => {
        if (message.type === 'signed' && !state.sees.includes(message.by))
          state.sees.push(message.by)
      },
    })
    const theft = (isHearing: boolean): System =>
      system({
        name: 'theft',
        nodes: {
          signer: replicas(2, signer),
          judge,
          thief: byzantine<Message>({
            says: (_, heard) => heard,
            hears: (message) => isHearing && message.type === 'signed',
          }),
        },
        properties: ({ reachable, always }) => ({
          'shown both': reachable(({ nodes }) => nodes.judge.sees.length === 2),
          'nothing is forged': always(({ nodes }) =>
            nodes.judge.sees.every((by) => nodes.signer[Number(by.slice(-1)) - 1]?.isSigned),
          ),
        }),
      })
    const heard = await check(theft(true))
    expect(verdictsOf(heard)).toEqual(['holds', 'holds'])
    expect(length(heard)).toBe(6)
    const sent = heard.properties[0]?.trace?.steps.flatMap((step) => step.sent) ?? []
    expect(sent.map(({ from }) => from).toSorted()).toEqual(['signer1', 'signer2'])
    expect(verdictsOf(await check(theft(false)))).toEqual(['violated', 'holds'])
  })

  test('is told in a trace when what it says arrives, and drawn as sent then', async () => {
    const { properties } = await check(election())
    const [property] = properties
    if (property === undefined || property.trace === null) throw new Error('nothing was found')
    const { trace } = property
    expect(trace.initial.inFlight).toEqual([])
    expect(trace.steps.map(({ kind, envelope }) => [kind, envelope?.from])).toEqual(
      [1, 2, 3, 4].map(() => ['say', 'liar']),
    )
    expect(renderTrace(trace, { property, columns: 80 })).toMatch(
      /^ +1 +traitor liar tells voter\d vote\(value: [01]\)$/m,
    )
    expect(renderMermaid(trace)).toContain('n2-)n1: 4. vote(value: 1)')
    expect(renderShiviz(trace)).toMatch(/^liar .*\ntells voter\d/m)
    const caption = { title: 'they hear the same' }
    expect(renderSvg(trace, caption)).toContain('vote(value: 1)')
  })

  test('is listed among what a verdict rests on, and keeps silent in `--flip`', async () => {
    const { properties } = await check(election())
    expect(properties[0]?.assumptions.find(({ kind }) => kind === 'traitors')).toMatchObject({
      nodes: ['liar'],
    })
    const silent = flips(election()).find(({ assumption }) => assumption === 'traitors')
    expect(silent?.change).toBe('traitors: liar → silent')
    expect(verdictsOf(await check(silent?.system ?? election()))[0]).toBe('holds')
  })
})

const given = (over: Partial<Given<typeof parameters>>): System =>
  broadcast({ ...defaultsOf(parameters), ...over })

describe('Byzantine broadcast', () => {
  test('holds with four nodes and one traitor, who is the sender or not', async () => {
    expect(verdictsOf(await check(given({ sender: 'traitor' })))).toEqual(['holds', 'holds'])
    expect(verdictsOf(await check(given({})))).toEqual(['holds', 'holds', 'holds'])
  })

  test.each<[Partial<Given<typeof parameters>>, number]>([
    [{ nodes: 3, sender: 'traitor' }, 2],
    [{ traitors: 2, sender: 'traitor' }, 4],
    [{ nodes: 5, traitors: 2 }, 4],
  ])('does not with %o', async (over, steps) => {
    const report = await check(given(over))
    expect(report.properties[0]?.verdict).toBe('violated')
    expect(length(report)).toBe(steps)
  })
})

describe('traitors are refused', () => {
  const nodes = { voter, liar }

  test('where what they may say would have an order', async () => {
    const mistake = await mistakeIn(() => system({ name: 'x', nodes, network: fifo() }))
    expect(String(mistake)).toMatch(/'liar' is a traitor on fifo links[^]*use unordered\(\)/)
  })

  test('where there is time', async () => {
    const time = { delay: { min: 0, max: 1 } }
    const mistake = await mistakeIn(() => system({ name: 'x', nodes, time }))
    expect(String(mistake)).toMatch(/'liar' is a traitor in a system with time[^]*leave `time` out/)
  })

  test('where they are to crash', async () => {
    const crashes = { nodes: ['liar'] as const }
    const mistake = await mistakeIn(() => system({ name: 'x', nodes, faults: { crashes } }))
    expect(String(mistake)).toMatch(/Traitor 'liar' is to crash[^]*leave it out/)
  })

  test('where what they say is no list', async () => {
    const wrong = byzantine({ says: (() => 'vote') as never })
    const mistake = await mistakeIn(() => check(system({ name: 'x', nodes: { voter, wrong } })))
    expect(String(mistake)).toMatch(/`says` of a traitor gives "vote"[^]*'wrong'[^]*return a list/)
  })
})
