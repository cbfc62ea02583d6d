import { addressOf } from '../../document.ts'
import { useEngine } from '../../parts/asking.tsx'
import { bundled } from '../../subject.ts'

/** What can be opened: the models that come with netsplit. */
export const Models = () => (
  <ul class="models">
    {useEngine()
      .models()
      .map(({ name, about }) => (
        <li key={name}>
          <a
            href={addressOf({ screen: 'run', subject: bundled(name), property: null, step: null })}
          >
            <strong>{name}</strong>
            <span class="quiet">{about}</span>
          </a>
        </li>
      ))}
  </ul>
)
