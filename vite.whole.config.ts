import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, mergeConfig, type Plugin } from 'vite'
import page from './vite.page.config.ts'

/*
 * The page as one file that needs no other, which `--html` fills: from a disk a browser loads no modules. The
 * frame for sources is made from a text in it and has its policy, which therefore lets scripts run that stand
 * in a document; as in the other, nothing can be loaded or sent.
 */

const scripts = "'unsafe-inline' 'unsafe-eval' blob:"

const noTypes = fileURLToPath(new URL('src/page/types/no-types.ts', import.meta.url))

const icon = readFileSync(fileURLToPath(new URL('src/page/public/icon.svg', import.meta.url)))
const iconData = `data:image/svg+xml;base64,${icon.toString('base64')}`

/** Puts script, style and icon into the document. */
const oneFile = (): Plugin => ({
  name: 'netsplit-one-file',
  enforce: 'post',
  generateBundle(_, bundle) {
    const document = bundle['index.html']
    if (document?.type !== 'asset') throw new Error('there is no document')
    let html = String(document.source)
      .replace('<html ', '<html data-single ')
      .replace("script-src 'self'", `script-src ${scripts}`)
      .replace("style-src 'self'", "style-src 'unsafe-inline'")
      .replace(/<script [^>]*><\/script>|<link rel="stylesheet"[^>]*>/g, '')
    for (const [name, file] of Object.entries(bundle)) {
      if (file.type === 'chunk') {
        // What would end the element is written in another way: strings mean the same by it.
        const text = file.code
          .replaceAll(/<\/(?=script)/gi, '<\\/')
          // There is nothing to be loaded beforehand.
          .replaceAll('__VITE_PRELOAD__', 'void 0')
        html = html.replace('</body>', () => `<script type="module">${text}</script></body>`)
      } else if (name.endsWith('.css')) {
        html = html.replace('</head>', () => `<style>${String(file.source)}</style></head>`)
      }
      delete bundle[name]
    }
    const source = html.replaceAll('./icon.svg', iconData)
    this.emitFile({ type: 'asset', fileName: 'whole.html', source })
  },
})

export default defineConfig(
  mergeConfig(page, {
    plugins: [oneFile()],
    publicDir: false,
    resolve: { alias: [{ find: 'netsplit:types', replacement: noTypes }] },
    build: {
      emptyOutDir: false,
      assetsInlineLimit: 100_000_000,
      rollupOptions: { output: { codeSplitting: false } },
    },
  }),
)
