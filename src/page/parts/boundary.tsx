import { Component, type ComponentChildren } from 'preact'
import { Notice } from './notice.tsx'

interface Props {
  /** With another key the children are tried again. */
  readonly at: string
  readonly children: ComponentChildren
}

/** Says in a sentence what went wrong below it: a page is never blank. */
export class Boundary extends Component<
  Props,
  { readonly failed: string | null; readonly at: string }
> {
  override state: { readonly failed: string | null; readonly at: string } = {
    failed: null,
    at: this.props.at,
  }

  static override getDerivedStateFromError(error: unknown): { readonly failed: string } {
    return { failed: error instanceof Error ? error.message : String(error) }
  }

  static override getDerivedStateFromProps(
    { at }: Props,
    state: { readonly failed: string | null; readonly at: string },
  ): { readonly failed: string | null; readonly at: string } | null {
    return at === state.at ? null : { failed: null, at }
  }

  override render(): ComponentChildren {
    const { failed } = this.state
    if (failed === null) return this.props.children
    return (
      <Notice
        title="This is a fault of the page, not of the model"
        what={`It could not draw this screen: ${failed}.`}
        wayOut="Reload the page; if it happens again, report it with this address."
      />
    )
  }
}
