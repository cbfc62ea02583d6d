import { checkRows } from '../cap/cells.ts'
import { rows, variants } from '../cap/rows.ts'
import type { CheckOptions } from '../report.ts'
import type { Situation } from './contract.ts'

/** Makes the table of CAP; each system is told when it has been checked. */
export type MakeTable = (
  options: Pick<CheckOptions, 'signal'>,
  onSituation: (situation: Situation) => void,
) => Promise<readonly Situation[]>

/** The table of `netsplit cap`, by the same code. */
export const makeTable: MakeTable = async (options, onSituation) => {
  const all: Situation[] = []
  for (const row of [...rows, ...variants]) {
    for (const situation of await checkRows([row], options)) {
      onSituation(situation)
      all.push(situation)
    }
  }
  return all
}
