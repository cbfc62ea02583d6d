import type { Source } from '../report.ts'
import { subjectOf, type Checked } from './checked.ts'
import { findingsOf, isOpen, rules, type Finding, type Rule } from './findings.ts'

/** Checks as SARIF 2.1.0, which code scanning reads: a result for each thing that is not as expected. */
export const renderSarif = (
  all: readonly Checked[],
  version: string,
  inRepository: (file: string) => string,
): object => ({
  $schema:
    'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
  version: '2.1.0',
  runs: [
    {
      tool: {
        driver: {
          name: 'netsplit',
          version,
          rules: ruleNames.map((id) => ({ id, shortDescription: { text: rules[id] } })),
        },
      },
      invocations: [
        {
          executionSuccessful: all.every(({ came }) => came.kind === 'report'),
        },
      ],
      results: all.flatMap((each) =>
        findingsOf(each).map((it) => resultOf(it, each, inRepository)),
      ),
    },
  ],
})

const ruleNames = Object.keys(rules) as readonly Rule[]

const resultOf = (
  finding: Finding,
  checked: Checked,
  inRepository: (file: string) => string,
): object => {
  const { rule, title, message, detail, source } = finding
  const subject = subjectOf(checked)
  return {
    ruleId: rule,
    ruleIndex: ruleNames.indexOf(rule),
    level: isOpen(rule) ? 'warning' : 'error',
    message: { text: [`${subject}: ${title}: ${message}`, detail].filter(Boolean).join('\n\n') },
    locations: [
      {
        ...physical(source, inRepository),
        logicalLocations: [{ name: title, fullyQualifiedName: `${subject}/${title}` }],
      },
    ],
    // By this a result is found again that was there before.
    partialFingerprints: { 'netsplit/v1': `${subject}/${title}/${rule}` },
  }
}

const physical = (source: Source | null, inRepository: (file: string) => string): object =>
  source === null
    ? {}
    : {
        physicalLocation: {
          artifactLocation: { uri: uriOf(inRepository(source.file)) },
          region: { startLine: source.line },
        },
      }

/** A path as a URI that is relative, whatever is in it; what is no text becomes a mark. */
const uriOf = (path: string): string =>
  path
    .replaceAll(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/')
