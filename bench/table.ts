import { byTasks, checkers, type Results, type Row } from './results.ts'

const units: Readonly<Record<string, string>> = {
  'two-phase commit': 'participants',
  Paxos: 'clients',
  'dining philosophers': 'philosophers',
  'token ring': 'stations',
  Peterson: 'processes',
  EWD840: 'nodes',
}

const count = (value: number): string => value.toLocaleString('en-US')

/** A number with what can be seen of it: two digits of a small one. */
const digits = (value: number): string =>
  value < 1 ? String(Number(value.toPrecision(2))) : value.toFixed(2)

/** The results as Markdown: a table with the tasks as groups. */
export const tableOf = ({ machine, date, versions, rows }: Results): string => {
  const tested = checkers.map((checker) => `${checker} ${versions[checker]}`).join(', ')
  return [
    `On ${machine}, ${date}; ${tested}.`,
    '',
    '| model | checker | CPU time | netsplit = 1 | transitions a second | bytes a state |',
    '| --- | --- | ---: | ---: | ---: | ---: |',
    ...byTasks(rows).flatMap(linesOf),
  ].join('\n')
}

const linesOf = (group: readonly Row[]): readonly string[] => {
  const own = group.find(({ checker }) => checker === 'netsplit')
  return group.map((row, index) => {
    const title = index === 0 ? titleOf(row) : ''
    const ratio = own === undefined ? Number.NaN : row.cpuSeconds / own.cpuSeconds
    const cells = [
      title,
      row.checker,
      `${digits(row.cpuSeconds)} s`,
      own === undefined ? '' : digits(ratio),
      `${digits(row.transitions / row.cpuSeconds / 1e6)} million`,
      count(Math.round(row.memoryBytes / row.distinct)),
    ]
    return `| ${cells.join(' | ')} |`
  })
}

const titleOf = ({ family, size, distinct, transitions }: Row): string =>
  `${family}, ${size} ${units[family] ?? ''} (${count(distinct)} states, ${count(transitions)} transitions)`

/** A document with another text between its marks `<!-- bench -->` and `<!-- /bench -->`. */
export const withTable = (document: string, table: string): string => {
  const marks = /(<!-- bench -->\n)[^]*(\n<!-- \/bench -->)/
  if (!marks.test(document)) throw new Error('There are no marks <!-- bench --> in the document')
  return document.replace(marks, (_, begin: string, end: string) => `${begin}\n${table}\n${end}`)
}
