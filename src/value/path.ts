/** One step into a value: a field or an index. */
export type PathStep = string | number

/** A path longer than this is told by its ends. */
const longest = 12

/** A path as a person writes it: `orders.o1[2]`; the value itself is `the top`. */
export const showPath = (path: readonly PathStep[]): string => {
  if (path.length === 0) return 'the top'
  const text =
    path.length <= longest
      ? path.map(showStep).join('')
      : [...path.slice(0, 3).map(showStep), ' … ', ...path.slice(-1).map(nameOf)].join('')
  const depth = path.length <= longest ? '' : ` (${path.length} steps)`
  return `${text.startsWith('.') ? text.slice(1) : text}${depth}`
}

const showStep = (step: PathStep): string => {
  if (typeof step === 'number') return `[${step}]`
  return /^[A-Za-z_$][\w$]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
}

const nameOf = (step: PathStep): string => showStep(step).replace(/^\./, '')
