import { answerJson, families, solve, taskNamed } from '../impossibility/index.ts'
import type { Answer, Family, Task } from '../impossibility/index.ts'
import { asExpected } from './impossible-answer.ts'
import { answerCap, capAsExpected, capJson, capLines } from './impossible-cap.ts'
import { capital, heading, methodLines, paragraph, taskLines } from './impossible-text.ts'
import type { Page } from './impossible-text.ts'

/** What to print and how to exit: 0 if every answer is as expected, else 1. */
export interface Printed {
  readonly output: string
  readonly exitCode: number
}

/** How to print. */
export interface ImpossibleOptions {
  readonly json?: boolean
  /** The width of a line; 80 if not given. */
  readonly columns?: number
  readonly colour?: boolean
}

/**
 * Answer a task: one of the bundled ones by name, or the user's own; without a task, list those
 * that there are.
 *
 * @throws if there is no task of that name, or the task is malformed.
 */
export function impossible(task: string | Task | undefined, options: ImpossibleOptions): Printed {
  const page: Page = { columns: options.columns ?? 80, colour: options.colour ?? false }
  const json = options.json ?? false
  if (task === undefined) return printed(json ? familyNames() : listLines(page), true)
  if (typeof task !== 'string') return one(task, json, page)
  if (task === 'cap') {
    const answers = answerCap()
    return printed(json ? capJson(answers) : capLines(answers, page), capAsExpected(answers))
  }
  const family = families.find(({ name }) => name === task)
  if (family !== undefined) return several(family, json, page)
  const member = taskNamed(task)
  if (member !== undefined) return one(member, json, page)
  throw new Error(
    `there is no impossibility task ${JSON.stringify(task)}; ` +
      `known are ${families.map(({ name }) => name).join(', ')}, and their parts: ` +
      'run the command without a task to list them',
  )
}

function printed(content: object | string[], expected: boolean): Printed {
  const output = Array.isArray(content) ? content.join('\n') : JSON.stringify(content, null, 2)
  return { output: `${output}\n`, exitCode: expected ? 0 : 1 }
}

function one(task: Task, json: boolean, page: Page): Printed {
  const answer = solve(task)
  return printed(json ? answerJson(answer) : taskLines(answer, page), asExpected(answer))
}

function several(family: Family, json: boolean, page: Page): Printed {
  const answers = family.members.map(solve)
  const headline = answers.find(({ task }) => task.name === family.headline.name)
  if (headline === undefined) throw new Error(`the headline of ${family.name} is not a member`)
  const expected = answers.every(asExpected)
  if (json) {
    const variants = answers.map((answer) => ({ task: answer.task.name, ...answerJson(answer) }))
    return printed({ task: headline.task.name, ...answerJson(headline), variants }, expected)
  }
  const possible = answers.filter((answer) => answer.possible)
  return printed(
    [
      ...paragraph(`${capital(family.title)}: ${family.members.length} tasks.`, page),
      '',
      ...answers.map(summaryLine),
      '',
      ...methodLines(page),
      '',
      '-'.repeat(Math.min(page.columns, 80)),
      '',
      ...taskLines(headline, page),
      ...possible.flatMap((answer) => [
        '',
        '-'.repeat(Math.min(page.columns, 80)),
        '',
        ...taskLines(answer, page),
      ]),
      ...heading('More', page),
      ...paragraph(moreText(family), page, 2),
    ],
    expected,
  )
}

function moreText({ larger }: Family): string {
  const any = 'Any of the tasks listed above can be asked for by its name.'
  if (larger.length === 0) return any
  return `${any} So can some that take longer: ${larger.map(({ name }) => name).join(', ')}.`
}

function summaryLine({ task, possible, proof, runs }: Answer): string {
  const verdict = possible ? 'possible  ' : 'IMPOSSIBLE'
  const why =
    proof === null
      ? `all ${runs.length} runs`
      : `${proof.runs.length} of ${runs.length} runs conflict`
  return `  ${task.name.padEnd(24)} ${verdict}   ${why}`
}

function familyNames(): object {
  return {
    tasks: families.map(({ name, title, members, larger }) => ({
      name,
      title,
      parts: [...members, ...larger].map((member) => ({ name: member.name, title: member.title })),
    })),
  }
}

function listLines(page: Page): string[] {
  return families.flatMap(({ name, title, members, larger }, index) => [
    ...(index === 0 ? [] : ['']),
    ...paragraph(`${name}: ${title}`, page),
    ...[...members, ...larger].map((member) => `  ${member.name}`),
  ])
}
