import { check, machine, type Fairness, type Kit, type Property, type System } from 'netsplit'
import type { PropertyReport } from '../../src/index.ts'

/** The state of a machine that was drawn: the point at which it is. */
export interface At {
  at: string
}

/** For each mark whether a point bears it. */
export type Marks<Mark extends string> = Readonly<Record<Mark, (state: At) => boolean>>

/** A drawing: its points in order, and its arrows by the name of their action. */
interface Arrow {
  readonly from: string
  readonly to: string
  readonly action: string
  readonly isOptional: boolean
}

/**
 * The arrows of a drawing: paths, parted by commas or ends of lines.
 *
 * - `a -> b` is an action of its own, named `a -> b`
 * - `a -go-> b` is the action `go`; arrows of one name are one action, in whatever states
 * - `a ~> b` is an action that may be left out for ever
 */
const arrowsOf = (drawing: string): readonly Arrow[] =>
  drawing
    .split(/[,\n]/)
    .map((path) => path.trim())
    .filter((path) => path !== '')
    .flatMap((path) => {
      const parts = path.split(/\s*(-\w*->|->|~>)\s*/)
      return parts.flatMap((part, index): Arrow[] => {
        const [from, to] = [parts[index - 1], parts[index + 1]]
        if (index % 2 === 0 || from === undefined || to === undefined) return []
        const name = /^-(\w+)->$/.exec(part)?.[1]
        return [{ from, to, action: name ?? `${from} ${part} ${to}`, isOptional: part === '~>' }]
      })
    })

/**
 * A machine drawn as a graph, so that a test reads like its drawing. It begins at the first point.
 *
 * @param marks for each mark the points that bear it, parted by spaces
 */
export const graph = <Mark extends string>(
  drawing: string,
  marks: Readonly<Record<Mark, string>>,
  properties: (kit: Kit<At>, marks: Marks<Mark>) => Readonly<Record<string, Property>>,
  options: { fairness?: Fairness; starts?: string; within?: string } = {},
): System => {
  const arrows = arrowsOf(drawing)
  const first = arrows[0]?.from ?? drawing.trim()
  const starts = (options.starts ?? first).split(' ')
  const bound = options.within?.split(' ')
  const bears = Object.fromEntries(
    Object.entries<string>(marks).map(([mark, points]) => {
      const all = points.split(' ')
      return [mark, ({ at }: At) => all.includes(at)]
    }),
  ) as unknown as Marks<Mark>
  const names = [...new Set(arrows.map(({ action }) => action))]
  return machine<At>({
    name: drawing.trim(),
    initial: ({ choose }) => ({ at: choose(starts) }),
    fairness: options.fairness ?? 'weak',
    ...(bound === undefined ? {} : { within: ({ at }: At) => bound.includes(at) }),
    actions: Object.fromEntries(
      names.map((name) => {
        const own = arrows.filter(({ action }) => action === name)
        return [
          name,
          {
            when: ({ at }: At) => own.some(({ from }) => from === at),
            do: (state: At, { choose }: { choose: <Option>(of: readonly Option[]) => Option }) => {
              state.at = choose(own.filter(({ from }) => from === state.at).map(({ to }) => to))
            },
            optional: own.some(({ isOptional }) => isOptional),
          },
        ]
      }),
    ),
    properties: (kit) => properties(kit, bears),
  })
}

/** What becomes of one property of a drawn machine. */
export const judged = async <Mark extends string>(
  drawing: string,
  marks: Readonly<Record<Mark, string>>,
  property: (kit: Kit<At>, marks: Marks<Mark>) => Property,
  options: Parameters<typeof graph>[3] = {},
): Promise<PropertyReport> => {
  const one = graph(drawing, marks, (kit, bears) => ({ it: property(kit, bears) }), options)
  const [report] = (await check(one)).properties
  if (report === undefined) throw new Error('a property was lost')
  return report
}
