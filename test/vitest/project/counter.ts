import { machine } from 'netsplit'

export const parameters = { steps: 3, name: 'counter' }

export default ({ steps, name }: typeof parameters) =>
  machine({
    name,
    initial: () => 0,
    actions: { step: { when: (n) => n < steps, do: (n) => n + 1 } },
    properties: ({ never }) => ({ 'it never gets to four': never((n) => n === 4) }),
  })
