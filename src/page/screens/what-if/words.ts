import type { NamedAssumption } from '../../../model/flip-parts.ts'

/** An assumption that some models have. */
interface Words {
  /** The question that its values answer. */
  readonly question: string
  /** Why a model may have no such switch. */
  readonly absent: string
}

/** The assumptions, in the order in which they are shown. */
export const assumptionWords: Readonly<Record<NamedAssumption, Words>> = {
  partitions: {
    question: 'How often does the network split?',
    absent: 'the model has no cut',
  },
  'cuts at once': {
    question: 'How many cuts may stand at the same time?',
    absent: 'the model has no more than one cut, or one split in a run',
  },
  heals: { question: 'Does a cut heal?', absent: 'the model has no cut' },
  split: { question: 'When does the network split?', absent: 'the model has no cut' },
  'messages across the cut': {
    question: 'What becomes of messages across the cut?',
    absent: 'the model has no cut, or no messages',
  },
  crashes: { question: 'How often do nodes crash?', absent: 'no node of the model crashes' },
  'down at once': {
    question: 'How many nodes may be down at the same time?',
    absent: 'the model says nothing of it, or no node of it crashes',
  },
  'lost disks': {
    question: 'In how many crashes is the disk lost, too?',
    absent: 'no crash of the model takes the disk with it',
  },
  'crash in the middle': {
    question: 'When may a node crash?',
    absent: 'nodes of the model crash between steps only, or not at all',
  },
  restarts: { question: 'Does a crashed node restart?', absent: 'no node of the model crashes' },
  traitors: { question: 'What do the traitors do?', absent: 'the model has no traitors' },
  loss: { question: 'How many messages may get lost?', absent: 'the model sends no messages' },
  losses: {
    question: 'Which message of a link may get lost?',
    absent: 'any of them may, or none',
  },
  duplication: {
    question: 'How many messages may arrive twice?',
    absent: 'the model sends no messages, or its network repeats them as it likes',
  },
  network: { question: 'How do messages travel?', absent: 'the model sends no messages' },
  timers: { question: 'When may timers fire?', absent: 'the model has no timers' },
  'longest delay': {
    question: 'How long may a message take?',
    absent: 'the model says nothing of time, or sends no messages',
  },
  drift: {
    question: 'By how much may clocks differ?',
    absent: 'the model says nothing of time, or has no clocks, or too many of them',
  },
  pauses: {
    question: 'How often may a node stand still?',
    absent: 'the model says nothing of time',
  },
  fairness: {
    question: 'What is promised to happen?',
    absent: 'no property of the model speaks of endless runs',
  },
  'steps that count': {
    question: 'Which steps count for what is promised?',
    absent: 'any of them do: no fairness of the model says `moves`',
  },
}

/** What is assumed of some links only. */
const ofLinks = /^(loss|losses|duplication|network) \((.*)\)$/u

/** The question that the values of an assumption answer. */
export const questionOf = (assumption: string): string => {
  if (Object.hasOwn(assumptionWords, assumption)) {
    return assumptionWords[assumption as NamedAssumption].question
  }
  const [, of, links] = ofLinks.exec(assumption) ?? []
  if (of !== undefined) return `${questionOf(of)} (${links})`
  return `How often may “${assumption.replace(/^budget /u, '')}” be spent?`
}

/** What a value means, where its name alone does not say it; else null. */
export const meaningOf = (assumption: string, value: string): string | null => {
  const [, of = assumption] = ofLinks.exec(assumption) ?? []
  return valueWords[`${of}: ${value}`] ?? null
}

const valueWords: Readonly<Record<string, string>> = {
  'heals: eventually': 'every cut does, some time',
  'heals: maybe': 'it may, and it may last for ever',
  'heals: never': 'every cut lasts for ever',
  'restarts: eventually': 'it does, some time',
  'restarts: maybe': 'it may, and it may stay down',
  'restarts: never': 'it stays down',
  'messages across the cut: delayed': 'they wait until it heals',
  'messages across the cut: dropped': 'the cut swallows them',
  'crash in the middle: of steps': 'also between two effects of a step',
  'crash in the middle: between steps only': 'never while it takes a step',
  'traitors: silent': 'nothing: they are silent',
  'network: unordered': 'messages may overtake each other',
  'network: fifo': 'in order on each link',
  'network: duplicating': 'any message may arrive again and again',
  'timers: any': 'whenever they are set',
  'timers: patient': 'only when nothing is left that can arrive',
  'fairness: none': 'nothing: a run may stop anywhere',
  'fairness: weak': 'what stays possible happens',
  'fairness: strong': 'what is possible again and again happens',
  'steps that count: any': 'those that change nothing, too',
  'steps that count: those that change the state': 'none that leads to the state it begins in',
}
