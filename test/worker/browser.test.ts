import { afterEach, describe, expect, test, vi } from 'vitest'
import { check, type Progress } from 'netsplit'
import { answerChecks, checkInWorker, WorkerFailure, type WorkerLike } from 'netsplit/browser'
import * as commit from '../../models/two-phase-commit.ts'

/* A worker's globals are played by this process: what the two say to each other is copied, as between threads. */

type Listener = (event: { readonly data?: unknown; readonly message?: string }) => void

afterEach(() => void vi.unstubAllGlobals())

/** A worker that answers checks of some models. */
const start = (models: Parameters<typeof answerChecks>[0]): (() => WorkerLike) => {
  let isEnded = false
  const [toPage, toWorker]: [Listener[], Listener[]] = [[], []]
  const pass = (listeners: readonly Listener[], message: unknown): void => {
    const data: unknown = structuredClone(message)
    setTimeout(() => {
      if (!isEnded) for (const listener of listeners) listener({ data })
    }, 0)
  }
  vi.stubGlobal('postMessage', (message: unknown) => pass(toPage, message))
  vi.stubGlobal('addEventListener', (_: string, hear: Listener) => toWorker.push(hear))
  answerChecks(models)
  return () => ({
    postMessage: (message) => pass(toWorker, message),
    addEventListener: (kind, listener) => {
      if (kind === 'message') toPage.push(listener)
    },
    terminate: () => {
      isEnded = true
    },
  })
}

describe('checkInWorker', () => {
  test('gives the report that check gives', async () => {
    const told: Progress[] = []
    const report = await checkInWorker(start({ commit }), {
      model: 'commit',
      parameters: { participants: 5 },
      onProgress: (progress) => told.push(progress),
    })
    const own = await check(commit.default({ participants: 5 }), {
      model: 'commit',
      parameters: { participants: 5 },
    })
    const times = { seconds: 0, peakMemoryBytes: 0 }
    expect({ ...report, ...times }).toEqual({ ...own, ...times })
  })

  test('ends in good order when it is told to, with what is known', async () => {
    const controller = new AbortController()
    const report = await checkInWorker(start({ commit: () => Promise.resolve(commit) }), {
      model: 'commit',
      parameters: { participants: 8 },
      signal: controller.signal,
      onProgress: () => controller.abort(),
    })
    expect(report.ended).toBe('interrupted')
  })

  test('fails with what is wrong and the way out', async () => {
    const failure = await checkInWorker(start({ commit }), {
      model: 'commit',
      parameters: { participant: 3 },
    }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(WorkerFailure)
    expect(failure).toMatchObject({
      reason: 'mistake',
      fix: expect.stringContaining("did you mean 'participants'?") as string,
    })
  })
})
