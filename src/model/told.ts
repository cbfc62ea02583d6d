import type { CutSides } from './cuts.ts'

/** What observers are told of a message. */
export interface ToldOfMessage<Kind extends string, Message> {
  /** What happens. */
  readonly kind: Kind
  /** The id of the node that sent it. */
  readonly from: string
  /** The id of the node that it goes to. */
  readonly to: string
  /** What was sent. */
  readonly message: Message
}

/** What observers are told of a node. */
export interface ToldOfNode<Kind extends string> {
  /** What happens. */
  readonly kind: Kind
  /** The id of the node. */
  readonly node: string
}

/** What an observer can be told of, by name. */
export interface Tellings<Message = unknown, NodeState = unknown> {
  /** A node sends a message, into a cut or to a node that is down, too. */
  readonly send: ToldOfMessage<'send', Message>
  /** A message is delivered, with an effect or without. */
  readonly deliver: ToldOfMessage<'deliver', Message>
  /** The network loses a message in flight. */
  readonly lose: ToldOfMessage<'lose', Message>
  /** A timer fires. */
  readonly timeout: ToldOfNode<'timeout'> & { readonly timer: string }
  /** A node takes one of its `internal` steps. */
  readonly step: ToldOfNode<'step'> & {
    readonly step: string
    /** Of a step that is one of a family its item; absent of any other. */
    readonly item?: unknown
  }
  /** A node crashes. */
  readonly crash: ToldOfNode<'crash'>
  /** A node restarts. */
  readonly restart: ToldOfNode<'restart'>
  /** A cut comes: of a one-way cut the sides are [senders, receivers they cannot reach]. */
  readonly split: {
    readonly kind: 'split'
    readonly sides: readonly (readonly string[])[]
    readonly isOneWay: boolean
  }
  /** The cut that is in place goes; where several may be, which of them: its sides as in `split`. */
  readonly heal: { readonly kind: 'heal' } & Partial<CutSides>
  /** A node's state becomes another one, by whatever it does. */
  readonly change: ToldOfNode<'change'> & { readonly before: NodeState; readonly after: NodeState }
  /** An operation begins: a client's request, or what a role's `operations` lists as waiting. */
  readonly invoke: ToldOfNode<'invoke'> & {
    /** Which one: of a client `#0`, `#1`, …, else as the role calls it. */
    readonly operation: string
    /** What a client asks; null for a role's own operation. */
    readonly request: Message | null
  }
  /** An operation is over: it no longer waits. One that is forgotten in a crash never is. */
  readonly return: ToldOfNode<'return'> & {
    /** Which one, as in `invoke`. */
    readonly operation: string
    /** What a client had asked; null for a role's own operation. */
    readonly request: Message | null
    /** What a client was answered; null for a role's own operation. */
    readonly reply: Message | null
    /** Whether the answer is a refusal. */
    readonly isRefusal: boolean
  }
}

/** The names of what an observer can be told of. */
export type ToldKind = keyof Tellings

/** One thing that observers are told, with what it is: canonical, frozen. */
export type Told = Tellings[ToldKind]
