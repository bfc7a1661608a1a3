import type { Key } from 'ink'
import { describe, expect, it } from 'vitest'
import { en } from '../../src/i18n/en/index.ts'
import { zhCN } from '../../src/i18n/zh-CN/index.ts'
import { widthOf } from '../../src/terminal/cells.ts'
import { paintFor } from '../../src/terminal/paint.ts'
import { keyRow } from '../../src/tui/components/Frame.tsx'
import { bindings, bindingsShown, bytesOf, commandOf, keysIn } from '../../src/tui/keys.ts'
import { leastSize } from '../../src/tui/layout.ts'

const none: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false
}

describe('the table of keys', () => {
  it('gives each key at most one command at a place', () => {
    for (const place of ['course', 'lab', 'quiz', 'shell', 'snapshots', 'setup'] as const) {
      const keys = bindings
        .filter(({ places }) => places.includes(place))
        .flatMap((binding) => Object.keys(binding.keys))
      expect(keys).toEqual([...new Set(keys)])
    }
  })

  it('tells a command its direction or controller', () => {
    expect(commandOf('lab', 'k')).toEqual({ command: 'move', argument: -1 })
    expect(commandOf('lab', '3')).toEqual({ command: 'shell', argument: 2 })
  })

  it('has other keys in the course than in a lab', () => {
    expect(commandOf('course', 'q')).toEqual({ command: 'leave', argument: 0 })
    expect(commandOf('lab', 'q')).toEqual({ command: 'back', argument: 0 })
    expect(commandOf('course', 'escape')).toBeUndefined()
    expect(commandOf('course', 'h')).toBeUndefined()
    expect(commandOf('lab', 'constructor')).toBeUndefined()
  })
})

describe('the page of all keys', () => {
  it.each([en, zhCN])('says what each of them does, uncut, in the narrowest window (%#)', (messages) => {
    const paint = paintFor(false, true)
    for (const place of ['course', 'lab', 'quiz', 'shell', 'snapshots', 'setup'] as const) {
      const shown = bindingsShown(place, paint)
      const width = Math.max(...shown.map((binding) => widthOf(binding.shown)))
      const texts = shown.map(({ command }) => messages.tui.keys[command].long)
      expect(texts.filter((text) => width + 2 + widthOf(text) > leastSize.columns)).toEqual([])
    }
  })
})

describe('input from the terminal', () => {
  it('is one key where it has a name', () => {
    expect(keysIn('', { ...none, upArrow: true })).toEqual(['up'])
    expect(keysIn('\r', { ...none, return: true })).toEqual(['return'])
    expect(keysIn('c', { ...none, ctrl: true })).toEqual(['ctrl+c'])
  })

  it('is several keys where they came together', () => {
    expect(keysIn('jj\rq\t\u0003', none)).toEqual(['j', 'j', 'return', 'q', 'tab', 'ctrl+c'])
  })

  it('is nothing where Alt was held', () => {
    expect(keysIn('q', { ...none, meta: true })).toEqual([])
  })
})

describe('keys that are handed on', () => {
  it('are the bytes that a terminal sent', () => {
    expect(bytesOf(['l', 's', ' ', '控', 'return', 'up', 'ctrl+c', 'ctrl+]', 'tab', 'backspace']).toString()).toBe(
      'ls 控\r\u001b[A\u0003\u001d\t\u007f'
    )
  })
})

describe('the line of keys', () => {
  it.each([
    ['en', en],
    ['zh-CN', zhCN]
  ])('has whole entries only, as many as fit, in %s', (_, messages) => {
    const paint = paintFor(false, true)
    for (let columns = 20; columns <= 160; columns += 1) {
      const row = keyRow('lab', messages, columns, paint)
      expect(widthOf(row)).toBeLessThanOrEqual(columns)
      const shown = row.split('  ')
      const all = keyRow('lab', messages, 1000, paint).split('  ')
      expect(shown).toEqual(all.slice(0, shown.length))
    }
  })
})
