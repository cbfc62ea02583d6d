import type { Task } from './task.ts'
import { capCombinations, capTask } from './tasks/cap.ts'
import { consensus } from './tasks/consensus.ts'
import { register } from './tasks/register.ts'
import { twoGenerals } from './tasks/two-generals.ts'

/** Tasks that belong together, under the name by which they are asked for. */
export interface Family {
  /** What it is asked for by: `cap`, `consensus`, … */
  readonly name: string
  /** What its tasks have in common, in a line. */
  readonly title: string
  /** The task whose answer stands for the family. */
  readonly headline: Task
  /** Those answered together, the headline included, in teaching order. */
  readonly members: readonly Task[]
  /** Larger ones, answered only when asked for by name. */
  readonly larger: readonly Task[]
}

const cap = capCombinations.map((demands) => capTask(demands))
const all = { consistency: true, availability: true, partition: true }
/** Consistency, availability and a partition that merely delays messages. */
export const capDelayed: Task = capTask({ ...all, meaning: 'delayed' })
/** Consistency, availability and partition tolerance without the validity condition. */
export const capWithoutValidity: Task = capTask({ ...all, validity: false })
const capAll = capTask(all)

const lossy = [0, 1, 2, 3, 4, 5, 6].map((messengers) =>
  twoGenerals(`two-generals/${messengers}`, messengers, messengers, 'impossible'),
)
/** Long enough to show the chain, short enough to read it. */
const chain = twoGenerals('two-generals/3', 3, 3, 'impossible')
const reliable = twoGenerals('two-generals/reliable', 1, 0, 'possible')
const oneLoss = twoGenerals('two-generals/one-loss', 4, 1, 'possible')

const three = ['A', 'B', 'C']
const oneRound = consensus('consensus/1-round', three, 1, 1)
const twoRounds = consensus('consensus/2-rounds', three, 2, 1)

const four = ['A', 'B', 'C', 'D']
const larger = [1, 2].map((rounds) =>
  consensus(`consensus/4-nodes-${rounds}-round${rounds === 1 ? '' : 's'}`, four, rounds, 1),
)

const twoNodes = register('register/2-nodes', 2)
const threeNodes = register('register/3-nodes', 3)

/** The bundled tasks. */
export const families: readonly Family[] = [
  {
    name: 'cap',
    title: 'the eight combinations of C, A and P',
    headline: capAll,
    members: [...cap, capDelayed, capWithoutValidity],
    larger: [],
  },
  {
    name: 'two-generals',
    title: 'attack together over a link that loses messages',
    headline: chain,
    members: [...lossy, reliable, oneLoss],
    larger: [],
  },
  {
    name: 'consensus',
    title: 'agree in synchronous rounds although a node may crash',
    headline: oneRound,
    members: [oneRound, twoRounds],
    larger,
  },
  {
    name: 'register',
    title: 'be available and atomic across a cut',
    headline: twoNodes,
    members: [twoNodes, threeNodes],
    larger: [],
  },
]

/** The bundled task of this name, if there is one. */
export function taskNamed(name: string): Task | undefined {
  return families
    .flatMap(({ members, larger }) => [...members, ...larger])
    .find((task) => task.name === name)
}
