import { renderItf } from '../diagram/itf.ts'
import { renderMermaid } from '../diagram/mermaid.ts'
import { renderShiviz } from '../diagram/shiviz.ts'
import { renderSvg } from '../diagram/svg.ts'
import type { PropertyReport } from '../report.ts'
import type { Picture } from './picture-names.ts'
import { jsonText } from './rendering.ts'

/** The run of a property as a picture. */
export const picture = (as: Picture, { name, verdict, trace }: PropertyReport): string => {
  if (trace === null) return ''
  switch (as) {
    case 'svg':
      return renderSvg(trace, { title: name, subtitle: verdict })
    case 'mermaid':
      return renderMermaid(trace)
    case 'shiviz':
      return renderShiviz(trace)
    case 'itf':
      return jsonText(renderItf(trace, name))
  }
}
