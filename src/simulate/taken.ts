/** A step of a walk: its label, and of the steps with that label the how manieth it was. */
export interface Taken {
  readonly label: number
  readonly ordinal: number
}
