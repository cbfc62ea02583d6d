import { createColors } from 'picocolors'
import { wrapAnsi } from 'fast-wrap-ansi'
import {
  diagramsOf,
  modelWords,
  proseOf,
  rulesOf,
  sameMark,
  scopeWords,
} from '../impossibility/index.ts'
import type { Answer, Condition, Rule } from '../impossibility/index.ts'

/** How to print: the width of a line, and whether in colour. */
export interface Page {
  readonly columns: number
  readonly colour: boolean
}

/** A heading with an empty line before it. */
export function heading(text: string, page: Page): string[] {
  return ['', createColors(page.colour).bold(text), '']
}

/** A paragraph, wrapped; `hang` is the indent of all its lines but the first. */
export function paragraph(text: string, page: Page, indent = 0, hang = indent): string[] {
  const lines = wrapAnsi(text, Math.max(20, page.columns - hang)).split('\n')
  // Only the first line may have less indent than it was wrapped for, so no line is too long.
  return lines.map((line, index) => ' '.repeat(index === 0 ? indent : hang) + line)
}

/** `label: text` with the text set off to the right of all labels. */
export function entries(list: readonly (readonly [string, string])[], page: Page): string[] {
  const width = list.reduce((most, [label]) => Math.max(most, label.length), 0)
  return list.flatMap(([label, text]) => {
    const [first = '', ...rest] = paragraph(text, page, 4 + width)
    return [`  ${label.padEnd(width)}  ${first.trimStart()}`, ...rest]
  })
}

/** The conditions of a task, each with its name. */
export function conditionLines(conditions: readonly Condition[], page: Page): string[] {
  return entries(
    conditions.map(({ name, text }) => [name, text]),
    page,
  )
}

/** A decision table in words, grouped by node. */
export function ruleLines(rules: readonly Rule[], page: Page): string[] {
  const { dim, green } = createColors(page.colour)
  const lines: string[] = []
  let node = ''
  const width = rules.reduce((most, { when }) => Math.max(most, when.length), 0)
  for (const rule of rules) {
    if (rule.node !== node) lines.push(`  ${rule.node}`)
    node = rule.node
    const does = rule.output === null ? dim(rule.does) : green(rule.does)
    const wide = 4 + width + 4 + rule.does.length > page.columns
    if (wide) {
      const when = paragraph(`${rule.when}:`, page, 4, 6)
      const last = `${when.at(-1) ?? ''} ${rule.does}`
      if (last.length <= page.columns)
        lines.push(...when.slice(0, -1), `${when.at(-1) ?? ''} ${does}`)
      else lines.push(...when, `      ${does}`)
    } else {
      lines.push(`    ${rule.when.padEnd(width)}  : ${does}`)
    }
  }
  return lines
}

/** The proof, run by run, and then the two worlds that a node cannot tell apart. */
export function proofLines(answer: Answer, page: Page): string[] {
  const { task, proof } = answer
  if (proof === null) return []
  const { bold, cyan } = createColors(page.colour)
  const prose = proseOf(task, proof).flatMap(({ label, text, depth }) => [
    ...paragraph(`${bold(`${label}.`)} ${text}`, page, 2 + 2 * depth, 4 + 2 * depth),
    '',
  ])
  const closing = 'So no protocol does what is asked.'
  const diagrams = diagramsOf(task, proof, page.columns - 2).flatMap(({ node, runs, lines }) => [
    ...heading(
      `Two worlds that ${node} cannot tell apart: runs ${runs[0] + 1} and ${runs[1] + 1}`,
      page,
    ),
    ...lines.map((line) => `  ${line.includes(sameMark) ? cyan(line) : line}`.trimEnd()),
    '',
    ...paragraph(
      `${sameMark} marks what ${node} itself sees or does; it is the same in both.`,
      page,
      2,
    ),
  ])
  return [...prose, ...paragraph(closing, page, 2), ...diagrams]
}

/** What is assumed and what is covered. */
export function scopeLines(answer: Answer, page: Page): string[] {
  const seen = answer.views.filter((view) => view.length > 0).length
  return scopeWords(answer.task, answer.runs.length, seen).flatMap((text) =>
    paragraph(`- ${text}`, page, 2, 4),
  )
}

/** One task from its story to its answer. */
export function taskLines(answer: Answer, page: Page): string[] {
  const { task, possible } = answer
  const { bold, green, red } = createColors(page.colour)
  const verdict = possible
    ? green('POSSIBLE: a protocol exists.')
    : red('IMPOSSIBLE: no protocol exists.')
  return [
    ...paragraph(bold(capital(task.title)), page),
    '',
    ...paragraph(task.story, page, 2),
    ...heading('What is asked', page),
    ...conditionLines(task.conditions, page),
    ...heading('What may happen', page),
    ...paragraph(modelWords(task), page, 2),
    ...heading('Answer', page),
    `  ${verdict}`,
    ...(possible
      ? protocolLines(answer, page)
      : [...heading('Proof', page), ...proofLines(answer, page)]),
    ...heading('What this covers', page),
    ...scopeLines(answer, page),
  ]
}

/** The synthesised protocol with what it needs to remember. */
export function protocolLines(answer: Answer, page: Page): string[] {
  const how =
    'Everybody tells all it knows whenever it may send. A node that has not decided yet looks up what it has ' +
    'seen; once it has decided it stands by that.'
  const memory = {
    values: 'This needs no more than the set of inputs heard of.',
    inputs: 'This needs no more than whose input is what.',
    knowledge: 'This needs no more than what each node is known to know.',
    everything: '',
  }[answer.memory ?? 'everything']
  return [
    ...heading('Protocol', page),
    ...paragraph(`${how} ${memory}`.trim(), page, 2),
    '',
    ...ruleLines(rulesOf(answer), page),
  ]
}

/** Why looking at these tables is looking at all protocols. */
export function methodLines(page: Page): string[] {
  return paragraph(
    'Why this speaks of all protocols: whatever a protocol does, one in which everybody tells all it has seen, ' +
      'and decides by a table from what it has seen to what it does, can do too. And a node that has seen the ' +
      'same does the same. So the search goes through all such tables, at once.',
    page,
    2,
  )
}

/** The text with its first letter in upper case. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
