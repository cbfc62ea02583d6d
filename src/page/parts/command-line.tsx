import type { Subject } from '../document.ts'

/** The way out where a tab is too small: the same question on the command line. */
export const CommandLine = ({ subject }: { readonly subject: Subject }) => (
  <p>
    A tab has little memory, and a reader little patience. The command line has neither limit:{' '}
    <code class="command">{commandOf(subject)}</code>
  </p>
)

/** How the command line is asked about a system; changed assumptions are all tried there by `--flip`. */
export const commandOf = ({ model, parameters, flips }: Subject): string =>
  [
    'netsplit check',
    model.kind === 'bundled' ? model.name : 'MODEL.ts',
    ...Object.entries(parameters).map(([name, value]) => `--set ${quoted(`${name}=${value}`)}`),
    ...(flips.length > 0 ? ['--flip'] : []),
  ].join(' ')

const quoted = (text: string): string =>
  /^[\w.=:/-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
