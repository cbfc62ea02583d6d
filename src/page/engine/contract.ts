export type * from '../../worker/contract.ts'
