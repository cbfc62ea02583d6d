import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import sirv from 'sirv'
import { servedAt, type Given } from '../given.ts'
import { expectPage, filledPage, pageFolder } from './page-files.ts'

/** The page, handed out on this machine only. */
export interface PageServer {
  readonly port: number
  /** Tells every page that is open to ask for the model again. */
  readonly changed: () => void
  readonly close: () => Promise<void>
}

/**
 * Serves the page on 127.0.0.1.
 *
 * @param given what the page is given, asked for each time
 * @param port 0 for any that is free
 * @throws ModelError 'bad-option' when the page was not built; what Node throws when the port cannot be had
 */
export const servePage = async (given: () => Given, port: number): Promise<PageServer> => {
  await expectPage('index.html')
  const listeners = new Set<ServerResponse>()
  const files = sirv(pageFolder(), { dev: true })
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isOwn(request, server)) {
      response.writeHead(403).end('This address is for this machine only.')
      return
    }
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (pathname === servedAt.changes) return listen(response, listeners)
    if (pathname === servedAt.given) {
      return send(response, 'application/json', JSON.stringify(given()))
    }
    if (pathname === '/' || pathname === '/index.html') {
      const text = await filledPage('index.html', given())
      return send(
        response,
        'text/html; charset=utf-8',
        text.replace(/default-src 'none';/, "$& connect-src 'self';"),
      )
    }
    files(request, response)
  }
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(String(error))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    changed: () => {
      for (const listener of listeners) listener.write('data: changed\n\n')
    },
    close: async () => {
      for (const listener of listeners) listener.end()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Whether it is this machine that asks, by its own name: a page elsewhere may have had its name point here. */
const isOwn = ({ headers }: IncomingMessage, server: Server): boolean => {
  const { port } = server.address() as AddressInfo
  return [`127.0.0.1:${port}`, `localhost:${port}`].includes(headers.host ?? '')
}

const send = (response: ServerResponse, type: string, text: string): void => {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(text)
}

const listen = (response: ServerResponse, listeners: Set<ServerResponse>): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(': listening\n\n')
  listeners.add(response)
  response.on('close', () => listeners.delete(response))
}
