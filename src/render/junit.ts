import type { Checked } from './checked.ts'
import { subjectOf } from './checked.ts'
import { findingOf, findingsOf, type Finding } from './findings.ts'

/**
 * Checks as JUnit's XML: a suite for each check, a case for each property. It is what both schemas allow that
 * there are, that of Apache Ant's reports and that of Jenkins. What is undecided is an error, as it is no proof.
 */
export const renderJunit = (all: readonly Checked[]): string => {
  const suites = all.flatMap((each, at) => suiteOf(each, at))
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...suites,
    '</testsuites>',
    '',
  ].join('\n')
}

interface Case {
  readonly name: string
  readonly finding: Finding | null
}

const suiteOf = (checked: Checked, id: number): readonly string[] => {
  const { asked, began, came } = checked
  const cases = casesOf(checked)
  const count = (isFailure: boolean): number =>
    cases.filter(({ finding }) => finding !== null && isFailed(finding) === isFailure).length
  const seconds = came.kind === 'report' ? came.report.seconds : 0
  const parameters = came.kind === 'report' ? Object.entries(came.report.parameters) : []
  const head = attributes({
    id,
    package: 'netsplit',
    name: subjectOf(checked),
    timestamp: new Date(began).toISOString().slice(0, 19),
    hostname: 'localhost',
    tests: cases.length,
    failures: count(true),
    errors: count(false),
    time: seconds.toFixed(3),
  })
  return [
    `  <testsuite ${head}>`,
    '    <properties>',
    ...[['model', asked] as const, ...parameters].map(
      ([name, value]) => `      <property ${attributes({ name, value: String(value) })}/>`,
    ),
    '    </properties>',
    ...cases.flatMap((it) => caseOf(it, subjectOf(checked))),
    '    <system-out/>',
    '    <system-err/>',
    '  </testsuite>',
  ]
}

/** What came out against expectation is a failure; what did not come out, or is wrong, an error. */
const isFailed = ({ rule }: Finding): boolean => ['violated', 'holds', 'vacuous'].includes(rule)

const casesOf = (checked: Checked): readonly Case[] => {
  const { came, asked } = checked
  const report = came.kind === 'report' ? came.report : null
  const cases = (report?.properties ?? []).map((property) => ({
    name: property.name,
    finding: report === null ? null : findingOf(property, report),
  }))
  const others = findingsOf(checked).filter(
    ({ title }) => !cases.some(({ finding }) => finding?.title === title),
  )
  if (cases.length === 0 && others.length === 0) return [{ name: asked, finding: null }]
  return [...cases, ...others.map((finding) => ({ name: asked, finding }))]
}

const caseOf = ({ name, finding }: Case, classname: string): readonly string[] => {
  const head = `    <testcase ${attributes({ name, classname, time: '0' })}`
  if (finding === null) return [`${head}/>`]
  const tag = isFailed(finding) ? 'failure' : 'error'
  const { source, rule, title, message, detail } = finding
  const place = source === null ? [] : [`${source.file}:${source.line}`]
  const text = escaped([...place, detail].filter((part) => part !== '').join('\n'))
  const words = rule === 'mistake' ? title : message
  return [
    `${head}>`,
    `      <${tag} ${attributes({ message: words, type: rule })}>${text}</${tag}>`,
    '    </testcase>',
  ]
}

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}="${escaped(String(value)).replaceAll('\n', '&#10;')}"`)
    .join(' ')

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/** A text in XML, without what XML cannot say: most of the control characters, halves of surrogate pairs. */
const escaped = (text: string): string =>
  text
    .replaceAll(/(?![\t\n\r])\p{Cc}|\p{Surrogate}|[\ufffe\uffff]/gu, '\ufffd')
    .replaceAll(/[&<>"]/g, (character) => entities[character] ?? character)
