import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pack, unpack } from '../../src/page/packed.ts'

test('a source that was packed is unpacked as it was', () =>
  fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 2_000 }), async (text) => {
      const code = await pack(text)
      expect(code).toMatch(/^[\w.-]*$/)
      expect(await unpack(code)).toEqual({ kind: 'source', text })
    }),
  ))

test('a source of which a part is missing, or that is no source, is a sentence with a way out', async () => {
  const code = await pack('export default system({ nodes: [] })')
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.nat(code.length - 1).map((length) => code.slice(0, length)),
        fc.string(),
      ),
      async (text) => {
        const unpacked = await unpack(text)
        if (unpacked.kind === 'source') return
        expect(unpacked.what).toMatch(/\.$/)
        expect(unpacked.wayOut).toMatch(/\.$/)
      },
    ),
  )
  expect(await unpack(code.slice(0, -4))).toMatchObject({
    what: 'The source in this address is damaged, or a part of it is missing.',
  })
})

test('a source packed in a newer way is refused as that', async () => {
  expect(await unpack('2.abc')).toMatchObject({
    what: 'The source in this address is packed in a newer way (2).',
  })
})

test('a short address that unpacks into very much is refused before it fills the memory', async () => {
  const bytes = new Blob(['x'.repeat(5_000_000)]).stream()
  const small = await new Response(
    bytes.pipeThrough(new CompressionStream('deflate-raw')),
  ).arrayBuffer()
  const bomb = `1.${Buffer.from(small).toString('base64url')}`
  expect(bomb.length).toBeLessThan(20_000)
  expect(await unpack(bomb)).toMatchObject({
    what: 'The source in this address has more than 500000 bytes.',
  })
})
