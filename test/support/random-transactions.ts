import fc from 'fast-check'
import type { Transaction } from '../../src/history/installed.ts'
import type { TransactionStep } from '../../src/history/transactions.ts'

/** Few transactions on two keys; what they read is mostly what some of them wrote. */
export const historyUpTo = (
  count: number,
  isPlaced: boolean,
): fc.Arbitrary<readonly Transaction[]> =>
  fc
    .array(
      fc.record({
        end: fc.nat(9),
        steps: fc.array(fc.tuple(fc.nat(1), fc.nat(1), fc.nat(7), fc.nat(3)), {
          minLength: 1,
          maxLength: 3,
        }),
      }),
      { minLength: 2, maxLength: count },
    )
    .map((all) => {
      const writes = all.flatMap((each, at) =>
        each.steps.flatMap(([f, key], place) =>
          f === 0 ? [{ key, value: 1 + ((3 * at + place) % 7) }] : [],
        ),
      )
      return all.map(({ end, steps: chosen }, at): Transaction => {
        const done = chosen.map(([f, key, value, place], number): TransactionStep => {
          const name = 'xy'.charAt(key)
          const written = [
            0,
            ...writes.filter((each) => each.key === key).map((each) => each.value),
          ]
          if (f === 1) return ['r', name, value === 7 ? 9 : written[value % written.length]]
          const own = 1 + ((3 * at + number) % 7)
          return isPlaced && place > 1 ? ['w', name, own, place + value] : ['w', name, own]
        })
        const status = end === 9 ? 'aborted' : end > 7 ? 'unknown' : 'committed'
        return { status, asked: done, done: status === 'committed' ? done : [] }
      })
    })
