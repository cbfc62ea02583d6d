import {
  castDraft,
  castImmutable,
  current,
  enableMapSet,
  freeze,
  immerable,
  isDraft,
  isDraftable,
  nothing,
  original,
  produce,
} from 'immer'
import * as tsPattern from 'ts-pattern'
import * as partition from '../../../models/cap/partition.ts'
import * as everything from '../../../models/everything.ts'
import * as membership from '../../../models/parts/membership.ts'
import * as putGet from '../../../models/parts/put-get.ts'
import * as raftProperties from '../../../models/parts/raft-properties.ts'
import * as raftState from '../../../models/parts/raft-state.ts'
import * as slots from '../../../models/parts/slots.ts'
import * as viewChange from '../../../models/parts/view-change.ts'
import { check } from '../../check.ts'
import {
  casRegister,
  causallyConsistent,
  counter,
  eventuallyConsistent,
  haveConverged,
  linearizable,
  lock,
  map,
  monotonicReads,
  monotonicWrites,
  queue,
  readYourWrites,
  register,
  sequentiallyConsistent,
  serializable,
  set,
  snapshotIsolation,
  stack,
  transactions,
  writesFollowReads,
} from '../../history/index.ts'
import { byzantine } from '../../model/byzantine.ts'
import { atLeast, defaultsOf, oneOf } from '../../model/choices.ts'
import { client } from '../../model/client.ts'
import { machine } from '../../model/machine.ts'
import { duplicating, fifo, unordered } from '../../model/network.ts'
import { observer } from '../../model/observer.ts'
import { replicas, role } from '../../model/role.ts'
import { system } from '../../model/system.ts'
import { flips } from '../../model/flips.ts'
import { ModelError } from '../../value/model-error.ts'
import type { Library } from './source.ts'

const language = {
  atLeast,
  byzantine,
  check,
  client,
  defaultsOf,
  duplicating,
  fifo,
  flips,
  machine,
  ModelError,
  observer,
  oneOf,
  replicas,
  role,
  system,
  unordered,
}

/** What bundled models share, and what they are taken apart into, by the file that it is in. */
const beside: Readonly<Record<string, object>> = {
  everything,
  membership,
  partition,
  'put-get': putGet,
  'raft-properties': raftProperties,
  'raft-state': raftState,
  slots,
  'view-change': viewChange,
}

/** Of histories what watches over those of a model; recorded ones are read on the command line. */
const histories = {
  casRegister,
  causallyConsistent,
  counter,
  eventuallyConsistent,
  haveConverged,
  linearizable,
  lock,
  map,
  monotonicReads,
  monotonicWrites,
  queue,
  readYourWrites,
  register,
  sequentiallyConsistent,
  serializable,
  set,
  snapshotIsolation,
  stack,
  transactions,
  writesFollowReads,
}

/** Of immer what a handler may use; what changes it for all, and patches, are left out. */
const drafts = {
  castDraft,
  castImmutable,
  current,
  enableMapSet,
  freeze,
  immerable,
  isDraft,
  isDraftable,
  nothing,
  original,
  produce,
}

/** What there is of a package where sources are run: to ask for anything else is an error that says so. */
const only = (name: string, all: object): object =>
  new Proxy(all, {
    get: (_, wanted) => {
      if (typeof wanted === 'symbol' || wanted in all || wanted === '__esModule') {
        return Reflect.get(all, wanted) as unknown
      }
      throw new ModelError('bad-model-file', {
        what: `'${wanted}' of ${name} is not there on this page`,
        fix: `a model here can import ${Object.keys(all).join(', ')}`,
      })
    },
  })

const packages: Readonly<Record<string, object>> = {
  netsplit: only('netsplit', language),
  'netsplit/history': only('netsplit/history', histories),
  immer: only('immer', drafts),
  'ts-pattern': tsPattern,
}

/** What sources may import: the packages of a model, and the files beside bundled ones. */
export const library: Library = (name) => {
  if (Object.hasOwn(packages, name)) return packages[name] ?? null
  const [, file = ''] = /^\.{1,2}\/(?:.*\/)?([a-z]+(?:-[a-z]+)*)(?:\.[tj]s)?$/.exec(name) ?? []
  return Object.hasOwn(beside, file) ? (beside[file] ?? null) : null
}
