import type { ComponentChildren } from 'preact'

/** Errors are told in the middle of a line elsewhere: here each is a sentence. */
const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?…]$/.test(text) ? '' : '.'}`

/** What cannot be shown, why, and what to do instead. */
export const Notice = ({
  title,
  what,
  where = [],
  wayOut,
  children,
}: {
  readonly title?: string
  readonly what: string
  readonly where?: readonly string[]
  readonly wayOut?: string
  readonly children?: ComponentChildren
}) => (
  <div class="notice" role="alert">
    {title !== undefined && <h2>{title}</h2>}
    <p>{sentence(what)}</p>
    {where.length > 0 && <p class="quiet">{where.join(' › ')}</p>}
    {wayOut !== undefined && wayOut !== '' && <p>{sentence(wayOut)}</p>}
    {children}
  </div>
)
