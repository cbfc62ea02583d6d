import { createColors } from 'picocolors'
import {
  answerJson,
  capCombinations,
  capDelayed,
  capTask,
  capWithoutValidity,
  modelWords,
  rulesOf,
  solve,
} from '../impossibility/index.ts'
import type { Answer, CapDemands } from '../impossibility/index.ts'
import { asExpected } from './impossible-answer.ts'
import {
  conditionLines,
  entries,
  heading,
  methodLines,
  paragraph,
  proofLines,
  ruleLines,
  scopeLines,
} from './impossible-text.ts'
import type { Page } from './impossible-text.ts'

/** The eight combinations and two variations, answered. */
export interface CapAnswers {
  readonly combinations: readonly { readonly demands: CapDemands; readonly answer: Answer }[]
  readonly delayed: Answer
  readonly withoutValidity: Answer
}

/** Answer all that `cap` is about. */
export function answerCap(): CapAnswers {
  return {
    combinations: capCombinations.map((demands) => ({ demands, answer: solve(capTask(demands)) })),
    delayed: solve(capDelayed),
    withoutValidity: solve(capWithoutValidity),
  }
}

/** Whether everything came out as the theorem says. */
export function capAsExpected({ combinations, delayed, withoutValidity }: CapAnswers): boolean {
  return [...combinations.map(({ answer }) => answer), delayed, withoutValidity].every(asExpected)
}

/** The answers as plain data. */
export function capJson({ combinations, delayed, withoutValidity }: CapAnswers): object {
  return {
    combinations: combinations.map(({ demands, answer }) => {
      const { consistency, availability, partition } = demands
      return { consistency, availability, partition, ...answerJson(answer) }
    }),
    delayed: answerJson(delayed),
    withoutValidity: answerJson(withoutValidity),
  }
}

/** The answers as a page. */
export function capLines(answers: CapAnswers, page: Page): string[] {
  const { combinations, delayed, withoutValidity } = answers
  const all = combinations.at(-1)?.answer
  const none = combinations[0]?.answer
  if (all === undefined || none === undefined) throw new Error('there are no combinations')
  const { bold } = createColors(page.colour)
  const service = none.task.conditions.filter(({ name }) => name === 'service')
  return [
    bold('Consistent, available and partition tolerant: which of the three can be had?'),
    '',
    ...paragraph(all.task.story, page, 2),
    ...heading('What may be asked', page),
    ...entries(demandEntries(all), page),
    ...heading('What is always asked', page),
    ...conditionLines(
      [...all.task.conditions.filter(({ name }) => name === 'validity'), ...service],
      page,
    ),
    ...heading('What may happen', page),
    ...paragraph(modelWords(all.task), page, 2),
    ...heading('The eight combinations', page),
    ...combinations.map(({ demands, answer }) => combinationLine(demands, answer, page)),
    '',
    ...methodLines(page),
    ...heading('Protocols for the seven that are possible', page),
    ...tableLines(answers, page),
    ...heading('C A P: no protocol exists. The proof', page),
    ...proofLines(all, page),
    ...heading('The same if a partition only delays messages', page),
    ...delayedLines(delayed, page),
    ...heading('Without validity there is a way out', page),
    ...withoutValidityLines(withoutValidity, page),
    ...heading('Designs that engineers build', page),
    ...paragraph(designText, page, 2),
    ...heading('What is proved, and what is not', page),
    ...scopeLines(all, page),
    ...paragraph(boundText, page, 2, 4),
    ...paragraph(sourceText, page, 2, 4),
  ]
}

/* What the table of CAP finds of these three is tested there. */
const designText =
  '`netsplit cap` runs eight designs in the same two cities: of an order, which one user confirms and another ' +
  'cancels. Those of the best known kinds there: ca is one of C A -, cp one of C - P, ap one of - A P.'

const boundText =
  '- The impossibility does not depend on the bound: in the runs of the proof no message arrives before the ' +
  'decision, so more messages would not help. That the seven are possible is shown within the bound only.'
const sourceText =
  '- The theorem: S. Gilbert and N. Lynch, "Brewer\'s conjecture and the feasibility of consistent, available, ' +
  'partition-tolerant web services", SIGACT News 33(2), 2002; Theorem 1, and Corollary 1.1 for delays.'

function demandEntries({ task }: Answer): [string, string][] {
  const text = (name: string): string =>
    task.conditions.find((one) => one.name === name)?.text ?? ''
  return [
    ['C  consistency', text('consistency')],
    ['A  availability', text('availability')],
    ['P  partition', 'All that is asked holds although the link between the regions may be cut.'],
  ]
}

/** Three letters, a dash for what is not asked. */
function letters({ consistency, availability, partition }: CapDemands): string {
  return [consistency ? 'C' : '-', availability ? 'A' : '-', partition ? 'P' : '-'].join(' ')
}

function combinationLine(
  demands: CapDemands,
  { possible, runs, proof }: Answer,
  page: Page,
): string {
  const { green, red } = createColors(page.colour)
  const answer = possible ? green('possible  ') : red('IMPOSSIBLE')
  const why =
    proof === null
      ? `a protocol, correct in all ${runs.length} runs`
      : `a proof from ${proof.runs.length} of ${runs.length} runs`
  return `  ${letters(demands)}   ${answer}   ${why}`
}

/** The decision tables; combinations with the same table share it. */
function tableLines({ combinations }: CapAnswers, page: Page): string[] {
  const tables = new Map<string, { served: string[]; answer: Answer }>()
  for (const { demands, answer } of combinations) {
    if (!answer.possible) continue
    const key = JSON.stringify(rulesOf(answer))
    const table = tables.get(key) ?? { served: [], answer }
    table.served.push(letters(demands))
    tables.set(key, table)
  }
  return [...tables.values()].flatMap(({ served, answer }) => [
    `  For ${served.join('   and   ')}`,
    '',
    ...ruleLines(rulesOf(answer), page).map((line) => `  ${line}`),
    '',
  ])
}

function delayedLines(delayed: Answer, page: Page): string[] {
  const intro =
    'Let C and validity be asked only of runs in which every message arrives in the end, as for a link that is ' +
    'merely slow. Availability is asked always. It does not help: while it waits, a region cannot tell slow ' +
    'from lost.'
  return [
    ...paragraph(intro, page, 2),
    '',
    ...proofLines(delayed, page),
    '',
    ...scopeLines(delayed, page),
  ]
}

function withoutValidityLines(answer: Answer, page: Page): string[] {
  const intro =
    'Ask for C, A and P, but not that an order that conflicts with nothing be confirmed. Then this does it:'
  const moral =
    'Refuse everything: always consistent, always answered, and of no use. So validity matters.'
  return [
    ...paragraph(intro, page, 2),
    '',
    ...ruleLines(rulesOf(answer), page),
    '',
    ...paragraph(moral, page, 2),
  ]
}
