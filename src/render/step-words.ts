import type { ProfileStep } from '../report.ts'
import { showName } from '../value/notation.ts'

const words: Readonly<Record<ProfileStep['kind'], string>> = {
  initial: 'initial states',
  deliver: 'receiving',
  timeout: 'timeout',
  internal: 'step',
  restart: 'restart',
  lose: 'fault: losing',
  duplicate: 'fault: duplicating',
  say: 'fault: a traitor saying',
  crash: 'fault: crash',
  split: 'fault: cut',
  heal: 'healing of a cut',
  pause: 'pause',
  resume: 'going on after a pause',
  tick: 'unit of time',
}

/** What a step is; the type of a message has its own quotes. */
export const stepName = ({ kind, name }: Pick<ProfileStep, 'kind' | 'name'>): string => {
  if (name === '') return words[kind]
  const isNamed = kind === 'timeout' || kind === 'internal'
  return showName(`${words[kind]} ${isNamed ? `'${name}'` : name}`)
}
