interface Theme {
  readonly paper: string
  readonly ink: string
  readonly quiet: string
  readonly lane: string
  readonly message: string
  readonly bad: string
  readonly wall: string
  readonly seen: string
}

const light: Theme = {
  paper: '#ffffff',
  ink: '#1b1f24',
  quiet: '#57606a',
  lane: '#8c959f',
  message: '#0550ae',
  bad: '#b42318',
  wall: '#fdecea',
  seen: '#9a6700',
}

const dark: Theme = {
  paper: '#0d1117',
  ink: '#e6edf3',
  quiet: '#9198a1',
  lane: '#6e7681',
  message: '#79c0ff',
  bad: '#ff7b72',
  wall: '#3c1618',
  seen: '#d29922',
}

const print: Theme = {
  paper: '#ffffff',
  ink: '#000000',
  quiet: '#333333',
  lane: '#666666',
  message: '#000000',
  bad: '#000000',
  wall: '#eeeeee',
  seen: '#000000',
}

/** Written out, without variables: not every program that draws SVG knows them. */
const coloured = ({ paper, ink, quiet, lane, message, bad, wall, seen }: Theme): string =>
  [
    `text{fill:${ink}}`,
    `.paper{fill:${paper}}`,
    `.quiet,.number{fill:${quiet}}`,
    `.lane{stroke:${lane}}`,
    `.down{stroke:${paper}}`,
    `.event{fill:${ink}}`,
    `.seen{stroke:${seen}}`,
    `.whole,.held,.stub,.loop{stroke:${message}}`,
    `.head{fill:${message}}`,
    `.label{fill:${message};stroke:${paper}}`,
    `.gone{fill:${bad}}`,
    `.wall{fill:${wall}}`,
    `.hatch,.hatched,.band{stroke:${bad}}`,
  ].join('')

const shapes = [
  "text{font:12px 'DejaVu Sans',Verdana,ui-sans-serif,system-ui,sans-serif}",
  '.title{font-weight:600;font-size:15px}',
  '.name{font-weight:600;text-anchor:middle}',
  '.quiet,.number{font-size:11px}',
  '.number{text-anchor:end}',
  '.words.last{font-weight:600}',
  '.lane{stroke-width:1.5}',
  '.down{stroke-width:3;stroke-dasharray:4 5}',
  '.seen{fill:none;stroke-width:2.5}',
  '.whole,.held,.stub{fill:none;stroke-width:1.6}',
  '.held{stroke-dasharray:6 4}',
  '.stub{stroke-dasharray:2 3}',
  '.label{font-size:11px;paint-order:stroke;stroke-width:3px}',
  '.gone{font-weight:700;text-anchor:middle;font-size:14px}',
  '.hatch{stroke-width:2}',
  '.hatched{fill:url(#hatching);stroke-width:.5}',
  '.band{stroke-width:1;stroke-dasharray:1 4}',
  '.loop{fill:none;stroke-width:2}',
].join('')

/** The style of a diagram: light, dark, and for print. Marks differ in shape and dash, not only in colour. */
export const styleSheet = [
  shapes,
  coloured(light),
  `@media (prefers-color-scheme:dark){${coloured(dark)}}`,
  `@media print{${coloured(print)}}`,
].join('')
