import { explore, type Explorer } from '../walk/explore.ts'
import type { Finished, FinishOptions } from '../walk/finish.ts'
import type { Trace } from '../trace/trace.ts'
import type { Path, Stage } from '../walk/stage.ts'
import { retrace, type Retraced } from '../walk/retrace.ts'
import type { Posed } from './answers.ts'

/** Walks through systems by hand. */
export interface Walks {
  readonly stage: (posed: Posed, path: Path) => Stage
  readonly retrace: (posed: Posed, trace: Trace) => Retraced
  readonly finish: (posed: Posed, path: Path, options: FinishOptions) => Promise<Finished>
}

/** Walks of which the last is remembered: the next question is most often about the same system. */
export const makeWalks = (): Walks => {
  let last: { readonly key: string; readonly walk: Explorer } | null = null
  const walkOf = ({ key, system }: Posed): Explorer => {
    if (last?.key !== key) last = { key, walk: explore(system) }
    return last.walk
  }
  return {
    stage: (posed, path) => walkOf(posed).at(path),
    retrace: ({ system }, trace) => retrace(system, trace),
    finish: (posed, path, options) => walkOf(posed).finish(path, options),
  }
}
