// One job in a process of its own: checks a bundled model with the built program and prints what it
// took as one line of JSON. The numbers are those of the whole process, start-up included.
import { check, role, system } from '../dist/src/index.js'
import { bundledModels } from '../dist/models/catalogue.js'

const [name, settings = '{}', kind = 'as-is'] = process.argv.slice(2)
const { load } = bundledModels.find((model) => model.name === name)
const { default: model, parameters } = await load()
const base = typeof model === 'function' ? model({ ...parameters, ...JSON.parse(settings) }) : model

/** A property that no model has of itself. */
const answered = ({ everyRequestAnswered }) => ({
  'every request is answered': everyRequestAnswered(),
})

/** The properties that a job judges: the model's own, its invariants alone, or one about requests. */
const properties = {
  'as-is': base.properties,
  safety: base.properties.filter(({ property }) => property.kind === 'always'),
  liveness: system({ name, nodes: { any: role({ initial: () => 0 }) }, properties: answered })
    .properties,
}[kind]
const noReduction = kind === 'as-is' ? [] : ['ignored-deliveries']
const report = await check({ ...base, properties }, { noReduction })

const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
console.log(
  JSON.stringify({
    distinct: report.states.distinct,
    transitions: report.states.generated,
    verdicts: report.properties.map(({ verdict }) => verdict),
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMemoryBytes: maxRSS * 1024,
  }),
)
