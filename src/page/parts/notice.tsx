import type { ComponentChildren } from 'preact'

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
    <p>{what}</p>
    {where.length > 0 && <p class="quiet">{where.join(' › ')}</p>}
    {wayOut !== undefined && wayOut !== '' && <p>{wayOut}</p>}
    {children}
  </div>
)
