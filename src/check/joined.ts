import type { GraphReport, PropertyReport, Report } from '../report.ts'

/**
 * The report of a check whose properties were judged in two graphs or more.
 *
 * Its counts are those of the largest graph. What it says of properties is in both; why some are open, only the
 * larger one knows.
 *
 * @param large as the larger graph has it, with what the smaller one found of properties
 * @param small as the smaller graph has it
 * @param smallNotes what it notes of its space: of one that was seen completely, larger ones know better
 */
export const joined = (large: Report, small: Report, smallNotes: readonly string[]): Report => {
  const isTaken = (property: PropertyReport): boolean => small.properties.includes(property)
  const [theirs, own] = [
    large.properties.filter(isTaken),
    large.properties.filter((it) => !isTaken(it)),
  ]
  const graphs = [
    ...(small.graphs ?? [graphOf(small, small.properties)]).map((graph) => named(graph, theirs)),
    graphOf(large, own),
  ]
  const most = small.states.distinct > large.states.distinct ? small : large
  const isSeen = large.ended === 'everything-seen'
  const notes = isSeen ? small.notes.filter((note) => !smallNotes.includes(note)) : small.notes
  return {
    ...large,
    states: most.states,
    graphs,
    steps: most.steps,
    reductions: most.reductions,
    ended: large.incomplete === null ? most.ended : large.ended,
    notes: [...new Set([...large.notes, ...notes])],
    workers: Math.max(large.workers, small.workers),
    peakMemoryBytes: Math.max(large.peakMemoryBytes, small.peakMemoryBytes),
  }
}

const graphOf = (
  { reductions, states: { distinct, generated, depth }, ended }: Report,
  properties: readonly PropertyReport[],
): GraphReport => ({
  reductions: reductions.filter(({ isApplied }) => isApplied).map(({ name }) => name),
  properties: properties.map(({ name }) => name),
  states: { distinct, generated, depth },
  ended,
})

/** A graph with those of its properties whose verdicts come from it. */
const named = (graph: GraphReport, properties: readonly PropertyReport[]): GraphReport => ({
  ...graph,
  properties: graph.properties.filter((each) => properties.some(({ name }) => name === each)),
})
