import { role, system, type Kit, type Property, type System } from '../../src/index.ts'

type Message = { type: 'hi' }

/**
 * A node sends without end, by a timer; the nodes beside it change between so many places, which makes
 * many states.
 */
export const endless = (
  more: {
    readonly properties?: (kit: Kit<EndlessView>) => Readonly<Record<string, Property>>
    readonly within?: (view: EndlessView) => boolean
  } = {},
  dancers: Readonly<Record<string, number>> = {},
): System => {
  // What the options look at is there: nodes by name, which the types of a spread cannot tell.
  const erased: object = more
  return system({
    name: 'endless',
    nodes: {
      a: role<null, Message, 'again'>({
        initial: () => null,
        start: (_, { setTimer }) => setTimer('again'),
        timeout: {
          again: (_, { send, setTimer }) => {
            send('b', { type: 'hi' })
            setTimer('again')
          },
        },
      }),
      b: role<{ heard: boolean }, Message>({
        initial: () => ({ heard: false }),
        receive: (state) => {
          state.heard = true
        },
      }),
      ...Object.fromEntries(
        Object.entries(dancers).map(([name, places]) => [
          name,
          role<{ place: number }>({
            initial: () => ({ place: 0 }),
            internal: { step: ({ place }) => ({ place: (place + 1) % places }) },
          }),
        ]),
      ),
    },
    ...(erased as Partial<Parameters<typeof system>[0]>),
  })
}

/** The view, as far as properties of it look. */
export interface EndlessView {
  readonly nodes: { readonly b: { readonly heard: boolean } }
  readonly inFlight: readonly unknown[]
}
