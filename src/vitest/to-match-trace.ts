// Stays in the declarations: what follows adds to those of vitest only once these are loaded.
import 'vitest'
import * as vitest from 'vitest'
import { renderTrace } from '../tell.ts'
import type { PropertyReport } from '../report.ts'
import type { Trace } from '../trace/trace.ts'
import { brief } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import { isObject } from '../value/is-object.ts'

declare module 'vitest' {
  interface Assertion<T> {
    /**
     * Compares a run, as a person reads it, with the text that stands in the test; vitest writes that,
     * and with `-u` rewrites it. Takes what became of a property (`propertyOf(report, name)`) or a trace.
     * Needs vitest 4.1.3.
     */
    toMatchTraceInlineSnapshot: (snapshot?: string) => void
  }
}

/** A text that stands in a snapshot as it is, without quotes. */
class Told {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Matched = ReturnType<typeof vitest.Snapshots.toMatchInlineSnapshot>
/** What vitest hands to its own matcher of snapshots; older versions have none. */
type Matcher = ThisParameterType<typeof vitest.Snapshots.toMatchInlineSnapshot>

vitest.expect.addSnapshotSerializer({
  test: (value) => value instanceof Told,
  serialize: ({ text }: Told) => text,
})

vitest.expect.extend({
  toMatchTraceInlineSnapshot(this: Matcher, received: unknown, snapshot?: string): Matched {
    // Looked up when it is needed: an import of what an older version lacks would end everything.
    const own: { readonly Snapshots?: typeof vitest.Snapshots } = vitest
    if (own.Snapshots === undefined) {
      throw new ModelError('bad-option', {
        what: 'This version of vitest has no inline snapshots for others to build on',
        where: ['toMatchTraceInlineSnapshot()'],
        fix: 'take vitest 4.1.3 or later, or `expect(renderTrace(trace)).toMatchInlineSnapshot()`',
      })
    }
    return own.Snapshots.toMatchInlineSnapshot.call(this, new Told(textOf(received)), snapshot)
  },
})

const textOf = (received: unknown): string => {
  if (isTrace(received)) return renderTrace(received).trimEnd()
  if (isProperty(received)) {
    const { trace, name, verdict } = received
    if (trace !== null) return renderTrace(trace, { property: received }).trimEnd()
    throw new ModelError('bad-option', {
      what: `Of the property '${name}' there is no run: it is ${verdict}`,
      where: ['toMatchTraceInlineSnapshot()'],
      fix: 'take a property that is violated, or one of what is reachable',
    })
  }
  throw new ModelError('bad-option', {
    what: `A run is wanted, not ${brief(received)}`,
    where: ['toMatchTraceInlineSnapshot()'],
    fix: 'give it `propertyOf(await check(system), name)`, or a trace',
  })
}

const isTrace = (value: unknown): value is Trace =>
  isObject(value) && 'steps' in value && 'loopsTo' in value

const isProperty = (value: unknown): value is PropertyReport =>
  isObject(value) && 'verdict' in value && 'trace' in value
