export { commandsOf, type Bridge } from './commands.ts'
export type { BridgeOptions, Part } from './part.ts'
export { Disagreement, Shadow } from './shadow.ts'
