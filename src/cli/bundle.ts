import { resolve } from 'node:path'

/** A model file with all files of its own that it imports. */
interface Bundle {
  /** All of it as one text. */
  readonly text: string
  /** The files, by absolute paths. */
  readonly files: readonly string[]
}

/**
 * Puts a model file together with what it imports, packages left out.
 *
 * @throws Error when one of the files is missing or does not parse
 */
export const bundleOf = async (file: string): Promise<Bundle> => {
  const { build } = await import('esbuild')
  const { metafile, outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  const files = Object.keys(metafile.inputs).map((input) => resolve(input))
  return { text: outputFiles[0]?.text ?? '', files }
}
