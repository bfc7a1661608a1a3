import { Box, render, Text } from 'ink'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { environmentError } from '../../../src/errors.ts'
import { loadMessages } from '../../../src/i18n/locale.ts'
import type { Locale } from '../../../src/i18n/messages.ts'
import { paintFor } from '../../../src/terminal/paint.ts'
import type { EmbeddedShell } from '../../../src/tui/shell/EmbeddedShell.ts'
import { headRow, ShellPane, type ShellPaneProps, screenSize } from '../../../src/tui/shell/ShellPane.tsx'
import { Screen } from '../window.ts'
import { openPrepared, PreparedShell } from './prepared.ts'
import { plain } from './pty.ts'

const size = { columns: 50, rows: 7 }

/** A pane below a line and beside a margin, as a screen has it. */
const openPane = async (shell: EmbeddedShell, more: Partial<ShellPaneProps> = {}, locale: Locale = 'en') => {
  const screen = new Screen({ columns: 60, rows: 10 })
  const messages = await loadMessages(locale)
  const pane = (changed: Partial<ShellPaneProps>) => (
    <Box width={60} height={10} flexDirection="column">
      <Text>above</Text>
      <Box>
        <Text>{'  '}</Text>
        <ShellPane
          paint={paintFor(true, true)}
          messages={messages}
          size={size}
          origin={{ x: 2, y: 1 }}
          shells={{ controller2: shell }}
          shown="controller2"
          isFocused
          {...changed}
        />
        <Text>|</Text>
      </Box>
    </Box>
  )
  const { stdin, stdout } = screen
  const options = { stdin, stdout, interactive: true, alternateScreen: true, incrementalRendering: true, maxFps: 60 }
  const instance = render(pane(more), { ...options, exitOnCtrlC: false, patchConsole: false })
  onTestFinished(() => instance.unmount())
  const shows = (text: string): Promise<void> => vi.waitFor(() => expect(screen.text).toContain(text), { interval: 5 })
  return { screen, shows, change: (changed: Partial<ShellPaneProps>) => instance.rerender(pane(changed)) }
}

const aligned = (screen: Screen): void =>
  expect(screen.cellsWith('|')).toEqual(Array.from({ length: 10 }, (_, row) => (row === 1 ? [52] : [])))

describe('the pane of a shell', () => {
  it('shows the screen where it belongs, and the cursor in it', async () => {
    const prepared = new PreparedShell()
    const { shell } = await openPrepared([prepared], screenSize(size))
    const { screen, shows } = await openPane(shell)
    prepared.say('one\r\n\u001b[31m仲裁\u001b[m $ ')
    await shows('  仲裁 $')
    expect(screen.rows.slice(0, 4)).toEqual([
      'above',
      '  1   2 controller2   3                Ctrl-] leaves|',
      '  one',
      '  仲裁 $'
    ])
    await vi.waitFor(() => expect(screen.cursor).toEqual({ x: 9, y: 3 }))
    expect(screen.isCursorHidden).toBe(false)
    aligned(screen)
  })

  it('has no cursor while keys go elsewhere', async () => {
    const prepared = new PreparedShell()
    const { shell } = await openPrepared([prepared], screenSize(size))
    const { screen, shows, change } = await openPane(shell)
    prepared.say('$ ')
    await shows('$')
    await vi.waitFor(() => expect(screen.isCursorHidden).toBe(false))
    change({ isFocused: false })
    await vi.waitFor(() => expect(screen.isCursorHidden).toBe(true))
  })

  it('gives the shell the size that it has', async () => {
    const prepared = new PreparedShell()
    const { shell } = await openPrepared([prepared])
    const { change } = await openPane(shell)
    await vi.waitFor(() => expect(prepared.sizes.at(-1)).toEqual([50, 6]))
    change({ size: { columns: 30, rows: 4 } })
    await vi.waitFor(() => expect(prepared.sizes.at(-1)).toEqual([30, 3]))
  })

  it('marks the controllers on which a program runs', async () => {
    const [one, two] = [new PreparedShell(), new PreparedShell()]
    const [first, second] = [await openPrepared([one]), await openPrepared([two])]
    const shells = { controller1: first.shell, controller2: second.shell }
    const { shows } = await openPane(second.shell, { shells })
    one.say('\u001b]133;A\u0007\u001b]133;C\u0007')
    await shows('1 ● 2 controller2   3')
  })

  it.each([
    ['en', 'The shell has ended with 3. Enter opens it again.'],
    ['zh-CN', 'shell 已结束，退出码 3。按 Enter 重新打开。']
  ] as const)('says that a shell has ended below what it said last, in %s', async (locale, sentence) => {
    const prepared = new PreparedShell()
    const { shell } = await openPrepared([prepared], screenSize(size))
    const { screen, shows } = await openPane(shell, {}, locale)
    prepared.say(Array.from({ length: 20 }, (_, line) => `line ${line}`).join('\r\n'))
    prepared.end(3)
    await shows(sentence)
    expect(screen.rows[6]).toContain('line 19')
    expect(screen.isCursorHidden).toBe(true)
    aligned(screen)
  })

  it('says why there is no shell, and what to do', async () => {
    const { shell } = await openPrepared([environmentError('machine-not-ours', { name: 'x' })])
    const { shows } = await openPane(shell)
    await shows('Enter tries again.')
  })

  it('says how far back the view is', async () => {
    const prepared = new PreparedShell()
    const { shell } = await openPrepared([prepared], screenSize(size))
    const { shows } = await openPane(shell)
    prepared.say(Array.from({ length: 20 }, (_, line) => `line ${line}`).join('\r\n'))
    await shows('line 19')
    shell.scroll(-1)
    await shows('1 line back|')
    shell.scrollToEnd()
    await shows('line 19')
  })

  it('is empty until a shell was asked for', async () => {
    const { shell } = await openPrepared()
    const { screen, shows } = await openPane(shell, { shells: {} })
    await shows('controller2')
    aligned(screen)
  })
})

describe('the head of the pane', () => {
  it('fits, whatever room there is', () => {
    for (let columns = 12; columns < 120; columns++) {
      const row = headRow('controller1', 'controller2', 'Ctrl-] leaves', true, columns, paintFor(true, true))
      expect(plain(row)).toHaveLength(columns)
      expect(plain(row)).toMatch(/^1 .*2.* ● 3/)
    }
  })
})
