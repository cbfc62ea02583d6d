import { basename } from 'node:path'
import type { Report } from '../report.ts'
import { reportToJson } from '../render/report-json.ts'
import { isFile } from './load-model.ts'
import type { Setting } from './options.ts'
import { ownSource } from './own-source.ts'
import { filledPage } from './page-files.ts'

/** The page as one file, with a report in it, and with the model, so that it can be walked through. */
export const reportPage = async ({
  report,
  model,
  settings,
}: {
  readonly report: Report
  readonly model: string
  readonly settings: readonly Setting[]
}): Promise<string> => {
  const set = Object.fromEntries(settings)
  const name = basename(model)
  return filledPage('whole.html', {
    own: { name, ...(await source(model)), report: { json: reportToJson(report), set } },
    start: { run: name, set },
  })
}

/** The source of a file, where a browser can have it; of a bundled model the page has it. */
const source = async (model: string): Promise<{ readonly text?: string }> => {
  if (!isFile(model)) return {}
  try {
    return { text: (await ownSource(model)).text }
  } catch {
    // The report can be shown without.
    return {}
  }
}
