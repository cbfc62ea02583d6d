import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { bundledModels } from '../../models/catalogue.ts'
import {
  check,
  explore,
  type Parameters,
  type Report,
  type System,
  type Trace,
} from '../../src/index.ts'
import { readModule } from '../../src/model/model-module.ts'
import { addressOf, type Subject } from '../../src/page/document.ts'
import { brief } from '../../src/render/trace-values.ts'
import { isRecord } from '../../src/value/notation.ts'
import { observedChanges, withObservers } from '../../src/trace/observed-nodes.ts'
import { expectAccessibleInEach, inEach, moveTo, pictured, useBrowser } from './support/browser.ts'
import { fewer, fewerInWords, groupsOfNames } from './support/bundled.ts'
import { expectPicture } from './support/picture.ts'

const { visit } = useBrowser()

const play = (name: string, path: readonly number[] = [], subject: Partial<Subject> = {}): string =>
  addressOf({
    screen: 'explore',
    subject: { model: { kind: 'bundled', name }, parameters: {}, flips: [], ...subject },
    path,
  })

/** A bundled model, with its defaults where nothing else is given. */
const systemOf = async (name: string, given: Parameters = {}): Promise<System> => {
  const bundled = bundledModels.find((model) => model.name === name)
  if (bundled === undefined) throw new Error(`no model ${name}`)
  const model = readModule(await bundled.load(), name)
  return model.make({ ...model.parameters, ...given })
}

const spoken = (page: Page): Promise<string | null> =>
  page.locator('.walk > [role="status"]').textContent()

/** Waits until the walk has come to a path. */
const arrival = async (page: Page, path: readonly number[]): Promise<void> => {
  await page.waitForURL((url) => new RegExp(`[?&]path=${path.join('\\.')}$`).test(url.hash), {
    timeout: 10_000,
  })
  await page.locator(`.walk[data-path="${path.join('.')}"][aria-busy="false"]`).waitFor()
}

/** Presses the key of a step, whichever it is. */
const take = async (page: Page, id: number): Promise<void> => {
  const key = page.locator(`.take[data-id="${id}"] kbd`)
  await key.waitFor({ state: 'attached' })
  while ((await key.textContent()) === '·') await page.keyboard.press('0')
  await page.keyboard.press((await key.textContent()) ?? '')
}

const light = (page: Page, property: string): Promise<string | null> =>
  page.locator('.lights li').filter({ hasText: property }).locator('em').textContent()

const lines = (rows: readonly (readonly unknown[])[]): readonly string[] =>
  rows.map((row) => row.join(' ')).toSorted((a, b) => (a < b ? -1 : 1))

/** What the page says of the fields that the last step left as they were, and what it should say. */
const untouched = async (page: Page, { final, steps, isMachine }: Trace) => {
  const touched = new Set(
    steps
      .slice(-1)
      .flatMap((step) => [...step.changes, ...observedChanges(step)])
      .map(({ node, steps: [field] }) => `${node} ${String(field)}`),
  )
  const fields = withObservers(final).flatMap(({ node, state }) =>
    (isRecord(state) && !(state instanceof Map) && !(state instanceof Set)
      ? Object.entries(state)
      : [['state', state] as const]
    )
      .filter(([field]) => !touched.has(`${node} ${field}`) && !touched.has(`${node} undefined`))
      .map(([field, value]) => [node, field, brief(value)]),
  )
  const said = await page
    .locator('.nodes > section')
    .evaluateAll((sections) =>
      sections.flatMap((section) =>
        Array.from(section.querySelectorAll('dl > div:not(.changed)'), (field) => [
          section.querySelector('h3')?.firstChild?.textContent ?? '',
          field.querySelector('dt')?.textContent ?? '',
          field.querySelector('dd')?.textContent ?? '',
        ]),
      ),
    )
  const named = isMachine ? said.map(([, ...rest]) => [final.nodes[0]?.node, ...rest]) : said
  return { said: lines(named), fields: lines(fields) }
}

