import type { ComponentChildren } from 'preact'
import type { Place, ScreenName, Subject } from './document.ts'

/** A screen of the page. */
export interface Screen {
  readonly name: ScreenName
  /** What the way to it is called. */
  readonly title: string
  /** Where it begins, with the system that is being looked at. */
  readonly start: (subject: Subject | null) => Place
  /** What it shows of a place of its own. */
  readonly show: (place: Place) => ComponentChildren
}

/** The screens, in the order of the ways to them. */
export const screens: readonly Screen[] = []
