/* The workers as text, bundled by `workerTexts` of worker-texts.config.ts. */

/** What all workers share; the others are put behind it. */
declare module 'netsplit:engine' {
  export const text: string
}

declare module 'netsplit:first-worker' {
  export const text: string
}

declare module 'netsplit:whole-worker' {
  export const text: string
}

declare module 'netsplit:source-worker' {
  export const text: string
}
