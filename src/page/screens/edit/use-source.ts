import { useContext, useEffect, useRef, useState } from 'preact/hooks'
import { addressOf, type Place, type Subject } from '../../document.ts'
import type { OwnModel } from '../../../given.ts'
import { OwnContext } from '../../parts/asking.tsx'
import { pack, unpack } from '../../packed.ts'
import { useGo } from '../../place.ts'
import { longestAddress } from '../../read-address.ts'
import { draftAt, forgetDraft, keepDraft } from './draft.ts'
import { originalOf, template } from './originals.ts'

export type EditPlace = Extract<Place, { readonly screen: 'edit' }>

/** After so many milliseconds without a key the source is checked, and put into the address. */
const quietAfter = 300

/** The source that an address opens. */
export type Opened =
  | { readonly kind: 'loading' }
  | { readonly kind: 'unreadable'; readonly what: string; readonly wayOut: string }
  | {
      readonly kind: 'open'
      /** What the editor begins with. */
      readonly text: string
      /** Other than that of what was opened before. */
      readonly round: number
    }

/** The source that is edited. */
export interface Source {
  readonly opened: Opened
  /** What is to be checked; null as long as nothing is there. */
  readonly text: string | null
  /** Whether the source is too long for an address, so that it stays in this tab. */
  readonly isTooLong: boolean
  /** What is in the editor, checked or not. */
  readonly latest: () => string
  /** What {@link Source.reset} leads to; null where there is nothing like that. */
  readonly original: () => string | null
  /** Takes what was typed. */
  readonly change: (text: string) => void
  /** Forgets what was typed, and begins with what is bundled again, or with the template. */
  readonly reset: () => void
}

/** The name of the model that an address began with; null for the template. */
export const originOf = (subject: Subject | null): string | null => {
  if (subject === null) return null
  const { model } = subject
  return model.kind === 'bundled' ? model.name : (model.from ?? null)
}

/** Keeps the source of the editor and the address together. */
export const useSource = (place: EditPlace): Source => {
  const go = useGo()
  const own = useContext(OwnContext)
  const read = useReading(place, own)
  const [text, setText] = useState<string | null>(null)
  const [isTooLong, setTooLong] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const typed = useRef<string | null>(null)
  const now = useRef(place)
  now.current = place
  useEffect(() => {
    setText(read.opened.kind === 'open' ? read.opened.text : null)
    setTooLong(false)
    typed.current = null
    return () => clearTimeout(timer.current)
  }, [read.opened])

  /** Puts what was typed into the address. */
  const write = async (next: string): Promise<void> => {
    const there = await placeWith(next, now.current, read.original.current)
    // Something else may have been typed, or opened, since.
    if (there === null || typed.current !== next) return
    const address = addressOf(there)
    setTooLong(address.length > longestAddress)
    if (address.length > longestAddress) return
    read.known.current = sourceKey(there.subject, own)
    keepDraft({ address, text: next })
    go(there, 'replace')
  }

  return {
    opened: read.opened,
    text,
    isTooLong,
    latest: () => typed.current ?? text ?? '',
    original: () => read.original.current,
    change: (next) => {
      typed.current = next
      keepDraft({ address: addressOf(now.current), text: next })
      clearTimeout(timer.current)
      timer.current = setTimeout(() => {
        setText(next)
        void write(next)
      }, quietAfter)
    },
    reset: () => {
      forgetDraft()
      clearTimeout(timer.current)
      typed.current = null
      const origin = originOf(now.current.subject)
      go({
        screen: 'edit',
        subject:
          origin === null
            ? null
            : { parameters: {}, flips: [], model: { kind: 'bundled', name: origin } },
      })
      read.again()
    },
  }
}

/** What an address opens; it is read again when the address names another source. */
const useReading = (place: EditPlace, own: OwnModel | undefined) => {
  const [opened, setOpened] = useState<Opened>({ kind: 'loading' })
  const [round, setRound] = useState(0)
  const known = useRef<string | null>(null)
  const original = useRef<string | null>(null)
  const openings = useRef(0)
  const key = sourceKey(place.subject, own)
  useEffect(() => {
    if (known.current === key) return
    known.current = key
    let isWanted = true
    const settle = async (): Promise<void> => {
      const found = await sourceOf(place.subject, own)
      const origin = originOf(place.subject)
      const bundled = origin === null ? template : await originalOf(origin, own)
      if (!isWanted) return
      original.current = bundled
      const draft = draftAt(addressOf(place))
      openings.current++
      if (draft === null && found.kind === 'unreadable') return setOpened(found)
      const text = draft ?? (found.kind === 'open' ? found.text : '')
      setOpened({ kind: 'open', text, round: openings.current })
    }
    settle().catch(() => {
      known.current = null
      if (isWanted) setOpened(notLoaded)
    })
    return () => {
      isWanted = false
    }
  }, [key, round])
  const again = (): void => {
    known.current = null
    setRound((before) => before + 1)
  }
  return { opened, known, original, again }
}

/** Tells one source from another. */
const sourceKey = (subject: Subject | null, own: OwnModel | undefined): string => {
  const model = subject?.model ?? null
  const isOwn = model?.kind === 'bundled' && model.name === own?.name
  return JSON.stringify([model, isOwn ? own.text : null])
}

const notLoaded: Extract<Opened, { readonly kind: 'unreadable' }> = {
  kind: 'unreadable',
  what: 'The source could not be loaded.',
  wayOut: 'Look whether the network is there, and reload the page.',
}

type Unread =
  | { readonly kind: 'open'; readonly text: string }
  | Extract<Opened, { readonly kind: 'unreadable' }>

const sourceOf = async (subject: Subject | null, own: OwnModel | undefined): Promise<Unread> => {
  if (subject === null) return { kind: 'open', text: template }
  const { model } = subject
  if (model.kind === 'packed') {
    const unpacked = await unpack(model.code)
    return unpacked.kind === 'source'
      ? { kind: 'open', text: unpacked.text }
      : { ...unpacked, kind: 'unreadable' }
  }
  const text = await originalOf(model.name, own)
  if (text !== null) return { kind: 'open', text }
  return {
    kind: 'unreadable',
    what: `There is no source of a model “${model.name}” here.`,
    wayOut: 'Choose one of the list, or begin with the template.',
  }
}

/** The place with another source: what is as it was at first keeps its name. Null: it cannot be packed. */
export const placeWith = async (
  text: string,
  place: EditPlace,
  original: string | null,
): Promise<EditPlace | null> => {
  const { parameters = {}, flips = [] } = place.subject ?? {}
  const isSet = Object.keys(parameters).length > 0 || flips.length > 0
  const origin = originOf(place.subject)
  if (text === original && origin !== null) {
    return {
      screen: 'edit',
      subject: { parameters, flips, model: { kind: 'bundled', name: origin } },
    }
  }
  if (text === original && !isSet) return { screen: 'edit', subject: null }
  try {
    const packed = { kind: 'packed', code: await pack(text) } as const
    const model = origin === null ? packed : { ...packed, from: origin }
    return { screen: 'edit', subject: { parameters, flips, model } }
  } catch {
    return null
  }
}
