import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

/** A registry for npm. */
export interface Registry {
  readonly url: string
  readonly close: () => void
}

interface Packed {
  readonly tarball: Buffer
  readonly manifest: { readonly name: string; readonly version: string }
}

/** Packs a package as it would be published. The build is there: nothing of it is made again. */
const pack = (folder: string, into: string): Packed => {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', into]
  const printed = execFileSync('npm', args, { cwd: folder, encoding: 'utf8' })
  const [{ filename }] = JSON.parse(printed) as [{ filename: string }]
  const manifest = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as Packed['manifest']
  return { tarball: readFileSync(join(into, filename)), manifest }
}

/** A registry that has the packages of these folders, packed, and sends npm to its usual one for all others. */
export const registryWith = async (folders: readonly string[], into: string): Promise<Registry> => {
  const all = folders.map((folder) => pack(folder, into))
  const usual = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim()
  const server = createServer(({ url = '' }, response) => {
    const name = url.slice(1).replace(/\.tgz$/, '')
    const found = all.find((it) => it.manifest.name === name)
    if (found === undefined) {
      response.writeHead(302, { location: new URL(url, usual).href }).end()
      return
    }
    const { tarball, manifest } = found
    if (url.endsWith('.tgz')) {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(tarball)
      return
    }
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
    const dist = { tarball: `${address()}${name}.tgz`, integrity }
    const { version } = manifest
    const versions = { [version]: { ...manifest, dist } }
    const document = { name, 'dist-tags': { latest: version }, versions }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document))
  })
  const address = (): string => `http://localhost:${(server.address() as AddressInfo).port}/`
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return {
    url: address(),
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
