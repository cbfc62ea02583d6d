import { expect, test } from 'vitest'
import { reachIn } from '../../src/mutate/reach.ts'
import { propertiesIn } from '../../src/mutate/stated.ts'
import { treeOf } from '../../src/mutate/syntax.ts'

const entries = '{ one: always(() => true), two, three: always(isThree) }'
const forms: Readonly<Record<string, string>> = {
  'an arrow': `properties: ({ always }) => (${entries})`,
  'an arrow with a block': `properties: ({ always }) => { if (!always) return {}; return ${entries} }`,
  'a function': `properties: function ({ always }) { return ${entries} as const }`,
  'a method': `properties({ always }) { const it = () => { return { four: 1 } }; return ${entries} }`,
  'a constant': 'properties: asConstant',
  'a function by its name': 'properties: asFunction',
  'its own name': 'properties',
  'what a function makes': "properties: made('x')",
  'what is put together': 'properties: (kit) => ({ ...(kit ? asConstant(kit) : {}) })',
  'what is given by a name': '...given',
}

test.each(Object.entries(forms))('properties are found in %s', (_, form) => {
  const text = `
import { system as kind } from 'netsplit'
const two = always(({ nodes }) => nodes.a)
const isThree = ({ nodes }) => nodes.b
const asConstant = ({ always }) => (${entries})
function asFunction({ always }) { return asConstant({ always }) }
const properties = asConstant
const made = (word) => { return asConstant }
const given = { properties: asFunction }
const circle = () => circle()
export default kind({ name: 'a', nodes: {}, ${form}, properties: circle })
`
  const file = { label: 'a.ts', text, imports: {} }
  const parsed = { ...file, tree: treeOf(file) }
  const stated = propertiesIn(parsed, reachIn([parsed]).systems.get('a.ts') ?? [])
  const told = stated.map(({ name, nodes }) => [
    name,
    nodes.map(({ start, end }) => text.slice(start ?? 0, end ?? 0)),
  ])
  expect(told).toEqual([
    ['one', ['one: always(() => true)']],
    ['two', ['two', 'always(({ nodes }) => nodes.a)']],
    ['three', ['three: always(isThree)', '({ nodes }) => nodes.b']],
  ])
})
