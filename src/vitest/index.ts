import './to-be-as-expected.ts'
import './to-match-trace.ts'

export { describeSystem, type DescribeOptions } from './describe-system.ts'
export type { ModelModule } from '../model/model-module.ts'
export type { ParametersOf, Subject, SubjectOptions } from '../subject.ts'