/** The run of a model to go along: one that breaks a property, or else another. Null where all holds and none is told. */
const shownOf = (name: string, { properties }: Report) => {
  const traced = properties.flatMap((property) =>
    property.trace === null ? [] : [{ property, trace: property.trace }],
  )
  const [shown = null] = [
    ...traced.filter(({ property }) => property.verdict === 'violated'),
    ...traced,
  ]
  if (shown === null && properties.some(({ verdict }) => verdict !== 'holds')) {
    throw new Error(`${name} has no run at all`)
  }
  return shown
}

/** What the light of a property says at the end of its run. */
const lightOf = ({ property, trace }: NonNullable<ReturnType<typeof shownOf>>): string => {
  if (property.kind === 'reachable') return 'reached here'
  return trace.loopsTo === null ? 'broken here' : 'depends on what comes'
}

describe('a walk by hand', () => {
  test('is gone with the keyboard alone; going back keeps the other branch', async () => {
    const { page } = await visit(play('cap-ap'))
    await arrival(page, [0])
    expect(await spoken(page)).toMatch(/^The start\. \d+ steps can be taken\.$/)
    await page.keyboard.press('1')
    await arrival(page, [0, 0])
    expect(await spoken(page)).toMatch(/^Step 1: dhaka receives request\(wish: "confirmed"\) /)
    await page.keyboard.press('Backspace')
    await arrival(page, [0])
    await page.keyboard.press('2')
    await arrival(page, [0, 1])
    const nodes = page.getByRole('navigation', { name: 'Where you have been' }).getByRole('link')
    const names = await nodes.evaluateAll((links) =>
      links.map((link) => link.getAttribute('aria-label')),
    )
    expect(names).toEqual([
      'The start',
      'Step 1: dhaka receives request(wish: "confirmed") from rahim',
      'Step 1: ctg receives request(wish: "cancelled") from mita',
    ])
    await nodes.nth(1).focus()
    await page.keyboard.press('Enter')
    await arrival(page, [0, 0])
    expect(await nodes.nth(1).getAttribute('aria-current')).toBe('step')
  })

  test('is all there after a reload, also where it has been before; of another system nothing', async () => {
    const { page } = await visit(play('two-generals'))
    await arrival(page, [0])
    const nodes = page.locator('.tree a')
    const told = () => nodes.evaluateAll((all) => all.map((node) => node.ariaLabel))
    const go = async (key: string, path: readonly number[]): Promise<void> => {
      await page.keyboard.press(key)
      await arrival(page, path)
    }
    for (const path of [
      [0, 0],
      [0, 0, 0],
      [0, 0, 0, 0],
    ])
      await go('1', path)
    for (const path of [
      [0, 0, 0],
      [0, 0],
    ])
      await go('ArrowUp', path)
    await take(page, 1)
    await arrival(page, [0, 0, 1])
    await go('ArrowUp', [0, 0])
    const before = [await told(), await page.locator('.steps .words').allTextContents()]
    expect(before[0]).toHaveLength(5)
    await page.reload()
    await arrival(page, [0, 0])
    await nodes.nth(4).waitFor()
    expect([await told(), await page.locator('.steps .words').allTextContents()]).toEqual(before)
    await page.goto(page.url().replace(/#.*/, play('cap-ap')))
    await page.reload()
    await arrival(page, [0])
    expect(await nodes.count()).toBe(1)
  })

  test('tells with time how old messages are, and how long timers have run', async () => {
    const { page } = await visit(play('heartbeat', [0, 1, 2]))
    await arrival(page, [0, 1, 2])
    expect(await page.locator('.flight li').first().textContent()).toBe(
      '"here" worker → detector sent 2 units ago',
    )
    await page.goto(page.url().replace(/#.*/, play('heartbeat', [0, 1, 2, 1, 0, 0])))
    await arrival(page, [0, 1, 2, 1, 0, 0])
    expect(await page.locator('.nodes h3', { hasText: 'detector' }).textContent()).toContain(
      'timer “patience” set for 5 units, 1 unit ago',
    )
  })

  test('loses no key of who types fast, and arrows go along it', async () => {
    const { page } = await visit(play('two-generals'))
    await arrival(page, [0])
    for (const key of ['1', '1', '1', 'ArrowUp', 'ArrowUp', 'ArrowDown']) {
      await page.keyboard.press(key)
    }
    // The walk comes by the same place on its way down: only then the last state is there.
    await page.locator('.tree a').nth(3).waitFor()
    await arrival(page, [0, 0, 0])
    expect(await page.locator('.tree a').count()).toBe(4)
    expect(await page.locator('.steps li').count()).toBe(4)
    await page.keyboard.press('End')
    await arrival(page, [0, 0, 0, 0])
    await page.keyboard.press('Home')
    await arrival(page, [0])
  })

  test.each(groupsOfNames)(
    'along counterexamples ends in the same states, with the light out: %s',
    async (_, names) => {
      const { page } = await visit('#/nothing')
      let walked = 0
      for (const name of names) {
        const system = await systemOf(name, fewer[name])
        const shown = shownOf(name, await check(system))
        if (shown === null) continue
        const { trace } = shown
        const path = explore(system).pathOf(trace)
        await moveTo(page, play(name, [], { parameters: fewerInWords(name) }))
        if (explore(system).at('').starts.length > 1) await take(page, path[0] ?? 0)
        for (const [at, id] of path.entries()) {
          if (at === 0) continue
          await arrival(page, path.slice(0, at))
          await take(page, id)
        }
        await arrival(page, path)
        const { said, fields } = await untouched(page, trace)
        expect([name, ...said]).toEqual([name, ...fields])
        expect([name, ...(await page.locator('.steps .words').allTextContents())]).toEqual([
          name,
          'at the start',
          ...trace.steps.map(({ action }) => action),
        ])
        expect([name, await light(page, shown.property.name)]).toEqual([name, lightOf(shown)])
        walked += 1
      }
      expect(walked).toBeGreaterThan(0)
    },
  )

  test('says why something cannot happen, and who promises what need not', async () => {
    const { page } = await visit(play('cap-cp', [0, 0, 0], { parameters: { partition: 'lasts' } }))
    await arrival(page, [0, 0, 0])
    expect(await page.locator('.impossible section').first().textContent()).toBe(
      'The cut stands between them: the message waits until it heals.' +
        'ctg receives ask(wish: "confirmed") from dhaka' +
        'dhaka receives ask(wish: "cancelled") from ctg',
    )
    expect(await page.locator('.group').textContent()).toContain(
      'Nobody promises it: the cut may heal, and may last for ever.',
    )
    expect(await page.locator('.may-rest').textContent()).toContain('may also rest here for ever')
  })

  test('can begin in any of several initial states', async () => {
    const { page } = await visit(play('cap-sack'))
    await page.getByRole('heading', { name: 'Where to begin' }).waitFor()
    const starts = explore(await systemOf('cap-sack')).at('').starts
    const offered = await page.locator('.starts .take .what').allTextContents()
    expect(offered.length).toBe(starts.length)
    expect(new Set(offered).size).toBe(starts.length)
    await page.keyboard.press('2')
    await arrival(page, [1])
    await page.keyboard.press('Backspace')
    await page.getByRole('heading', { name: 'Where to begin' }).waitFor()
  })
})

describe('the adversary', () => {
  test('finishes a walk in the shortest way, which can be walked along', async () => {
    const walk = explore(await systemOf('cap-ap'))
    const end = await walk.finish('0.1')
    if (end.kind !== 'run') throw new Error('no run')
    const { page } = await visit(play('cap-ap', [0, 1]))
    await arrival(page, [0, 1])
    await page.keyboard.press('f')
    const along = page.getByRole('button', { name: 'Walk along it' })
    await along.waitFor()
    expect(await page.locator('.outcome .steps .words').allTextContents()).toEqual([
      'at the start',
      ...(end.property.trace?.steps ?? []).map(({ action }) => action),
    ])
    await along.focus()
    await page.keyboard.press('Enter')
    await arrival(page, end.path.slice(0, 3))
    await page.keyboard.press('End')
    await arrival(page, end.path)
    expect(await light(page, end.property.name)).toBe('broken here')
    expect(await spoken(page)).toContain(`Broken: ${end.property.name}.`)
  })

  test('says so when a walk that stays where it is breaks a property', async () => {
    const { page } = await visit(play('cap-cp', [0, 0, 0], { parameters: { partition: 'lasts' } }))
    await arrival(page, [0, 0, 0])
    await page.keyboard.press('f')
    expect(await page.locator('.adversary .outcome > p').first().textContent()).toBe(
      'If nothing more happens here, it is broken: “every request is answered”.',
    )
  })

  test('leaves the mark of a loop on its run, at the end of it and after a reload', async () => {
    const { page } = await visit(play('cap-cp', [0], { parameters: { partition: 'lasts' } }))
    await arrival(page, [0])
    await page.getByLabel('What it is to break').selectOption('every request is answered')
    await page.getByRole('button', { name: 'Finish' }).click()
    await page.getByRole('button', { name: 'Walk along it' }).click()
    const mark = page.locator('[aria-labelledby="so-far"] .steps .end')
    const words = await mark.textContent()
    expect(words).toMatch(/^↻ /)
    await page.reload()
    await mark.waitFor()
    expect(await mark.textContent()).toBe(words)
    await page.keyboard.press('End')
    await page.waitForFunction(() => document.querySelectorAll('.tree [aria-current]').length === 1)
    await page.locator('.tree li:last-child [aria-current]').waitFor()
    expect(await mark.textContent()).toBe(words)
  })

  test('says that it cannot when nothing that can come breaks the property', async () => {
    const { page } = await visit(play('cap-cp'))
    await arrival(page, [0])
    const property = 'the users never see the order both confirmed and cancelled'
    await page.getByLabel('What it is to break').selectOption(property)
    await page.getByRole('button', { name: 'Finish' }).click()
    expect(await page.locator('.outcome').textContent()).toMatch(
      /^✓ It cannot: .* All \d+ states that can be reached from here were looked at\.$/,
    )
  })

  test('can be stopped, and then says where there is more room', async () => {
    const { page } = await visit(play('paxos', [0], { parameters: { servers: '5', clients: '4' } }))
    await arrival(page, [0])
    await page.keyboard.press('f')
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByText('The adversary found nothing before it ended').waitFor()
    expect(await page.locator('.command').textContent()).toBe(
      'netsplit check paxos --set servers=5 --set clients=4',
    )
  })
})

describe('a path that leads nowhere is a sentence with a way out', () => {
  test.each([
    ['a step that does not exist', play('paxos', [0, 99]), 'after 0 there is no step 99.Take 0 to'],
    ['no such start', play('paxos', [7]), 'there is no initial state 7.Begin with 0 to 0.'],
    ['no path', '#/play/paxos?path=0.x', '“0.x” is not a path.'],
    ['no such model', play('paxxos', [0]), 'paxxos'],
    ['no such flip', play('paxos', [0], { flips: ['heals: soon'] }), 'heals: soon'],
  ])('%s', async (_, address, words) => {
    const { page } = await visit(address)
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').textContent()).toContain(words)
  })
})

test('it looks as it did, in each look', async () => {
  const { page } = await visit(play('cap-cp', [0, 0, 0], { parameters: { partition: 'lasts' } }))
  await arrival(page, [0, 0, 0])
  await page.locator('.impossible section').first().waitFor()
  await inEach(page, pictured, ({ scheme, width }) =>
    expectPicture(page.locator('.walk'), `explore-${scheme}-${width}`),
  )
  expect(pictured).toHaveLength(2)
})

describe('the screen of walks', () => {
  test.each([
    ['a list of models', '#/play', '.models'],
    ['a choice of starts', play('cap-sack'), '.starts'],
    ['a walk', play('cap-cp', [0, 0, 0]), '.walk'],
    ['a walk of a machine', play('die-hard', [0, 1]), '.walk'],
    ['a path that leads nowhere', play('cap-cp', [0, 99]), '[role="alert"]'],
  ])('%s is accessible in each look', async (_, address, shown) => {
    const { page } = await visit(address)
    await page.locator(shown).first().waitFor()
    await expectAccessibleInEach(page, pictured)
    expect(await page.locator(shown).count()).toBeGreaterThan(0)
  })

  test('a walk with branches that the adversary has finished is accessible', async () => {
    const { page } = await visit(play('cap-ap', [0, 0, 0]))
    await arrival(page, [0, 0, 0])
    for (const key of ['Backspace', '2', 'f']) await page.keyboard.press(key)
    await page.locator('.outcome .steps').waitFor()
    await expectAccessibleInEach(page, pictured)
    expect(await page.locator('.outcome .steps').count()).toBe(1)
  })
})
