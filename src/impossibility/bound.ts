import type { Asynchronous, LossyLink } from './faults.ts'
import type { Task } from './task.ts'
import { listed } from './words.ts'

/** The fault model and its bound, in sentences: exactly which runs were considered. */
export function modelWords(task: Task): string {
  const model = task.faults
  switch (model.kind) {
    case 'asynchronous':
      return asynchronousWords(model)
    case 'lossy link': {
      const { length } = model.timetable
      if (length === 0) return 'Nobody can send anything to anybody.'
      return (
        `There are clocks, and a timetable of ${length} ${length === 1 ? 'messenger' : 'messengers'}, ` +
        `each telling all that its sender knows; ${lossWords(model)}. ` +
        'Who should have got one and did not knows that it did not come.'
      )
    }
    case 'synchronous crashes':
      return (
        `The rounds are synchronous, ${model.rounds} of them, everybody sending to everybody all it knows; at most ` +
        `${model.crashes} crash. A crashing node reaches any subset of the others in its last round.`
      )
  }
}

function lossWords({ losses, timetable }: LossyLink): string {
  if (losses === 0) return 'none is lost'
  return losses < timetable.length ? `at most ${losses} may be lost` : 'any of them may be lost'
}

function asynchronousWords(model: Asynchronous): string {
  const rounds =
    model.hops === 1
      ? 'Each node sends one message to each other node, telling all that it knows at the start'
      : `Each request is told to all others, and messages beget answers up to ${model.hops} hops, each telling all that its sender knows`
  return `There are no clocks, and messages take any time. ${rounds}. ${partitionWords(model)}`
}

/** Whether there is a partition, and which meaning of the word is used. */
export function partitionWords({ cut, cuts, meaning }: Asynchronous): string {
  if (cut === 'absent') return 'There is no cut: every message arrives, sooner or later.'
  const sides = listed(
    cuts.map((groups) => groups.map((group) => group.join(', ')).join(' | ')),
    'or',
  )
  const when = cut === 'present' ? 'is there from the start' : 'may fall at any moment, or never'
  const fate =
    meaning === 'lost'
      ? 'Partition means that messages across the cut are LOST: it lasts as long as anybody waits.'
      : 'Partition means that messages across the cut are DELAYED past the decision and then arrive. ' +
        'Nobody can tell this from loss while it lasts, so runs with loss are there too.'
  return `A cut (${sides}) ${when}. ${fate}`
}
