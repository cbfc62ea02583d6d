import { printable } from '../value/printable.ts'
import { subjectOf, type Checked } from './checked.ts'
import { findingsOf, isOpen } from './findings.ts'

/** What is not as expected in a check, a line for each, in the form that editors know of compilers: `file:line: error: …`. */
export const renderLines = (checked: Checked): string =>
  findingsOf(checked)
    .map(({ rule, title, message, source }) => {
      const place = source === null ? 'netsplit' : `${printable(source.file)}:${source.line}`
      const kind = isOpen(rule) ? 'warning' : 'error'
      return `${place}: ${kind}: ${subjectOf(checked)}: ${title}: ${printable(message)}\n`
    })
    .join('')
