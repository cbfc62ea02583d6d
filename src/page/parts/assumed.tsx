import { addressOf, type Subject } from '../document.ts'

/** What is assumed otherwise than in the model; nothing where it stands as it is. */
export const Assumed = ({ subject }: { readonly subject: Subject }) =>
  subject.flips.length === 0 ? null : (
    <p class="assumed">
      Assumed otherwise than in the model: {subject.flips.join('; ')}.{' '}
      <a href={addressOf({ screen: 'what-if', subject })}>Change that</a>
    </p>
  )
