/*
 * Time as it passes, taken when netsplit is loaded: tests that replace the clock and the timers of
 * their process (`vi.useFakeTimers()`) must not stop a check.
 */

/** Milliseconds, on the scale of `performance.now()`. */
export const now: () => number = performance.now.bind(performance)

/** `setTimeout` and `clearTimeout`. */
export const startTimer = setTimeout.bind(globalThis)
export const stopTimer = clearTimeout.bind(globalThis)
