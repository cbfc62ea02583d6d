import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
}

/** Serves the files of a folder on 127.0.0.1, as any static host would, below a path. */
export const serve = async (
  folder: string,
  under: string,
): Promise<{ readonly address: string; readonly close: () => Promise<void> }> => {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    // Browsers ask for it, sooner or later, where a document names no icon: pages are emptied in such a one.
    if (pathname === '/favicon.ico') return void response.writeHead(204).end()
    const name = pathname.startsWith(under) ? pathname.slice(under.length) : null
    const file = path.join(folder, path.normalize(`/${name === '' ? 'index.html' : name}`))
    readFile(name === null ? '' : file).then(
      (content) => {
        response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'text/plain' })
        response.end(content)
      },
      () => response.writeHead(404).end('There is no such file.'),
    )
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    address: `http://127.0.0.1:${address.port}${under}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
