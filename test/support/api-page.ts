import { anchorsOf } from './documents.ts'
import type { Entry, Exported } from './api-reference.ts'

const head = `# API

What \`netsplit\`, \`netsplit/vitest\`, \`netsplit/fast-check\`, \`netsplit/browser\`, \`netsplit/history\` and \`netsplit/impossibility\` export, as the docstrings in
the source say it. This page is made from them (\`UPDATE_DOCS=1 npx vitest run --project fast test/api.test.ts\`).
`

/** The page of a package's API, as Markdown. */
export const apiPage = (entries: readonly Entry[]): string => {
  const sections = entries.map(({ name, exports }) => {
    const values = exports.filter(({ kind }) => kind === 'value')
    const types = exports.filter(({ kind }) => kind === 'type')
    const body = [...values, ...types].map(section).join('\n')
    return `## ${name}\n\n${list(values)}${list(types)}${body}`
  })
  return linked([head, ...sections].join('\n'))
}

const list = (group: readonly Exported[]): string =>
  group.length === 0 ? '' : `${group.map(({ name }) => `\`${name}\``).join(', ')}.\n\n`

/** A page whose lists of names lead to the headings below them. */
const linked = (page: string): string => {
  const anchors = [...anchorsOf(page)]
  const next = (name: string): string => {
    const anchor = name.toLowerCase()
    const at = anchors.findIndex((it) => it.replace(/-\d+$/, '') === anchor)
    const [found] = anchors.splice(at, 1)
    return `[\`${name}\`](#${found ?? anchor})`
  }
  return page.replaceAll(/^(`\w+`, )*`\w+`\.$/gm, (list) =>
    list.replaceAll(/`(\w+)`/g, (_, name: string) => next(name)),
  )
}

const section = ({ name, text, tags, declaration }: Exported): string => {
  const examples = tags.filter((tag) => tag.name === 'example')
  const notes = tags.filter((tag) => tag.name !== 'example').map(noteOf)
  return [
    `### ${name}\n`,
    `${text}\n`,
    ...(notes.length === 0 ? [] : [`${notes.join('\n')}\n`]),
    code(declaration),
    ...examples.map((tag) => code(tag.text.trim())),
  ].join('\n')
}

/** A tag as an item of a list; a parameter's name is set apart. */
const noteOf = ({ name, text }: Exported['tags'][number]): string => {
  const isNamed = name === 'param' || name === 'typeParam'
  const words = isNamed ? text.replace(/^(\S+)/, '`$1`:') : text
  return `- ${labelOf(name)} ${words.replaceAll('\n', '\n  ')}`
}

const code = (text: string): string => `\`\`\`ts\n${text}\n\`\`\`\n`

const labels: Readonly<Record<string, string>> = {
  param: '*Parameter*',
  typeParam: '*Type parameter*',
  returns: '*Returns*',
  throws: '*Throws*',
}

const labelOf = (tag: string): string => {
  const label = labels[tag]
  if (label === undefined) throw new Error(`the page has no words for @${tag}`)
  return label
}
