import type { CapName } from '../../models/names.ts'
import type { Parameters } from '../model/parameters.ts'
import type { System } from '../model/system.ts'

/** The situations that every design is put into, in the order of the table. */
export const partitions = ['none', 'heals', 'lasts'] as const
export type Partition = (typeof partitions)[number]

/** What is asked of every design, in the order of the table. */
export const questions = ['consistent', 'answered', 'served', 'converges'] as const
export type Question = (typeof questions)[number]

/** A row of the table: a design, as a bundled model with some parameters set. */
export interface Row {
  /** What the row is called in the table. */
  readonly name: string
  /** The bundled model. */
  readonly model: CapName
  /** The parameters that differ from the defaults, apart from the partition. */
  readonly parameters: Parameters
  /** The design, or what is changed in it, in a line. */
  readonly design: string
  /** The property that answers each question; null where a question makes no sense. */
  readonly properties: Readonly<Record<Question, string | null>>
  /** What is asked of the model besides its own properties. Default: nothing. */
  readonly recast?: (system: System) => System
}

const requests = {
  answered: 'every request is answered',
  served: 'every request is served',
}

const orders = {
  consistent: 'the users never see the order both confirmed and cancelled',
  ...requests,
  converges: null,
}

const payments = {
  consistent: 'the money is paid out once at most, and nobody is told it is gone while it is there',
  ...requests,
  converges: null,
}

/** The designs, in the order of the story. */
export const rows: readonly Row[] = [
  {
    name: 'ideal',
    model: 'cap-ideal',
    parameters: {},
    design: 'asks the other region; if it hears nothing, answers anyway',
    properties: orders,
  },
  {
    name: 'cp',
    model: 'cap-cp',
    parameters: {},
    design: 'settles an order only by consent of the other region, or waits',
    properties: orders,
  },
  {
    name: 'ap',
    model: 'cap-ap',
    parameters: {},
    design: 'answers at once from what is known nearby; merges later',
    properties: { ...orders, converges: 'in the end the regions agree' },
  },
  {
    name: 'ca',
    model: 'cap-ca',
    parameters: {},
    design: 'takes the link for granted: one region leads, the other forwards',
    properties: orders,
  },
  {
    name: 'single',
    model: 'cap-single',
    parameters: {},
    design: 'one node, and its users beside it: nothing to cut',
    properties: orders,
  },
  {
    name: 'payments',
    model: 'cap-payments',
    parameters: {},
    design: 'a bank: "unavailable, try later" rather than a wrong balance',
    properties: payments,
  },
  {
    name: 'tracking',
    model: 'cap-tracking',
    parameters: {},
    design: 'a live position: the last known one, and since when it is known',
    properties: {
      consistent: 'a look that begins after a report was noted shows it',
      ...requests,
      converges: 'in the end the regions know the same',
    },
  },
  {
    name: 'chat',
    model: 'cap-chat',
    parameters: {},
    design: 'keep chatting, catch up later: lines are merged, none is lost',
    properties: {
      consistent: 'there is one conversation',
      ...requests,
      converges: 'in the end both regions hold all four lines in the same order',
    },
  },
]

/** Some of the designs with one thing changed. */
export const variants: readonly Row[] = [
  {
    name: 'ideal-any',
    model: 'cap-ideal',
    parameters: { timers: 'any' },
    design: 'ideal, with timers that may fire early',
    properties: orders,
  },
  {
    name: 'ca-guesses',
    model: 'cap-ca',
    parameters: { guesses: true },
    design: 'ca, with a guess where CTG hears nothing from the leader',
    properties: orders,
  },
  {
    name: 'single-far',
    model: 'cap-single',
    parameters: { mita: 'ctg' },
    design: 'single, with one user on the other side of the link',
    properties: orders,
  },
  {
    name: 'payments-any',
    model: 'cap-payments',
    parameters: { timers: 'any' },
    design: 'payments, with timers that may fire early',
    properties: payments,
  },
]
