import { allPunished, replies } from './turn-claims.ts'
import { also, cell, type Claim, type Sentence } from './claims.ts'

/** A step of the lesson that shows one run. */
export interface RunBeat {
  readonly kind: 'run'
  readonly title: string
  /** The story so far; claims nothing. */
  readonly setting: string
  readonly sentence: Sentence
  /** Said below the picture. */
  readonly more: readonly Sentence[]
  /** Whose run is the picture. */
  readonly shows: Claim
}

/** A step of the lesson. */
export type Beat = RunBeat | { readonly kind: 'turn' | 'worlds' | 'single'; readonly title: string }

const both = 'both users can be answered, and answered again'

const calm: RunBeat = {
  kind: 'run',
  title: 'No cut',
  setting:
    'An order system in two cities. Rahim, near Dhaka, wants an order confirmed; Mita, near CTG ' +
    '(Chattogram), wants the same order cancelled. The first wish settles it. The design ' +
    '`cp` asks the other city before it answers.',
  sentence: {
    text: 'While the cities can talk, nothing has to be given up: everybody is served, and nobody is told otherwise than anybody else.',
    rests: [cell('cp/none/consistent', 'holds'), cell('cp/none/served', 'holds')],
  },
  more: [],
  shows: also(cell('cp/none/served', 'holds'), both, 'holds', 'both can be served'),
}

const waits: RunBeat = {
  kind: 'run',
  title: 'A cut: wait …',
  setting: 'Now the link between the cities is down. The design is the same: `cp` asks, and waits.',
  sentence: {
    text: 'Nobody is told anything false, and somebody waits for ever.',
    rests: [cell('cp/lasts/consistent', 'holds'), cell('cp/lasts/served', 'violated')],
  },
  more: [],
  shows: cell('cp/lasts/served', 'violated'),
}

const answers: RunBeat = {
  kind: 'run',
  title: '… or answer',
  setting:
    'The same cut, another design: `ap` answers at once from what is known nearby, and tells the other city later.',
  sentence: {
    text: 'Nobody waits, and two users see opposite things.',
    rests: [cell('ap/lasts/served', 'holds'), cell('ap/lasts/consistent', 'violated')],
  },
  more: [
    {
      text: 'And it needs no cut for that: to one who does not wait, a slow link and a cut one look the same.',
      rests: [cell('ap/none/consistent', 'violated')],
    },
  ],
  shows: cell('ap/lasts/consistent', 'violated'),
}

const toldOnce = 'what a user was told is never taken back'

const heals: RunBeat = {
  kind: 'run',
  title: 'The cut heals',
  setting:
    'It is promised that every cut heals. The design is `ap` again: it merges what it missed.',
  sentence: {
    text: 'The data come back: in the end the cities agree. What people were told does not.',
    rests: [
      cell('ap/heals/converges', 'holds'),
      also(cell('ap/heals/consistent', 'violated'), toldOnce, 'violated', 'never taken back'),
    ],
  },
  more: [
    {
      text: 'With cp there is nothing to take back, and those who waited are served.',
      rests: [cell('cp/heals/consistent', 'holds'), cell('cp/heals/served', 'holds')],
    },
  ],
  shows: also(cell('ap/heals/consistent', 'violated'), toldOnce, 'violated', 'never taken back'),
}

/** The lesson, in order. */
export const lesson: readonly Beat[] = [
  calm,
  waits,
  answers,
  { kind: 'turn', title: 'Your turn' },
  { kind: 'worlds', title: 'Two worlds' },
  heals,
  { kind: 'single', title: 'One node' },
]

/** One node: where its users are decides what a cut does to it. */
export const single = {
  near: {
    sentence: {
      text: 'One node is consistent and serves everybody, cut or no cut: there is nothing in it to cut. Where did the cut go?',
      rests: [cell('single/lasts/consistent', 'holds'), cell('single/lasts/served', 'holds')],
    },
    shows: also(cell('single/lasts/served', 'holds'), both, 'holds', 'both can be served'),
  },
  far: {
    sentence: {
      text: 'Nothing in the system has changed, and Mita waits for ever: the cut has moved between the system and its users.',
      rests: [
        cell('single-far/lasts/consistent', 'holds'),
        cell('single-far/lasts/served', 'violated'),
      ],
    },
    shows: cell('single-far/lasts/served', 'violated'),
  },
} as const satisfies Readonly<
  Record<string, { readonly sentence: Sentence; readonly shows: Claim }>
>

/** All that is said in a beat, in some order. */
export const sentencesOf = (beat: Beat): readonly Sentence[] => {
  switch (beat.kind) {
    case 'run':
      return [beat.sentence, ...beat.more]
    case 'turn':
      return [
        ...Object.values(replies).flatMap(({ sentence, more }) => [sentence, more]),
        allPunished,
      ]
    case 'worlds':
      return []
    case 'single':
      return [single.near.sentence, single.far.sentence]
  }
}

/** The runs that a beat shows. */
const shownIn = (beat: Beat): readonly Claim[] => {
  switch (beat.kind) {
    case 'run':
      return [beat.shows]
    case 'turn':
      return Object.values(replies).map(({ shows }) => shows)
    case 'worlds':
      return []
    case 'single':
      return [single.near.shows, single.far.shows]
  }
}

/** What a beat shows, and what its sentences rest on. */
export const claimsOf = (beat: Beat): readonly Claim[] => [
  ...shownIn(beat),
  ...sentencesOf(beat).flatMap(({ rests }) => rests),
]
