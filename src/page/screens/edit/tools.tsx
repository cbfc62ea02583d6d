import { useState } from 'preact/hooks'
import { addressOf } from '../../document.ts'
import { longestAddress } from '../../read-address.ts'
import { placeWith, type EditPlace, type Source } from './use-source.ts'

/** What can be done with a source besides editing it. */
export const Tools = ({
  place,
  source,
  origin,
}: {
  readonly place: EditPlace
  readonly source: Source
  /** The name of the model that the source began as; null for the template. */
  readonly origin: string | null
}) => {
  const [said, setSaid] = useState('')
  const [shown, setShown] = useState<string | null>(null)
  const copy = async (): Promise<void> => {
    const link = await linkTo(source, place)
    setShown(null)
    if (link === null) {
      setSaid(tooLong)
      return
    }
    try {
      await navigator.clipboard.writeText(link)
      setSaid('Copied: whoever opens the link sees this source.')
    } catch {
      setSaid('The browser does not let the page copy. Here it is:')
      setShown(link)
    }
  }
  return (
    <div class="tools">
      <button type="button" onClick={() => void copy()}>
        Copy link
      </button>
      <button type="button" onClick={source.reset}>
        {origin === null ? 'Reset to the template' : `Reset to the bundled model`}
      </button>
      <span role="status">{source.isTooLong && said === '' ? tooLong : said}</span>
      {shown !== null && <textarea readOnly rows={4} aria-label="The link" value={shown} />}
    </div>
  )
}

const tooLong =
  'This source is too long for a link: it stays in this tab. Save it as a file, and check that with `netsplit check`.'

/** The whole address of what is in the editor now; null when it is too long. */
const linkTo = async (source: Source, place: EditPlace): Promise<string | null> => {
  const there = await placeWith(source.latest(), place, source.original())
  if (there === null) return null
  const address = addressOf(there)
  if (address.length > longestAddress) return null
  return new URL(address, window.location.href).href
}
