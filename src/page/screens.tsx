import type { ComponentChildren } from 'preact'
import type { Place, ScreenName, Subject } from './document.ts'
import { lazily } from './parts/lazily.tsx'
import { Lesson } from './screens/lesson/lesson.tsx'
import { Run } from './screens/run/run.tsx'
import { Table } from './screens/table/table.tsx'

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

const Explore = lazily(async () => (await import('./screens/explore/explore.tsx')).Explore)
const WhatIf = lazily(async () => (await import('./screens/what-if/what-if.tsx')).WhatIf)
/** The editor is large: it is loaded when it is opened. */
const Edit = lazily(async () => (await import('./screens/edit/edit.tsx')).Edit)

/** The screens, in the order of the ways to them. */
export const screens: readonly Screen[] = [
  {
    name: 'lesson',
    title: 'Lesson',
    start: () => ({ screen: 'lesson', beat: 1 }),
    show: (place) => place.screen === 'lesson' && <Lesson place={place} />,
  },
  {
    name: 'table',
    title: 'Table',
    start: () => ({ screen: 'table', cell: null }),
    show: (place) => place.screen === 'table' && <Table place={place} />,
  },
  {
    name: 'run',
    title: 'Run',
    start: (subject) => ({ screen: 'run', subject, property: null, step: null }),
    show: (place) => place.screen === 'run' && <Run place={place} />,
  },
  {
    name: 'explore',
    title: 'Explore',
    start: (subject) => ({ screen: 'explore', subject, path: [] }),
    show: (place) => place.screen === 'explore' && <Explore place={place} />,
  },
  {
    name: 'what-if',
    title: 'What if',
    start: (subject) => ({ screen: 'what-if', subject }),
    show: (place) => place.screen === 'what-if' && <WhatIf place={place} />,
  },
  {
    name: 'edit',
    title: 'Edit',
    start: (subject) => ({ screen: 'edit', subject }),
    show: (place) => place.screen === 'edit' && <Edit place={place} />,
  },
]
