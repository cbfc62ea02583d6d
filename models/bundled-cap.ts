import type { ModelModule } from './configuration.ts'
import type { CapName } from './names.ts'

/** Loads the module of a model. */
export type Load = () => Promise<ModelModule>

/** The designs around CAP. */
export const capModules: Readonly<Record<CapName, Load>> = {
  'cap-ideal': () => import('./cap/ideal.ts'),
  'cap-cp': () => import('./cap/cp.ts'),
  'cap-ap': () => import('./cap/ap.ts'),
  'cap-ca': () => import('./cap/ca.ts'),
  'cap-single': () => import('./cap/single.ts'),
  'cap-payments': () => import('./cap/payments.ts'),
  'cap-tracking': () => import('./cap/tracking.ts'),
  'cap-chat': () => import('./cap/chat.ts'),
  'cap-sack': () => import('./cap/sack.ts'),
}
