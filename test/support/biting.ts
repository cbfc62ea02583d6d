/** How often a reduction was compared with the reference explorer, and in how many cases it left states out. */
export interface Biting {
  readonly compared: number
  readonly biting: number
}
