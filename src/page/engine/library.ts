import * as immer from 'immer'
import * as tsPattern from 'ts-pattern'
import * as partition from '../../../models/cap/partition.ts'
import { check } from '../../check.ts'
import { client } from '../../model/client.ts'
import { machine } from '../../model/machine.ts'
import { duplicating, fifo, unordered } from '../../model/network.ts'
import { replicas, role } from '../../model/role.ts'
import { system } from '../../model/system.ts'
import { flips } from '../../model/flips.ts'
import { ModelError } from '../../value/model-error.ts'
import type { Library } from './source.ts'

const language = {
  check,
  client,
  duplicating,
  fifo,
  flips,
  machine,
  ModelError,
  replicas,
  role,
  system,
  unordered,
}

/** What there is of netsplit where sources are run: to ask for anything else is an error that says so. */
const netsplit = new Proxy(language, {
  get: (all, name) => {
    if (typeof name === 'symbol' || name in all || name === '__esModule') {
      return Reflect.get(all, name) as unknown
    }
    throw new ModelError('bad-model-file', {
      what: `'${name}' of netsplit is not there on this page`,
      fix: `a model here can import ${Object.keys(language).join(', ')}`,
    })
  },
})

/** What sources may import: the packages of a model, and what bundled models share. */
export const library: Library = (name) => {
  if (name === 'netsplit') return netsplit
  if (name === 'ts-pattern') return tsPattern
  if (name === 'immer') return immer
  return /^\.{1,2}\/(.*\/)?partition(\.[tj]s)?$/.test(name) ? partition : null
}
