import { Sketch } from './sketch.ts'

/** What is counted of some walks. */
export class Tally {
  /** Which states there were, about. */
  readonly sketch = new Sketch()
  /** By label, how often it was taken, and whether it was possible. */
  readonly taken: number[] = []
  readonly wasPossible: boolean[] = []
  /** All steps taken, the steps of the longest walk, and how many walks came to an end of themselves. */
  steps = 0
  longest = 0
  ended = 0
  /** Steps that lead out of the bound, and so were not taken. */
  cut = 0
}
