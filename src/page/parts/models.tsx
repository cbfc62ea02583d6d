import { addressOf, type Place, type Subject } from '../document.ts'
import { bundled } from '../subject.ts'
import { useEngine } from './asking.tsx'

/** What can be opened on a screen: the models that come with netsplit. */
export const Models = ({ placeOf }: { readonly placeOf: (subject: Subject) => Place }) => (
  <ul class="models">
    {useEngine()
      .models()
      .map(({ name, about }) => (
        <li key={name}>
          <a href={addressOf(placeOf(bundled(name)))}>
            <strong>{name}</strong>
            <span class="quiet">{about}</span>
          </a>
        </li>
      ))}
  </ul>
)
