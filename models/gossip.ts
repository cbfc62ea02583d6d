import {
  atLeast,
  observer,
  oneOf,
  replicas,
  role,
  system,
  unordered,
  type Context,
  type Given,
} from 'netsplit'

/*
 * Sites that keep copies of a database, and each of which now and then tells another one, whichever, what it has.
 * Like an epidemic that reaches everybody in the end, or dies out before.
 *
 * Source: Alan Demers and others, "Epidemic Algorithms for Replicated Database Maintenance" (1987): anti-entropy
 * (section 1.3, which has ResolveDifference), rumors (1.4), rumors backed up by anti-entropy (1.5), death
 * certificates (2) and dormant ones (2.1).
 *
 * What to look at: who stops. Anti-entropy never does, and reaches all; that the partner is chosen at random is
 * strong fairness here. With spread=rumors a site talks only while it is hot, and loses interest when the other has
 * heard already. The two that know can tell each other until neither is interested, and the third has never
 * heard of it: cheap, and not enough, as the paper says.
 *
 * And how something that is not there can spread. Where deleting an item only removes it (bug=no-certificates),
 * the next exchange brings it back. So a death certificate takes its place, which has a later time, and spreads as
 * any entry does. It cannot be kept for ever; with bug=drops-certificates it is let go of while another site has
 * the item still, which returns, for good. With retention=1 one site keeps it all the same, dormant: the item may return
 * for a while, until it comes to that site, where it awakens the certificate.
 *
 * There is one item, made at the first site, which may delete it, once.
 */

/** An entry of the database; time 0: there is none. */
interface Entry {
  time: 0 | 1 | 2
  kind: 'nothing' | 'item' | 'certificate'
}

const nothing: Entry = { time: 0, kind: 'nothing' }

type Message =
  | { type: 'exchange'; entry: Entry | null; isRumor: boolean } // with what the sender has, if it pushes
  | { type: 'reply'; entry: Entry | null; isUnnecessary: boolean } // with what this one has, if the other pulls

interface Site {
  entry: Entry
  /** A certificate that is kept, but not told to anybody. */
  isDormant: boolean
  /** Whether what it has is a rumor that it wants to tell. */
  isHot: boolean
  /** Whether it is in the middle of an exchange that it began. */
  isBusy: boolean
}

/** What a site says that it has. */
const told = ({ entry, isDormant }: Site): Entry => (isDormant ? nothing : entry)

/** One half of ResolveDifference: the later entry is kept. Says whether nothing was new. */
const resolve = (site: Site, theirs: Entry): boolean => {
  const isNews = theirs.time > site.entry.time
  if (isNews) site.entry = theirs
  // What is obsolete awakens the certificate.
  if (isNews || (site.isDormant && theirs.kind === 'item'))
    Object.assign(site, { isDormant: false, isHot: true })
  return !isNews
}

