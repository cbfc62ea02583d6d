import { bundle } from './bundled.ts'
import { broken, brokenIn, holds, shownIn, type BundledModel } from './configuration.ts'

/** States, states generated and depth of each pair of rules: with a cut, and without. */
const counts = [
  { dhaka: 'confirm', ctg: 'confirm', cut: [48, 94, 8], none: [12, 16, 5] },
  { dhaka: 'confirm', ctg: 'wait', cut: [81, 153, 10], none: [24, 33, 7] },
  { dhaka: 'wait', ctg: 'confirm', cut: [86, 159, 10], none: [26, 35, 7] },
  { dhaka: 'wait', ctg: 'wait', cut: [120, 238, 11], none: [38, 60, 8] },
] as const

/** What a region does that has heard nothing, both ways in both regions. */
export const sack: BundledModel = {
  ...bundle('cap-sack'),
  configurations: counts.flatMap(({ dhaka, ctg, cut, none }) =>
    (['lasts', 'heals', 'none'] as const).map((partition) => {
      const [distinct, generated, depth] = partition === 'none' ? none : cut
      const waits = partition === 'none' ? 4 : 5
      const isStuck = partition === 'lasts' && (dhaka === 'wait' || ctg === 'wait')
      return {
        distinct,
        generated,
        depth,
        reductions: [],
        source: 'own count',
        parameters: { partition, dhaka, ctg },
        properties: {
          'the sack is never sold twice':
            dhaka === 'confirm' && ctg === 'confirm' ? brokenIn(4) : holds,
          'every order is answered': isStuck ? broken : holds,
          'who alone orders the sack is not refused': holds,
          'Rahim can get the sack': shownIn(dhaka === 'confirm' ? 2 : waits),
          'Mita can get it': shownIn(ctg === 'confirm' ? 2 : waits),
        },
      }
    }),
  ),
}
