/** A model of some size, for every checker that has it. */
export interface Task {
  readonly family: string
  readonly size: number
  /** The model: bundled with netsplit, or a file of bench/models; and in bench/peers. */
  readonly model: string
  readonly isBundled: boolean
  /** Parameters of netsplit's model. */
  readonly settings: readonly string[]
  /** Whether Spin is faster breadth first; else it goes depth first. */
  readonly suitsBreadth: boolean
  /** About how many distinct states, for the size of hash tables. */
  readonly about: number
  /** Which runs it belongs to: those for a glance, the usual, those that take minutes. */
  readonly kind: 'quick' | 'usual' | 'large'
}

type Kinds = Readonly<Record<number, Task['kind']>>

const family = (
  name: string,
  rest: Pick<Task, 'model' | 'isBundled' | 'suitsBreadth'>,
  settings: (size: number) => readonly string[],
  about: (size: number) => number,
  sizes: Kinds,
): readonly Task[] =>
  Object.entries(sizes).map(([text, kind]) => {
    const size = Number(text)
    return { family: name, size, ...rest, settings: settings(size), about: about(size), kind }
  })

export const tasks: readonly Task[] = [
  ...family(
    'two-phase commit',
    { model: 'two-phase-commit', isBundled: true, suitsBreadth: false },
    (size) => [`participants=${size}`],
    (size) => 288 * 6 ** (size - 3),
    { 4: 'quick', 5: 'usual', 6: 'usual', 7: 'usual', 8: 'usual', 9: 'usual', 10: 'large' },
  ),
  ...family(
    'Paxos',
    { model: 'paxos', isBundled: true, suitsBreadth: false },
    (size) => [`clients=${size}`],
    (size) => 16_668 * 72 ** (size - 2),
    { 2: 'quick', 3: 'usual' },
  ),
  ...family(
    'dining philosophers',
    { model: 'dining-philosophers', isBundled: true, suitsBreadth: false },
    (size) => [`philosophers=${size}`, 'ordered=true'],
    (size) => 12 * 2.42 ** (size - 3),
    { 8: 'quick', 12: 'usual' },
  ),
  ...family(
    'token ring',
    { model: 'token-ring', isBundled: false, suitsBreadth: true },
    (size) => [`stations=${size}`],
    (size) => 2.5 * size * 2 ** size,
    { 8: 'quick', 14: 'usual', 16: 'usual' },
  ),
  ...family(
    'Peterson',
    { model: 'peterson', isBundled: false, suitsBreadth: true },
    (size) => [`processes=${size}`],
    (size) => 4752 * 19 ** (size - 4),
    { 4: 'quick', 5: 'usual' },
  ),
  ...family(
    'EWD840',
    { model: 'ewd840', isBundled: false, suitsBreadth: false },
    (size) => [`nodes=${size}`],
    (size) => 302 * 5 ** (size - 3),
    { 5: 'quick', 7: 'usual' },
  ),
]