const site = (number: number, options: Given<typeof parameters>) => {
  const { sites, spread, exchange, retention, bug } = options
  const isPushing = exchange !== 'pull'
  const isPulling = exchange !== 'push'

  /** For some other site: each is a step of its own, so that each is chosen some time. */
  const begin = (other: string, isRumor: boolean) => ({
    when: ({ isBusy, isHot }: Site) => !isBusy && (isHot || !isRumor),
    do: (state: Site, { send }: Context<Message>) => {
      state.isBusy = true
      const entry = isPushing || isRumor ? told(state) : null
      send(other, { type: 'exchange', entry, isRumor })
    },
  })
  const others = Array.from({ length: sites }, (_, at) => `site${at + 1}`).toSpliced(number - 1, 1)
  const antiEntropy = others.map((it) => [`exchange with ${it}`, begin(it, false)] as const)
  const rumors = others.map((it) => [`tell ${it} a rumor`, begin(it, true)] as const)

  return role<Site, Message, string, 'deletions' | 'drops'>({
    initial: () => ({
      entry: number === 1 ? { time: 1, kind: 'item' } : nothing,
      isDormant: false,
      isHot: number === 1,
      isBusy: false,
    }),

    internal: {
      ...(spread !== 'rumors' && Object.fromEntries(antiEntropy)),
      ...(spread !== 'anti-entropy' && Object.fromEntries(rumors)),
      delete: {
        budget: 'deletions',
        optional: true,
        when: ({ entry }) => number === 1 && entry.kind === 'item',
        do: (state) => {
          state.entry = bug === 'no-certificates' ? nothing : { time: 2, kind: 'certificate' }
          state.isHot = true
        },
      },
      'let go of the certificate': {
        budget: 'drops',
        optional: true,
        when: ({ entry, isDormant }) => entry.kind === 'certificate' && !isDormant,
        do: (state) => {
          state.isHot = false
          if (number <= retention) state.isDormant = true
          else state.entry = nothing
        },
      },
    },

    receive: (state, message, { from, send }) => {
      const isKnown = message.entry !== null && resolve(state, message.entry)
      if (message.type === 'exchange') {
        const { isRumor } = message
        const entry = isPulling && !isRumor ? told(state) : null
        return send(from, { type: 'reply', entry, isUnnecessary: isRumor && isKnown })
      }
      state.isBusy = false
      // Feedback: a rumor that the other has heard already is none any more.
      if (message.isUnnecessary) state.isHot = false
    },
  })
}

/** The sites that ever had the death certificate, and whether the item came back to one of them. */
interface Deletion {
  known: Set<string>
  hasReturned: boolean
}

const deletion = observer<Deletion, Message, Site>({
  initial: () => ({ known: new Set(), hasReturned: false }),
  on: {
    change: (seen, { node, before, after }) => {
      if (after.entry.kind === 'item') seen.hasReturned ||= seen.known.has(node)
      else if (after.entry.kind === 'certificate' || before.entry.kind === 'item')
        seen.known.add(node)
    },
  },
})

export const parameters = {
  sites: atLeast(2, 3),
  spread: oneOf('anti-entropy', 'rumors', 'both'),
  exchange: oneOf('push', 'pull', 'push-pull'),
  retention: 0,
  drops: 2,
  bug: oneOf('none', 'no-certificates', 'drops-certificates'),
}

export default (options: Given<typeof parameters>) => {
  const { sites, spread, retention, drops, bug } = options
  const isReaching = spread !== 'rumors'
  return system({
    name: 'gossip',
    about: 'copies that tell each other what is new, like an epidemic (Demers and others)',
    nodes: { site: replicas(sites, (number) => site(number, options)) },
    network: unordered(),
    budgets: { deletions: 1, drops: bug === 'drops-certificates' ? drops : 0 },
    observers: { deletion },
    properties: ({ always, eventuallyAlways, reachable }) => ({
      'what is deleted does not return to who knew': always(
        ({ observed }) => !observed.deletion.hasReturned,
        { expected: bug === 'none' ? 'holds' : 'violated' },
      ),
      'in the end all have the item, or none has': eventuallyAlways(
        ({ nodes }) => {
          const having = nodes.site.filter(({ entry }) => entry.kind === 'item').length
          return having === 0 || having === sites
        },
        { fairness: { internal: 'strong' }, expected: isReaching ? 'holds' : 'violated' },
      ),
      'what is deleted is gone in the end': eventuallyAlways(
        ({ nodes, observed }) =>
          observed.deletion.known.size === 0 ||
          nodes.site.every(({ entry }) => entry.kind !== 'item'),
        {
          fairness: { internal: 'strong' },
          expected: isReaching && (bug === 'none' || retention > 0) ? 'holds' : 'violated',
        },
      ),
      'all can have the item': reachable(({ nodes }) =>
        nodes.site.every(({ entry }) => entry.kind === 'item'),
      ),
      'all can know that it is deleted': reachable(
        ({ observed }) => observed.deletion.known.size === sites,
        { expected: bug === 'no-certificates' ? 'violated' : 'holds' },
      ),
    }),
  })
}
