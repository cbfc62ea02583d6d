import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/* Which modules the page's workers are without, from the start or for ever. */

/** The modules that are left out, by file. */
export type Files = ReadonlySet<string>

const files = (...names: readonly string[]): Files =>
  new Set(names.map((name) => fileURLToPath(new URL(name, import.meta.url))))

/**
 * Of the engine what no design around CAP needs: it is behind it in the workers for all else, which fill
 * the place that is left for it. Nothing of it may be called while modules are loaded.
 */
export const later = files(
  'src/check/joined.ts',
  'src/check/look-ahead.ts',
  'src/check/pile.ts',
  'src/check/runs-to.ts',
  'src/compile/observation.ts',
  'src/compile/observer-memo.ts',
  'src/compile/stale-node.ts',
  'src/compile/staleness.ts',
  'src/compile/ticks.ts',
  'src/compile/timed-clocks.ts',
  'src/levels/level-search.ts',
  'src/machine/machine-space.ts',
  'src/model/fair-names.ts',
  'src/model/fairness-list.ts',
  'src/model/interchangeable.ts',
  'src/model/link-cut.ts',
  'src/property/parts-watch.ts',
  'src/property/staying.ts',
  'src/render/divergence-words.ts',
  'src/semantics/divergence.ts',
  'src/semantics/half-step.ts',
  'src/semantics/observers.ts',
  'src/semantics/passing-time.ts',
  'src/semantics/reference-prefix.ts',
  'src/semantics/stale.ts',
  'src/semantics/with-stale.ts',
  'src/symmetry/alike.ts',
  'src/symmetry/even-watch.ts',
  'src/symmetry/orbit-space.ts',
  'src/symmetry/points.ts',
  'src/symmetry/tally.ts',
  'src/trace/observed-nodes.ts',
  'src/trace/replay-error.ts',
  'src/value/brief.ts',
  'src/value/by-meaning.ts',
  'src/walk/explore.ts',
)

/**
 * What no question of a page asks for: profiles, threads, and databases; and of what turns TypeScript into JavaScript that
 * which is for JSX, Flow, old browsers, source maps and tests. Its places are filled nowhere.
 */
export const never = files(
  'src/check/in-engine.ts',
  'src/check/profiler.ts',
  'src/compile/table-news.ts',
  'src/compile/origins.ts',
  ...[
    'computeSourceMap',
    'parser/plugins/flow',
    'parser/plugins/jsx/index',
    'transformers/ESMImportTransformer',
    'transformers/FlowTransformer',
    'transformers/JSXTransformer',
    'transformers/JestHoistTransformer',
    'transformers/NumericSeparatorTransformer',
    'transformers/OptionalCatchBindingTransformer',
    'transformers/OptionalChainingNullishTransformer',
    'transformers/ReactDisplayNameTransformer',
    'transformers/ReactHotLoaderTransformer',
    'util/formatTokens',
  ].map((name) => `node_modules/sucrase/dist/esm/${name}.js`),
)

/** What exports of a module are followed by where they are functions. */
const isFunction = /^export const \w+(?:: [^=]+)? =\s*(?:async )?(?:[(<]|\w+ =>|function)/

/**
 * What stands for something absent throws when it is called, and does not where it is only looked at.
 *
 * @throws Error where a module that is left out exports something else than functions and classes
 */
export const refuseData = (id: string): void => {
  const all = readFileSync(id, 'utf8').matchAll(/^export (?:const|let|var) [^]*?(?=\n\S|$)/gm)
  const data = [...all].find(([text]) => !isFunction.test(text))
  if (data !== undefined) {
    throw new Error(`${id} exports what is no function: ${data[0].split('\n')[0]}`)
  }
}
