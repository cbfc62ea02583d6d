import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressOf, beats, type Place, type Subject } from '../../src/page/document.ts'
import { longestAddress, placeAt } from '../../src/page/read-address.ts'

const name = fc.string({ minLength: 1, unit: 'grapheme' })

const subject: fc.Arbitrary<Subject> = fc.record({
  model: fc.oneof(
    fc.record({ kind: fc.constant('bundled' as const), name }),
    fc.record({ kind: fc.constant('packed' as const), code: name }),
  ),
  parameters: fc.dictionary(
    fc.oneof(name, fc.constantFrom('p', 's', 'path', 'flip', 'code', 'set.p', 'set.set.')),
    fc.string({ unit: 'grapheme' }),
    { noNullPrototype: true },
  ),
  flips: fc.array(fc.oneof(name, fc.constant('heals: maybe'))),
})

const place: fc.Arbitrary<Place> = fc.oneof(
  fc.record({ screen: fc.constant('lesson' as const), beat: fc.integer({ min: 1, max: beats }) }),
  fc.record({
    screen: fc.constant('table' as const),
    cell: fc.option(fc.record({ row: name, situation: name, question: name })),
  }),
  fc.record({
    screen: fc.constant('run' as const),
    subject: fc.option(subject),
    property: fc.option(name),
    step: fc.option(fc.nat(999)),
  }),
  fc.record({
    screen: fc.constant('explore' as const),
    subject: fc.option(subject),
    path: fc.array(fc.nat(50)),
  }),
  fc.record({
    screen: fc.constantFrom('what-if' as const, 'edit' as const),
    subject: fc.option(subject),
  }),
)

describe('the address of the page', () => {
  test('leads back to the place that it was made of', () => {
    fc.assert(
      fc.property(place, (place) => {
        expect(placeAt(addressOf(place))).toEqual({ kind: 'place', place })
      }),
    )
  })

  test('is one word, whatever it names', () => {
    fc.assert(
      fc.property(place, (place) => {
        expect(addressOf(place)).toMatch(/^#\/[\w./?=&%+:,!~*'()-]*$/)
      }),
    )
  })

  test('of a screen is what page and documents write', () => {
    const subject: Subject = {
      model: { kind: 'bundled', name: 'cap-cp' },
      parameters: { partition: 'lasts' },
      flips: ['heals: maybe'],
    }
    expect(
      addressOf({ screen: 'run', subject, property: 'every request is served', step: 3 }),
    ).toBe('#/run/cap-cp?partition=lasts&flip=heals:+maybe&p=every+request+is+served&s=3')
    expect(addressOf({ screen: 'explore', subject: null, path: [2, 0, 5] })).toBe(
      '#/play?path=2.0.5',
    )
    expect(
      addressOf({
        screen: 'table',
        cell: { row: 'cp', situation: 'lasts', question: 'served' },
      }),
    ).toBe('#/cap/cp/lasts/served')
  })

  test('that is hostile leads to a place or to a sentence with a way out', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '#/',
        '/',
        'run',
        'play',
        'cap',
        'lesson',
        '?',
        '&',
        '=',
        '%',
        '%E0%A4%A',
        's=',
      ),
      fc.constantFrom('__proto__', 'constructor', 'p=', 'path=1..2', '-1', '1e9', '+', 'code='),
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const found = placeAt(`#/${pieces.join('')}`)
        const isPlace = found.kind === 'place'
        const isSentence =
          found.kind === 'nowhere' &&
          found.what.length < 300 &&
          [found.what, found.wayOut].every((text) => text.endsWith('.'))
        expect(isPlace || isSentence).toBe(true)
        expect(isPlace ? placeAt(addressOf(found.place)) : found).toEqual(found)
      }),
      { numRuns: 2_000 },
    )
  })

  test.each([
    ['#/nothing', 'There is no screen called “nothing”.'],
    ['#/run/paxos?s=many', '“many” is not the number of a step.'],
    ['#/play/paxos?path=2.x', '“2.x” is not a path.'],
    ['#/cap/cp/lasts', '“cp/lasts” names no cell of the table.'],
    ['#/run/%E0%A4%A', 'The address is damaged: “%E0%A4%A” cannot be read.'],
    ['#/run/paxos?clients=1&clients=2', 'The address sets the parameter “clients” twice.'],
    [
      `#/edit?code=${'x'.repeat(longestAddress)}`,
      'This address has 100012 characters; more than 100000 do not survive being sent.',
    ],
  ])('%.40s: %s', (address, what) => {
    expect(placeAt(address)).toMatchObject({ kind: 'nowhere', what })
  })
})
