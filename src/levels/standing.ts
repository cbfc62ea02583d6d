import { insistOnSame } from '../explore/as-before.ts'
import type { Handed } from '../explore/handed.ts'
import type { Claim } from '../store/int-list.ts'
import type { Checkpoint, Disk } from './disk.ts'
import type { FoundBy } from './found-by.ts'
import type { Journal } from './journal.ts'
import { Notes } from './notes.ts'
import type { MakePages, Pages } from './pages.ts'
import { layoutInOrder } from './row-layout.ts'
import { openRun, type SortedRun } from './sorted-run.ts'
import { queuedOf, statesOf } from './sorted-states.ts'

/** What a search in levels has found, at the end of a level. */
export interface Standing {
  readonly distinct: number
  readonly generated: number
  readonly depth: number
  /** For how many ids of each component the layout has room. */
  readonly laidOutFor: Int32Array
  readonly known: readonly SortedRun[]
  /** The levels, from the one on with which the search in levels began. */
  readonly levels: readonly SortedRun[]
  /** What is due in each state of the last level. */
  readonly notes: Notes
  /** Of each state of the first level, its index in the order of discovery. */
  readonly found: Int32Array
}

export interface Ground {
  readonly order: readonly number[]
  readonly wordBits: number
  readonly foundBy: FoundBy
  readonly make: MakePages
  readonly claim: Claim
}

/** What a search that goes on in levels has to begin with. */
export const begin = (handed: Handed, ground: Ground): Standing => {
  const laidOutFor = handed.space.sizes.slice()
  const layout = layoutInOrder(ground.order, laidOutFor, ground.wordBits)
  const { distinct, generated, depth } = handed
  const first = distinct - handed.frontier.length
  const known = statesOf(handed, { ...ground, layout })
  const { run, notes, places } = queuedOf(handed, { ...ground, layout })
  const found = places.map((place) => first + place)
  return { distinct, generated, depth, laidOutFor, known: [known], levels: [run], notes, found }
}

/**
 * What an earlier process had found. Its search is done once more up to where it went on in levels, and
 * then only what it learned of user code.
 *
 * @throws ModelError 'bad-disk' where it does not come out the same
 */
export const goOn = (
  handed: Handed,
  {
    disk,
    checkpoint,
    journal,
    ...ground
  }: Ground & {
    readonly disk: Disk
    readonly checkpoint: Checkpoint
    readonly journal: Journal
  },
): Standing => {
  const { begun, distinct, generated, depth } = checkpoint
  insistOnSame(
    [handed.distinct, handed.generated, handed.depth],
    [begun.distinct, begun.generated, begun.depth],
  )
  const { space } = handed
  const layout = layoutInOrder(ground.order, space.sizes, ground.wordBits)
  const { run, notes, places } = queuedOf(handed, { ...ground, layout })
  run.drop()
  notes.pages.drop()
  const found = places.map((place) => handed.distinct - places.length + place)
  journal.replay(checkpoint)
  insistOnSame([...space.sizes], checkpoint.sizes)
  checkpoint.touched.forEach((touched, note) => {
    ground.foundBy.of(touched, checkpoint.due[note] ?? 0)
  })
  insistOnSame(ground.foundBy.all.touched, checkpoint.touched)
  const laidOutFor = Int32Array.from(checkpoint.laidOutFor)
  const { words } = layoutInOrder(ground.order, laidOutFor, ground.wordBits)
  const runs = new Map<string, SortedRun>()
  const open = (file: string): SortedRun => {
    const opened = runs.get(file) ?? openRun(words, disk.open(file))
    runs.set(file, opened)
    return opened
  }
  const known = checkpoint.known.map(open)
  const levels = checkpoint.levels.map(open)
  const kept = new Notes(disk.open(checkpoint.notes))
  return { distinct, generated, depth, laidOutFor, known, levels, notes: kept, found }
}

/** What a checkpoint says of a search whose pages are in files. */
export const inFiles = ({
  now: { distinct, generated, depth },
  laidOutFor,
  foundBy,
  known,
  levels,
  notes,
}: Pick<Standing, 'laidOutFor' | 'known' | 'levels' | 'notes'> & {
  readonly now: Checkpoint['begun']
  readonly foundBy: FoundBy
}): Omit<Checkpoint, 'begun' | 'sizes' | 'learned' | 'kept'> => ({
  distinct,
  generated,
  depth,
  laidOutFor: [...laidOutFor],
  ...foundBy.all,
  known: known.map(fileOf),
  levels: levels.map(fileOf),
  notes: fileOf(notes),
})

const fileOf = ({ pages }: { readonly pages: Pages }): string => pages.file ?? ''
