/** The labels of the steps of an action, one for each item where it is a family. */
export class StepLabels {
  readonly #make: (item: number) => number
  readonly #ofItems = new Map<number, number>()
  /** Of an action that is no family; -1 before its first step. */
  #only = -1

  /** @param make makes the label for an item; -1 of no family */
  constructor(make: (item: number) => number) {
    this.#make = make
  }

  of(item: number): number {
    if (item < 0) {
      if (this.#only < 0) this.#only = this.#make(item)
      return this.#only
    }
    const known = this.#ofItems.get(item)
    if (known !== undefined) return known
    const label = this.#make(item)
    this.#ofItems.set(item, label)
    return label
  }
}
