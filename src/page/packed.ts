/*
 * A source as it travels in an address: compressed, in characters that addresses may have.
 */

/** What stands in front of a packed source: how it is packed. */
const version = '1.'

/** Longer sources are refused: an address that says so was made to hurt. */
const longestSource = 500_000

/** What a packed source holds, or why it cannot be read. */
export type Unpacked =
  | { readonly kind: 'source'; readonly text: string }
  | { readonly kind: 'damaged'; readonly what: string; readonly wayOut: string }

/** Packs a source. */
export const pack = async (text: string): Promise<string> => {
  const bytes = await through(new Blob([text]), new CompressionStream('deflate-raw'))
  return version + toBase64(bytes)
}

/** The source that {@link pack} packed. */
export const unpack = async (code: string): Promise<Unpacked> => {
  const [, number] = /^(\d{1,4})\./.exec(code) ?? []
  if (number !== undefined && !code.startsWith(version)) {
    return damaged(
      `The source in this address is packed in a newer way (${number}).`,
      'Open the address with the netsplit that made it, or a newer one.',
    )
  }
  try {
    if (number === undefined) throw new Error('no version')
    const blob = new Blob([fromBase64(code.slice(version.length))])
    const bytes = await through(blob, new DecompressionStream('deflate-raw'))
    return { kind: 'source', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch (error) {
    return error instanceof TooLong
      ? damaged(
          `The source in this address has more than ${longestSource} bytes.`,
          'Ask for it as a file, and open that with `netsplit check`.',
        )
      : damaged(
          'The source in this address is damaged, or a part of it is missing.',
          'Copy the whole address again.',
        )
  }
}

const damaged = (what: string, wayOut: string): Unpacked => ({ kind: 'damaged', what, wayOut })

class TooLong extends Error {}

const through = async (
  blob: Blob,
  transform: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> => {
  const reader = blob.stream().pipeThrough(transform).getReader()
  const parts: Uint8Array[] = []
  let length = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value)
    length += next.value.length
    if (length > longestSource) {
      await reader.cancel()
      throw new TooLong()
    }
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

const toBase64 = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(plain, (character) => character.charCodeAt(0))
}
