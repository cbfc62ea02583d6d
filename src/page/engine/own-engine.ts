import type { Report } from '../../report.ts'
import type { OwnModel } from '../../given.ts'
import { failedOwn } from '../given.ts'
import type { Answer, Ask, ModelEntry, PageEngine } from './contract.ts'

/** The engine of a page that was given a model: it knows that model by its name, too. */
export const withOwn = (engine: PageEngine, own: OwnModel): PageEngine => {
  const isBundled = engine.models().some(({ name }) => name === own.name)
  const named = (ask: Ask): boolean => ask.model.kind === 'bundled' && ask.model.name === own.name
  const answered = <Found>(
    ask: Ask,
    answer: (ask: Ask) => Promise<Answer<Found>>,
  ): Promise<Answer<Found>> => {
    if (!named(ask)) return answer(ask)
    if (own.text !== undefined) return answer({ ...ask, model: { kind: 'source', text: own.text } })
    if (isBundled) return answer(ask)
    return Promise.resolve(failedOwn(own.failed ?? withoutSource))
  }
  return {
    ...engine,
    models: () => (isBundled ? [] : [entryOf(own)]).concat(engine.models()),
    describe: (ask, options) => answered(ask, (it) => engine.describe(it, options)),
    check: async (ask, options) => {
      const known = named(ask) && isReportOf(own, ask) ? await savedReport(own) : null
      return known ?? answered(ask, (it) => engine.check(it, options))
    },
    stage: (ask, path, options) => answered(ask, (it) => engine.stage(it, path, options)),
    retrace: (ask, trace, options) => answered(ask, (it) => engine.retrace(it, trace, options)),
    finish: (ask, path, options) => answered(ask, (it) => engine.finish(it, path, options)),
  }
}

const entryOf = ({ name }: OwnModel): ModelEntry => ({
  name,
  about: 'the model that is open here',
  isCap: false,
})

const withoutSource = {
  message: 'This file holds the report on the model, and not the model',
  where: [],
  wayOut: 'open the model itself with `netsplit open MODEL`',
}

/** Whether the report that came with the model answers a question: exactly the same was set. */
const isReportOf = ({ report }: OwnModel, { parameters = {}, flips = [], limits }: Ask): boolean =>
  report !== undefined &&
  flips.length === 0 &&
  limits === undefined &&
  Object.keys(parameters).length === Object.keys(report.set).length &&
  Object.entries(parameters).every(([name, value]) => report.set[name] === value)

const savedReport = async ({ report }: OwnModel): Promise<Answer<Report> | null> => {
  if (report === undefined) return null
  const { reportFromJson } = await import('../../render/report-json.ts')
  const found = reportFromJson(report.json)
  return 'flips' in found ? null : { kind: 'found', found }
}
