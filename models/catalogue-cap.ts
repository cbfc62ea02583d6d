import { sack } from './catalogue-sack.ts'
import { bundle } from './bundled.ts'
import {
  broken,
  brokenIn,
  holds,
  shownIn,
  type BundledModel,
  type Configuration,
  type Outcome,
} from './configuration.ts'

/** All of these have properties of infinite runs, for which no delivery may be left out. */
const unreduced = { reductions: [], source: 'own count' }

/** A cut that lasts and one that heals allow the same runs, and differ in what is promised of them. */
const cutOrNot = (cut: Counts, none: Counts) => [
  { partition: 'lasts', ...cut },
  { partition: 'heals', ...cut },
  { partition: 'none', ...none },
]

type Counts = Pick<Configuration, 'distinct' | 'generated' | 'depth'>

const conflict = 'the users never see the order both confirmed and cancelled'
const answered = 'every request is answered'
const served = 'every request is served'
const twice = 'both users can be answered, and answered again'
const his = 'Rahim can get his wish'
const hers = 'Mita can get hers'

const brokenIf = (isBroken: boolean): Outcome => (isBroken ? broken : holds)

const ideal: BundledModel = {
  ...bundle('cap-ideal'),
  configurations: [
    ...cutOrNot(
      { distinct: 849, generated: 2_253, depth: 17 },
      { distinct: 91, generated: 181, depth: 12 },
    ).map((it) => ({ ...it, timers: 'patient', broken: it.partition === 'none' ? 0 : 8, wish: 4 })),
    ...cutOrNot(
      { distinct: 1_161, generated: 3_463, depth: 17 },
      { distinct: 375, generated: 1_018, depth: 14 },
    ).map((it) => ({ ...it, timers: 'any', broken: 6, wish: 3 })),
  ].map(({ partition, timers, broken, wish, ...counts }) => ({
    ...counts,
    ...unreduced,
    parameters: { partition, timers },
    properties: {
      [conflict]: broken > 0 ? brokenIn(broken) : holds,
      [answered]: holds,
      [served]: holds,
      [twice]: shownIn(10),
      [his]: shownIn(wish),
      [hers]: shownIn(wish),
    },
  })),
}

const cp: BundledModel = {
  ...bundle('cap-cp'),
  configurations: cutOrNot(
    { distinct: 229, generated: 540, depth: 14 },
    { distinct: 75, generated: 141, depth: 11 },
  ).map(({ partition, ...counts }) => {
    const heal = partition === 'none' ? 0 : 1
    return {
      ...counts,
      ...unreduced,
      parameters: { partition },
      properties: {
        [conflict]: holds,
        [answered]: brokenIf(partition === 'lasts'),
        [served]: brokenIf(partition === 'lasts'),
        'the regions never settle the order differently': holds,
        [twice]: shownIn(10 + heal),
        [his]: shownIn(4 + heal),
        [hers]: shownIn(4 + heal),
        'the cut can leave both users waiting': partition === 'none' ? broken : shownIn(2),
      },
    }
  }),
}

const ap: BundledModel = {
  ...bundle('cap-ap'),
  configurations: cutOrNot(
    { distinct: 412, generated: 1_066, depth: 14 },
    { distinct: 129, generated: 275, depth: 11 },
  ).map(({ partition, ...counts }) => {
    const heal = partition === 'none' ? 0 : 1
    return {
      ...counts,
      ...unreduced,
      parameters: { partition },
      properties: {
        [conflict]: brokenIn(4),
        [answered]: holds,
        [served]: holds,
        'in the end the regions agree': brokenIf(partition === 'lasts'),
        'what a user was told is never taken back': brokenIn(6 + heal),
        'once everything has arrived, the regions agree': holds,
        [twice]: shownIn(8),
        'both can end up seeing the same': shownIn(5 + heal),
      },
    }
  }),
}

const ca: BundledModel = {
  ...bundle('cap-ca'),
  configurations: [
    ...cutOrNot(
      { distinct: 240, generated: 502, depth: 16 },
      { distinct: 73, generated: 122, depth: 13 },
    ).map((it) => ({ ...it, guesses: false, twice: it.partition === 'none' ? 12 : 13 })),
    ...cutOrNot(
      { distinct: 274, generated: 560, depth: 16 },
      { distinct: 73, generated: 122, depth: 13 },
    ).map((it) => ({ ...it, guesses: true, twice: it.partition === 'none' ? 12 : 10 })),
  ].map(({ partition, guesses, twice: steps, ...counts }) => {
    const isCut = partition !== 'none'
    return {
      ...counts,
      ...unreduced,
      parameters: { partition, guesses },
      properties: {
        [conflict]: guesses && isCut ? brokenIn(7) : holds,
        [answered]: brokenIf(isCut && !guesses),
        [served]: brokenIf(isCut && !guesses),
        [twice]: shownIn(steps),
        [his]: shownIn(2),
        [hers]: shownIn(isCut ? 5 : 4),
      },
    }
  }),
}

