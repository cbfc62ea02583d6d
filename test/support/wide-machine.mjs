// A machine with side × side distinct states of 64 small fields, checked by the built program
// in a process of its own with Node's default heap limit. Prints what it took as one line of JSON.
import { check, machine } from '../../dist/src/index.js'

const side = Number(process.argv[2])
const fields = Array.from({ length: 62 }, (_, index) => [`field${index}`, index % 7])

const wide = machine({
  name: 'wide',
  initial: () => ({ x: 0, y: 0, ...Object.fromEntries(fields) }),
  actions: {
    right: {
      when: ({ x }) => x + 1 < side,
      do: (state) => {
        state.x += 1
        state[`field${state.x % 62}`] = state.x % 100
      },
    },
    up: {
      when: ({ y }) => y + 1 < side,
      do: (state) => {
        state.y += 1
      },
    },
  },
  properties: ({ always }) => ({
    'the state is in its square': always(({ x, y }) => x < side && y < side),
  }),
})
const report = await check(wide)
process.stdout.write(
  JSON.stringify({
    distinct: report.states.distinct,
    verdicts: report.properties.map(({ verdict }) => verdict),
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    seconds: report.seconds,
  }),
)
