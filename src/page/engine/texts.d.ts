/* The workers as text, bundled by `workerTexts` of worker-texts.config.ts. */

declare module 'netsplit:first-worker' {
  export const text: string
}

declare module 'netsplit:whole-worker' {
  export const text: string
}
