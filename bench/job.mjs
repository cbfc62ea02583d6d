// One job in a process of its own: checks a bundled model with the built program and prints what it
// took as one line of JSON. The numbers are those of the whole process, start-up included.
import { check } from '../dist/src/index.js'
import { bundledModels } from '../dist/models/catalogue.js'

const [name, settings = '{}'] = process.argv.slice(2)
const { load } = bundledModels.find((model) => model.name === name)
const { default: model, parameters } = await load()
const base = typeof model === 'function' ? model({ ...parameters, ...JSON.parse(settings) }) : model

const report = await check(base)

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
