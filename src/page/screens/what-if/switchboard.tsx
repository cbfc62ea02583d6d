import { useGo } from '../../place.ts'
import type { Subject } from '../../document.ts'
import { flipOf, flipsWith, type Choice, type Switch } from './switches.ts'
import { assumptionWords, meaningOf, questionOf } from './words.ts'

/** The assumptions as switches: one value of each is chosen. */
export const Switchboard = ({
  subject,
  switches,
}: {
  readonly subject: Subject
  readonly switches: readonly Switch[]
}) => {
  const go = useGo()
  const absent = Object.entries(assumptionWords).filter(([name]) =>
    switches.every(({ assumption }) => assumption !== name),
  )
  const reasons = [...new Set(absent.map(([, { absent: why }]) => why))]
  return (
    <form class="switches" onSubmit={(event) => event.preventDefault()}>
      {switches.map((each) => (
        <SwitchView
          key={each.assumption}
          of={each}
          now={flipOf(subject.flips, each.assumption)}
          onChoose={(flip) => {
            const flips = flipsWith(subject.flips, each.assumption, flip)
            go({ screen: 'what-if', subject: { ...subject, flips } }, 'replace')
          }}
        />
      ))}
      {absent.length > 0 && (
        <details class="absent">
          <summary>What cannot be switched in this model</summary>
          <ul>
            {reasons.map((why) => (
              <li key={why}>
                {absent
                  .filter(([, words]) => words.absent === why)
                  .map(([name]) => name)
                  .join(', ')}
                : <span class="quiet">{why}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </form>
  )
}

const SwitchView = ({
  of: { assumption, choices },
  now,
  onChoose,
}: {
  readonly of: Switch
  /** The choice that is in force. */
  readonly now: string | null
  readonly onChoose: (flip: string | null) => void
}) => {
  return (
    <fieldset class={now === null ? 'switch' : 'switch changed'}>
      <legend>
        {questionOf(assumption)}
        <span class="quiet"> {assumption}</span>
      </legend>
      {choices.map((choice) => (
        <ChoiceView
          key={choice.value}
          assumption={assumption}
          choice={choice}
          isChosen={choice.flip === now}
          onChoose={() => onChoose(choice.flip)}
        />
      ))}
    </fieldset>
  )
}

const ChoiceView = ({
  assumption,
  choice: { value, flip, refused },
  isChosen,
  onChoose,
}: {
  readonly assumption: string
  readonly choice: Choice
  readonly isChosen: boolean
  readonly onChoose: () => void
}) => {
  const about = refused ?? meaningOf(assumption, value)
  return (
    <label class={refused === null ? undefined : 'refused'}>
      <input
        type="radio"
        name={assumption}
        value={value}
        checked={isChosen}
        disabled={refused !== null && !isChosen}
        onChange={onChoose}
      />
      <span>
        <span class="value">{value}</span>
        {flip === null && <span class="own"> as in the model</span>}
        {about !== null && <span class="about">{about}</span>}
      </span>
    </label>
  )
}
