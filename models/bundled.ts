import { capModules, type Load } from './bundled-cap.ts'
import { abouts, groups, type BundledName, type GroupName } from './names.ts'

/** All models. */
export const modules: Readonly<Record<BundledName, Load>> = {
  'die-hard': () => import('./die-hard.ts'),
  'dining-philosophers': () => import('./dining-philosophers.ts'),
  'two-generals': () => import('./two-generals.ts'),
  'two-phase-commit': () => import('./two-phase-commit.ts'),
  'two-phase-commit-crashes': () => import('./two-phase-commit-crashes.ts'),
  'three-phase-commit': () => import('./three-phase-commit.ts'),
  'two-phase-locking': () => import('./two-phase-locking.ts'),
  paxos: () => import('./paxos.ts'),
  'multi-paxos': () => import('./multi-paxos.ts'),
  'viewstamped-replication': () => import('./viewstamped-replication.ts'),
  raft: () => import('./raft.ts'),
  'raft-membership': () => import('./raft-membership.ts'),
  'abd-register': () => import('./abd-register.ts'),
  'quorum-store': () => import('./quorum-store.ts'),
  'byzantine-broadcast': () => import('./byzantine-broadcast.ts'),
  fischer: () => import('./fischer.ts'),
  lease: () => import('./lease.ts'),
  heartbeat: () => import('./heartbeat.ts'),
  'lamport-mutex': () => import('./lamport-mutex.ts'),
  'ricart-agrawala': () => import('./ricart-agrawala.ts'),
  'chang-roberts': () => import('./chang-roberts.ts'),
  'token-ring-termination': () => import('./token-ring-termination.ts'),
  'safra-termination': () => import('./safra-termination.ts'),
  'chandy-lamport': () => import('./chandy-lamport.ts'),
  'alternating-bit': () => import('./alternating-bit.ts'),
  redlock: () => import('./redlock.ts'),
  'reliable-broadcast': () => import('./reliable-broadcast.ts'),
  gossip: () => import('./gossip.ts'),
  'single-copy-register': () => import('./single-copy-register.ts'),
  'cache-invalidation': () => import('./cache-invalidation.ts'),
  'idempotency-key': () => import('./idempotency-key.ts'),
  outbox: () => import('./outbox.ts'),
  saga: () => import('./saga.ts'),
  bully: () => import('./bully.ts'),
  'primary-backup': () => import('./primary-backup.ts'),
  'chain-replication': () => import('./chain-replication.ts'),
  crdt: () => import('./crdt.ts'),
  ...capModules,
}

/** A model that comes with the program. */
export interface Bundled {
  readonly name: BundledName
  /** One line. */
  readonly about: string
  readonly load: Load
}

/** A model by its name. */
export const bundle = (name: BundledName): Bundled => ({
  name,
  about: abouts[name],
  load: modules[name],
})

/** All of them, group by group, in the order in which they are listed. */
export const bundledGroups: readonly {
  readonly group: GroupName
  readonly all: readonly Bundled[]
}[] = (Object.keys(groups) as GroupName[]).map((group) => ({
  group,
  all: (Object.keys(groups[group]) as BundledName[]).map(bundle),
}))

/** All of them. */
export const bundled: readonly Bundled[] = bundledGroups.flatMap(({ all }) => all)
