import { useState } from 'preact/hooks'
import type { PropertyReport } from '../../report.ts'
import type { Trace } from '../../trace/trace.ts'

type Form = 'text' | 'SVG' | 'Mermaid' | 'ShiViz' | 'ITF'

const forms: readonly (readonly [form: Form, about: string])[] = [
  ['text', 'as the command line prints it'],
  ['SVG', 'the picture'],
  ['Mermaid', 'a sequence diagram, for Markdown'],
  ['ShiViz', 'a log for the viewer ShiViz'],
  ['ITF', 'states for the viewers of Apalache and Quint'],
]

/** Puts a run into the clipboard in one of several forms; where the browser forbids that, shows it. */
export const Copy = ({
  property,
  trace,
}: {
  readonly property: PropertyReport
  readonly trace: Trace
}) => {
  const [said, setSaid] = useState('')
  const [shown, setShown] = useState<string | null>(null)
  const copy = async (form: Form): Promise<void> => {
    const text = await written(form, property, trace)
    setShown(null)
    try {
      await navigator.clipboard.writeText(text)
      setSaid(`Copied as ${form}.`)
    } catch {
      setSaid('The browser does not let the page copy. Here it is:')
      setShown(text)
    }
  }
  return (
    <section class="copy" aria-label="Copy the run">
      <span>Copy as</span>
      {forms.map(([form, about]) => (
        <button key={form} type="button" title={about} onClick={() => void copy(form)}>
          {form}
        </button>
      ))}
      <span role="status">{said}</span>
      {shown !== null && <textarea readOnly rows={12} aria-label="The run" value={shown} />}
    </section>
  )
}

/** The code that writes these is loaded when it is wanted. */
const written = async (form: Form, property: PropertyReport, trace: Trace): Promise<string> => {
  const { name, verdict } = property
  const written = await import('./written.ts')
  switch (form) {
    case 'text':
      return written.renderTrace(trace, { property })
    case 'SVG':
      return written.renderSvg(trace, { title: name, subtitle: verdict })
    case 'Mermaid':
      return written.renderMermaid(trace)
    case 'ShiViz':
      return written.renderShiviz(trace)
    case 'ITF':
      return `${JSON.stringify(written.renderItf(trace, name), null, 2)}\n`
  }
}
