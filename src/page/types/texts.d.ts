/* The worker that knows types as text, and the files that it reads, by `typesTexts` of types-texts.config.ts. */

declare module 'netsplit:types' {
  import type { TypeFiles } from './contract.ts'

  /** Null in a page that is one file: it is without them. */
  export const types: { readonly worker: string; readonly files: TypeFiles } | null
}
