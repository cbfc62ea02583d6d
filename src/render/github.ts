import { subjectOf, type Checked } from './checked.ts'
import { findingsOf, isOpen, type Finding } from './findings.ts'

/** The annotations of a check for GitHub's workflows: a line for each thing that is not as expected. */
export const renderAnnotations = (
  checked: Checked,
  inRepository: (file: string) => string,
): string =>
  findingsOf(checked)
    .map((finding) => `${annotation(finding, subjectOf(checked), inRepository)}\n`)
    .join('')

const annotation = (
  { rule, title, message, detail, source }: Finding,
  subject: string,
  inRepository: (file: string) => string,
): string => {
  const command = isOpen(rule) ? 'warning' : 'error'
  const place =
    source === null ? {} : { file: inRepository(source.file), line: String(source.line) }
  const properties = Object.entries({ ...place, title: `${subject}: ${title}` })
    .map(([name, value]) => `${name}=${escapedProperty(value)}`)
    .join(',')
  const text = [message, detail].filter((part) => part !== '').join('\n\n')
  return `::${command} ${properties}::${escapedText(text)}`
}

/** As GitHub's own toolkit escapes what would end a command. */
const escapedText = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const escapedProperty = (text: string): string =>
  escapedText(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
