import { capModules, type Load } from './bundled-cap.ts'
import { abouts, type BundledName } from './names.ts'

/** All models. */
export const modules: Readonly<Record<BundledName, Load>> = {
  'die-hard': () => import('./die-hard.ts'),
  'dining-philosophers': () => import('./dining-philosophers.ts'),
  'two-generals': () => import('./two-generals.ts'),
  'two-phase-commit': () => import('./two-phase-commit.ts'),
  paxos: () => import('./paxos.ts'),
  fischer: () => import('./fischer.ts'),
  heartbeat: () => import('./heartbeat.ts'),
  lease: () => import('./lease.ts'),
  ...capModules,
}

/** What the catalogue says of a model besides what must come out. */
export const bundle = (
  name: BundledName,
): { readonly name: BundledName; readonly about: string; readonly load: Load } => ({
  name,
  about: abouts[name],
  load: modules[name],
})
