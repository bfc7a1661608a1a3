import { describe, expect, it } from 'vitest'
// Loaded before the first window opens: how long that takes is no matter of how things look.
import '../../src/tui/screens/lab-screen.ts'
import { openWindow, walk } from './tour.ts'
import { key, Window } from './window.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
const sgr = /\u001b\[([\d;:]*)m/g

describe('every screen', () => {
  it('has the colours of the terminal, and of those only such as can be read on what it writes on', async () => {
    for (const [background, unreadable] of [
      ['dark', ['34', '35']],
      ['light', ['33', '36']]
    ] as const) {
      const window = await openWindow({ color: true, looks: { background } })
      await walk(window, 'en', true)
      const codes = new Set([...window.screen.raw.matchAll(sgr)].flatMap(([, all = '']) => all.split(';')))
      expect([...codes].filter((code) => !/^(?:|0|[1-4]|7|2[2-47]|3[0-79]|9[0-7])$/.test(code))).toEqual([])
      expect([...codes].filter((code) => (unreadable as readonly string[]).includes(code))).toEqual([])
      expect(codes.has('32')).toBe(true)
    }
  })

  it('has colours in what is typed, as soon as they are loaded', async () => {
    const window = await openWindow({ color: true, looks: { background: 'light' } })
    await window.shows('Three nodes')
    window.press(key.right)
    await window.waitFor(() => window.screen.raw.includes("\u001b[32m'CONF'\u001b[39m"))
  })

  it('has no colour at all where none is wanted', async () => {
    const window = await openWindow({ color: false })
    await walk(window, 'en', true)
    expect(window.screen.raw.match(sgr)).toBeNull()
  })

  it('is of ASCII where nothing else is wanted', async () => {
    const window = await openWindow({ unicode: false })
    for (const screen of await walk(window, 'en', true)) expect(screen).toMatch(/^[ -~\n]*$/)
  })

  it('has its links behind their texts where the terminal shows them', async () => {
    const linking = await openWindow({ looks: { links: true } })
    const screens = await walk(linking, 'en', true)
    expect(screens.join('\n')).not.toContain('https://docs')
    const start = linking.screen.raw.indexOf('\u001b]8;;https://docs.openstack.org/ha-guide/')
    expect(start).toBeGreaterThan(0)
    const end = String.raw`(?:\u0007|\u001b\\)`
    const link = new RegExp(String.raw`^\u001b\]8;;[!-~]+?${end}the guide\u001b\]8;;${end}`)
    expect(linking.screen.raw.slice(start)).toMatch(link)
  })
})

describe('for a screen reader, every screen', () => {
  it.each(['en', 'zh-CN'] as const)('is text without anything drawn, in %s', async (locale) => {
    const window = await openWindow({ locale, looks: { spoken: true } })
    const screens = await walk(window, locale, false)
    for (const screen of screens) {
      expect(screen).not.toMatch(/[\u2190-\u21ff\u2500-\u25ff\u2713-\u2718›←]|^[-+|]{3,}/m)
    }
  })

  it('says the state of each check in words', async () => {
    const window = await openWindow({ looks: { spoken: true } })
    await window.shows('Three nodes')
    window.press(key.tab)
    await window.shows(
      'Task: Look around, 1/2, FAILED',
      'Debian runs here, passed (chosen)',
      'memcached listens on the management address, FAILED',
      'It may use 128 MB, not yet',
      'memcached is running, ERROR',
      'The port is 11211, waiting'
    )
    window.press(key.down)
    await window.shows('memcached listens on the management address, FAILED (chosen)')
    const chinese = await openWindow({ locale: 'zh-CN', looks: { spoken: true } })
    await chinese.shows('三个节点')
    chinese.press(key.tab)
    await chinese.shows('运行的是 Debian，通过（当前项）', 'memcached 监听管理地址，未通过', '可以使用 128 MB，未开始')
  })

  it('says what of the lesson is code, a note or a table', async () => {
    const window = await openWindow({ looks: { spoken: true } })
    await window.shows('Heading: Quorum: who may decide', /nodes: 2\nmajority: 2\nmay be lost: 0/)
    window.press(key.right)
    await window.shows(/Code:\nping -c 1 10\.77\.0\.10\nEnd\./)
    window.press(key.right)
    await window.shows('the guide (https://docs.openstack.org/ha-guide/)', /Note:\nA note beside it\.\nEnd\./)
  })

  it('tells of labs and choices what they are, and opens shells outside', async () => {
    const window = await Window.open({ course: 'questions', looks: { spoken: true } })
    await window.shows('Ideas first, open, 10 min, 0/4 points (chosen)', 'Work, locked')
    window.press(key.enter)
    await window.shows('Read, then answer.')
    window.press('a', key.right, 'b')
    await window.shows('a) Yes\nb) No (marked) (chosen)')
    window.press(key.enter)
    await window.shows(/b\) No \(marked\)\n\nRight\.\nOnly one side may\./)
    window.press('q', 'q')
    await window.shows('Ideas first, open, 10 min, 1/4 points (chosen)')
    const lab = await openWindow({ looks: { spoken: true } })
    await lab.shows('Three nodes')
    lab.press('2')
    await lab.waitFor(() => lab.machines.shells[0]?.node === 'controller2' && !lab.screen.isAlternate)
    lab.machines.shells[0]?.close()
    await lab.shows('Three nodes')
  })
})