const single: BundledModel = {
  ...bundle('cap-single'),
  configurations: [
    ...cutOrNot(
      { distinct: 164, generated: 380, depth: 12 },
      { distinct: 41, generated: 65, depth: 9 },
    ).map((it) => ({ ...it, mita: 'dhaka', heal: 0 })),
    ...cutOrNot(
      { distinct: 128, generated: 252, depth: 12 },
      { distinct: 41, generated: 65, depth: 9 },
    ).map((it) => ({ ...it, mita: 'ctg', heal: it.partition === 'none' ? 0 : 1 })),
  ].map(({ partition, mita, heal, ...counts }) => ({
    ...counts,
    ...unreduced,
    parameters: { partition, mita },
    properties: {
      [conflict]: holds,
      [answered]: brokenIf(mita === 'ctg' && partition === 'lasts'),
      [served]: brokenIf(mita === 'ctg' && partition === 'lasts'),
      [twice]: shownIn(8 + heal),
      [his]: shownIn(2),
      [hers]: shownIn(2 + heal),
    },
  })),
}

const payments: BundledModel = {
  ...bundle('cap-payments'),
  configurations: [
    ...cutOrNot(
      { distinct: 847, generated: 1_774, depth: 22 },
      { distinct: 76, generated: 129, depth: 14 },
    ).map((it) => ({ ...it, timers: 'patient', kept: it.partition === 'none' ? 0 : 7 })),
    ...cutOrNot(
      { distinct: 2_504, generated: 6_960, depth: 22 },
      { distinct: 823, generated: 2_021, depth: 19 },
    ).map((it) => ({ ...it, timers: 'any', kept: it.partition === 'none' ? 5 : 6 })),
  ].map(({ partition, timers, kept, ...counts }) => {
    const heal = partition === 'none' ? 0 : 1
    return {
      ...counts,
      ...unreduced,
      parameters: { partition, timers },
      properties: {
        'the money is paid out once at most, and nobody is told it is gone while it is there':
          holds,
        [answered]: holds,
        [served]: brokenIf(kept > 0),
        'Rahim can get the money': shownIn(2),
        'Mita can get it': shownIn(4 + heal),
        'the other one can be told that it is gone': shownIn(10 + heal),
        'Rahim, too, can be told to come back later, next door to the books':
          kept === 0 ? broken : shownIn(kept),
      },
    }
  }),
}

const tracking: BundledModel = {
  ...bundle('cap-tracking'),
  configurations: cutOrNot(
    { distinct: 412, generated: 1_003, depth: 14 },
    { distinct: 129, generated: 252, depth: 11 },
  ).map(({ partition, ...counts }) => ({
    ...counts,
    ...unreduced,
    parameters: { partition },
    properties: {
      'a look that begins after a report was noted shows it': broken,
      [answered]: holds,
      [served]: holds,
      'in the end the regions know the same': brokenIf(partition === 'lasts'),
      'where the rider is said to have been, he was in that minute': holds,
      'the rider never seems to ride backwards': holds,
      'the rider can be at the door, and shown at the depot as of minute 0': shownIn(5),
      'Mita can see the rider at the door': shownIn(partition === 'none' ? 6 : 7),
    },
  })),
}

const chat: BundledModel = {
  ...bundle('cap-chat'),
  configurations: cutOrNot(
    { distinct: 2_692, generated: 7_114, depth: 16 },
    { distinct: 889, generated: 2_111, depth: 13 },
  ).map(({ partition, ...counts }) => ({
    ...counts,
    ...unreduced,
    parameters: { partition },
    properties: {
      'there is one conversation': brokenIn(4),
      [answered]: holds,
      [served]: holds,
      'in the end both regions hold all four lines in the same order': brokenIf(
        partition === 'lasts',
      ),
      'no line is lost': holds,
      'no line is there twice': holds,
      'a line stands after every line that its author had seen': holds,
      'both can see all four lines': shownIn(partition === 'none' ? 10 : 11),
    },
  })),
}

/** The models of CAP, in the order of the story. */
export const capModels: readonly BundledModel[] = [
  ideal,
  cp,
  ap,
  ca,
  single,
  payments,
  tracking,
  chat,
  sack,
]
