import type { ParameterValue } from '../../model/parameters.ts'
import type { Subject } from '../document.ts'
import type { Described, ModelEntry } from '../engine/contract.ts'
import { bundled } from '../subject.ts'
import { useEngine } from './asking.tsx'

/** Chooses a model and sets its parameters. */
export const Picker = ({
  subject,
  described,
  onSubject,
}: {
  readonly subject: Subject | null
  /** What the engine says of the model; null as long as it does not say it. */
  readonly described: Described | null
  readonly onSubject: (subject: Subject) => void
}) => {
  const models = useEngine().models()
  const name = subject?.model.kind === 'bundled' ? subject.model.name : ''
  return (
    <form class="picker" onSubmit={(event) => event.preventDefault()}>
      <label>
        <span>Model</span>
        <select value={name} onChange={(event) => onSubject(bundled(event.currentTarget.value))}>
          {name === '' && <option value="">{subject === null ? 'choose one' : 'your own'}</option>}
          <Group label="CAP: two regions and a link" models={models.filter(({ isCap }) => isCap)} />
          <Group label="Others" models={models.filter(({ isCap }) => !isCap)} />
          {name !== '' && !models.some((model) => model.name === name) && (
            <option value={name}>{name}</option>
          )}
        </select>
      </label>
      {subject !== null &&
        described !== null &&
        Object.entries(described.defaults).map(([key, preset]) => (
          <Parameter
            key={key}
            name={key}
            preset={preset}
            value={subject.parameters[key] ?? String(described.parameters[key] ?? preset)}
            onValue={(value) => onSubject(withParameter(subject, key, value, preset))}
          />
        ))}
    </form>
  )
}

const withParameter = (
  subject: Subject,
  name: string,
  value: string,
  preset: ParameterValue,
): Subject => {
  const others = Object.entries(subject.parameters).filter(([key]) => key !== name)
  const set: readonly (readonly [string, string])[] =
    value === String(preset) ? others : [...others, [name, value]]
  return { ...subject, parameters: Object.fromEntries(set) }
}

const Group = ({
  label,
  models,
}: {
  readonly label: string
  readonly models: readonly ModelEntry[]
}) => (
  <optgroup label={label}>
    {models.map(({ name, about }) => (
      <option key={name} value={name} title={about}>
        {name}
      </option>
    ))}
  </optgroup>
)

/** The words that parameters of bundled models may be, for a list to choose from. */
const wordsOf: Readonly<Record<string, readonly string[]>> = {
  partition: ['none', 'heals', 'lasts'],
  timers: ['patient', 'any'],
  mita: ['dhaka', 'ctg'],
}

const Parameter = ({
  name,
  preset,
  value,
  onValue,
}: {
  readonly name: string
  readonly preset: ParameterValue
  readonly value: string
  readonly onValue: (value: string) => void
}) => {
  if (typeof preset === 'boolean') {
    return (
      <label class="flag">
        <input
          type="checkbox"
          checked={value === 'true'}
          onChange={(event) => onValue(String(event.currentTarget.checked))}
        />
        <span>{name}</span>
      </label>
    )
  }
  const words = Object.hasOwn(wordsOf, name) ? (wordsOf[name] ?? []) : []
  return (
    <label>
      <span>{name}</span>
      {words.includes(value) && typeof preset === 'string' ? (
        <select value={value} onChange={(event) => onValue(event.currentTarget.value)}>
          {words.map((word) => (
            <option key={word}>{word}</option>
          ))}
        </select>
      ) : (
        <input
          inputMode={typeof preset === 'number' ? 'numeric' : 'text'}
          value={value}
          size={8}
          onChange={(event) => onValue(event.currentTarget.value)}
        />
      )}
    </label>
  )
}
