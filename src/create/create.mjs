#!/usr/bin/env node
// `npm create netsplit` is `netsplit init` of the netsplit that came with this package.
import { readFileSync } from 'node:fs'

const manifest = import.meta.resolve('netsplit/package.json')
const { bin } = JSON.parse(readFileSync(new URL(manifest), 'utf8'))
process.argv.splice(2, 0, 'init')
await import(new URL(bin.netsplit, manifest).href)
