/** What a client reports of an operation: that it was called, or how it ended. */
export type EventType = 'invoke' | 'ok' | 'fail' | 'info'

/** One line of a recorded history: a call, or its end. */
export interface HistoryEvent {
  /** The client: it has one operation open at a time. */
  readonly process: string | number
  /**
   * `invoke`: called; `ok`: has happened; `fail`: has not happened and never will; `info`: it is not
   * known whether it happened, and it may still.
   */
  readonly type: EventType
  /** The operation: `read`, `write`, … */
  readonly f: string
  /** Which of several objects, or which entry of a map. Default: null. */
  readonly key?: unknown
  /** What the operation was given when it was called, or what it gave when it returned. */
  readonly value?: unknown
  /** What it gave, where it takes something, too: `contains`, `cas`. */
  readonly result?: unknown
  /** The line of the file, from 1. Default: its place in the list. */
  readonly line?: number
}

/** One operation of a history, from its call to its end. */
export interface Operation {
  /** The client that called it. */
  readonly process: string | number
  /** What it does: `read`, `write`, … */
  readonly f: string
  /** Which of several objects, or which entry of a map; null where there is one object. */
  readonly key: unknown
  /** What it was given; null if nothing. */
  readonly argument: unknown
  /** What it gave; undefined where that is not known, or tells nothing. */
  readonly result: unknown
  /** When it was called, by the number of the event in the history. */
  readonly invoked: number
  /** When it ended; null where it never did: it may take effect at any time after its call, or never. */
  readonly returned: number | null
  /** The lines of its call and of its end, from 1. */
  readonly lines: readonly [invoked: number, returned: number | null]
}
