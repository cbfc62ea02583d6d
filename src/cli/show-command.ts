import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { reportFromJson } from '../render/report-json.ts'
import { renderProperty } from '../render/report-text.ts'
import type { FlipReport, PropertyReport, Report } from '../report.ts'
import { propertyOf } from '../tell.ts'
import { ModelError } from '../value/model-error.ts'
import { isInstance } from '../value/thrown.ts'
import { Exit, type Io } from './io.ts'
import { picture } from './pictures.ts'
import type { Picture } from './picture-names.ts'
import { reportText, styleFor } from './rendering.ts'

/** The options of `netsplit show`, parsed. */
export interface ShowFlags {
  readonly property?: string
  readonly witnesses?: true
  readonly unfold?: true
  readonly as?: Picture
}

/**
 * `netsplit show`: prints a report that `netsplit check --json` made, as the check would have.
 *
 * @throws ModelError 'bad-report' when the file is missing, damaged or of another version
 */
export const showCommand = async (file: string, flags: ShowFlags, io: Io): Promise<number> => {
  const report = reportFromJson(await parse(file, io.cwd))
  refuseRuns(file, report, flags)
  const { property: name, as } = flags
  if (as !== undefined) {
    io.stdout.write(picture(as, pictured(name, report)))
    return Exit.asExpected
  }
  io.stdout.write(
    name === undefined
      ? reportText(report, io.stdout, flags)
      : renderProperty(propertyNamed(name, report), report, {
          ...styleFor(io.stdout),
          unfold: flags.unfold ?? false,
        }),
  )
  return Exit.asExpected
}

const parse = async (file: string, cwd: string): Promise<unknown> => {
  let text: string
  try {
    text = await readFile(resolve(cwd, file), 'utf8')
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw new ModelError('bad-report', {
      what: code === 'ENOENT' ? 'There is no such file' : `The file cannot be read (${code})`,
      where: [file],
      fix: 'make one with `netsplit check MODEL --json > report.json`',
    })
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new ModelError('bad-report', {
      what: 'The file holds no JSON document, or not the whole of one',
      where: [file],
      fix: 'make it again with `netsplit check MODEL --json > report.json`',
    })
  }
}

/** With assumptions changed no runs are told: nothing can be asked about them. */
const refuseRuns = (file: string, report: Report | FlipReport, flags: ShowFlags): void => {
  const option = Object.keys(flags)[0]
  if (!('flips' in report) || option === undefined) return
  throw new ModelError('bad-option', {
    what: `The report compares verdicts (--flip): --${option} has nothing to choose from`,
    where: [`netsplit show ${file} --${option}`],
    fix: `leave --${option} out`,
  })
}

/** The property whose run is drawn: the one named, or the only one that has a run. */
const pictured = (name: string | undefined, report: Report): PropertyReport => {
  const told = report.properties.filter(({ trace }) => trace !== null)
  const [only] = told
  const found = name === undefined && told.length === 1 ? only : undefined
  if (found !== undefined) return found
  const names = told.map((property) => property.name).join('; ')
  if (name === undefined) {
    throw new ModelError('bad-option', {
      what: `One run can be drawn, and the report has ${told.length}`,
      where: ['--as'],
      fix: told.length === 0 ? 'draw a report with a run' : `name one with --property: ${names}`,
    })
  }
  const property = propertyNamed(name, report)
  if (property.trace !== null) return property
  throw new ModelError('bad-option', {
    what: `The report has no run of '${name}'`,
    where: [`--property ${name}`],
    fix: names === '' ? 'draw a report with a run' : `give one of: ${names}`,
  })
}

const propertyNamed = (name: string, report: Report): PropertyReport => {
  try {
    return propertyOf(report, name)
  } catch (error) {
    throw isInstance(error, ModelError) ? error.at(`--property ${name}`) : error
  }
}
