import { bundledModels } from '../../../models/catalogue.ts'

/** What is given to models whose check takes many seconds with their own: the page shows as much with fewer states. */
export const fewer: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  raft: { elections: 2 },
  'raft-membership': { servers: 3 },
}

/** That, as an address has it. */
export const fewerInWords = (name: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fewer[name] ?? {}).map(([key, value]) => [key, String(value)]))

const together = 8

/** The names of all bundled models, some at a time: those are looked at on one page, which starts its engine once. */
export const groupsOfNames: readonly (readonly [title: string, names: readonly string[]])[] =
  bundledModels
    .map(({ name }) => name)
    .flatMap((_, at, names) => (at % together === 0 ? [names.slice(at, at + together)] : []))
    .map((names) => [names.join(', '), names])
