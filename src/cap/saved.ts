import { reportFromJson, reportToJson } from '../render/report-json.ts'
import type { SavedSituation } from '../given.ts'
import { damaged } from '../render/codec.ts'
import type { Situation } from './cells.ts'
import { partitions, rows, variants } from './rows.ts'

/** A situation, checked, as JSON. */
export const saveSituation = ({ row, partition, timers, report }: Situation): SavedSituation => ({
  row: row.name,
  partition,
  timers,
  report: reportToJson(report),
})

/**
 * The situation that {@link saveSituation} made JSON of.
 *
 * @throws ModelError 'bad-report' when it is damaged or of another version
 */
export const situationFrom = (saved: SavedSituation): Situation => {
  const row = [...rows, ...variants].find(({ name }) => name === saved.row)
  const partition = partitions.find((name) => name === saved.partition)
  if (row === undefined) throw damaged(['row'], `there is no design '${saved.row}'`)
  if (partition === undefined) {
    throw damaged(['partition'], `there is no situation '${saved.partition}'`)
  }
  const report = reportFromJson(saved.report)
  if ('flips' in report) throw damaged(['report'], 'it is one of changed assumptions')
  return { row, partition, timers: saved.timers, report }
}
