import type { TraceCut, TraceCutSides } from './trace.ts'

/** The cuts that are in place, each by itself. */
export const eachCut = (cut: TraceCut | null): readonly TraceCutSides[] => {
  if (cut === null) return []
  const { sides, isOneWay, others = [] } = cut
  return [{ sides, isOneWay }, ...others]
}
