import { describe, expect, it, vi } from 'vitest'
import { widthOf } from '../../../src/terminal/cells.ts'
import { openLocalShell, plain, shows, type } from './pty.ts'

const patience = { timeout: 10_000, interval: 5 }
const prompt = /\$$/

describe('a shell in a pane', () => {
  it('shows what is typed, in colour, and Chinese as wide as it is', async () => {
    const { shell } = openLocalShell()
    await shows(shell, prompt)
    type(shell, `printf '\\033[1;34m%s\\033[0m|%s|\\n' bin 你好\r`)
    await shows(shell, 'bin|你好|')
    const row = shell.getSnapshot().rows.find((text) => plain(text).startsWith('bin|'))
    expect(row?.trimEnd()).toBe('\u001b[1;34mbin\u001b[0m|你好|')
    expect(widthOf(row ?? '')).toBe(80)
    expect(shell.getSnapshot().cursor).toEqual({ x: 2, y: 2 })
  })

  it('colours what ls lists', async () => {
    const { shell } = openLocalShell()
    await shows(shell, prompt)
    type(shell, 'ls -d --color=always /usr /etc/hosts\r')
    await vi.waitFor(() => expect(shell.getSnapshot().rows.join('\n')).toContain('\u001b[1;34m/usr\u001b[0m'), patience)
  })

  it('has room for a pager, which takes keys and gives the screen back', async () => {
    const { shell } = openLocalShell()
    await shows(shell, prompt)
    type(shell, 'seq 1 500 | less\r')
    await shows(shell, /^1\n2\n/)
    expect(shell.isFullScreen).toBe(true)
    expect(shell.isRunning).toBe(true)
    expect(shell.getSnapshot().mostBack).toBe(0)
    type(shell, ' ')
    await shows(shell, /^24\n25\n/)
    type(shell, 'q')
    await shows(shell, 'seq 1 500 | less')
    expect(shell.isFullScreen).toBe(false)
  })

  it('has room for an editor, which asks the terminal who it is', async () => {
    const { shell } = openLocalShell()
    await shows(shell, prompt)
    type(shell, 'vim -u NONE -N +"set noswapfile" 2>/dev/null || less /etc/hosts\r')
    await vi.waitFor(() => expect(shell.isFullScreen).toBe(true), patience)
    type(shell, 'i仲裁\u001b')
    await vi.waitFor(() => expect(shell.getSnapshot().rows[0]).toMatch(/仲裁|127/), patience)
    expect(shell.getSnapshot().rows.map(widthOf)).toEqual(Array.from({ length: 24 }, () => 80))
    type(shell, ':q!\rq')
    await vi.waitFor(() => expect(shell.isFullScreen).toBe(false), patience)
  })

  it('tells programs when the pane gets another size', async () => {
    const { shell } = openLocalShell()
    await shows(shell, prompt)
    shell.resize({ columns: 61, rows: 9 })
    expect(shell.getSnapshot().rows.map(widthOf)).toEqual(Array.from({ length: 9 }, () => 61))
    type(shell, 'stty size\r')
    await shows(shell, '9 61')
  })

  it('interrupts a program with Ctrl-C', async () => {
    const { shell } = openLocalShell()
    await shows(shell, prompt)
    type(shell, 'sleep 1000\r')
    await vi.waitFor(() => expect(shell.isRunning).toBe(true), patience)
    type(shell, '\u0003')
    await vi.waitFor(() => expect(shell.isRunning).toBe(false), patience)
    type(shell, 'echo code $?\r')
    await shows(shell, 'code 130')
  })

  it('says once when a command has ended, and not when nothing was asked', async () => {
    const { shell, onCommandEnd } = openLocalShell()
    await shows(shell, prompt)
    type(shell, '\r\r')
    await shows(shell, /^\$\n\$\n\$$/m)
    expect(onCommandEnd).not.toHaveBeenCalled()
    type(shell, 'false\r')
    await vi.waitFor(() => expect(onCommandEnd).toHaveBeenCalledTimes(1), patience)
    // The mark does not cost the person the exit code.
    type(shell, 'echo code $?\r')
    await shows(shell, 'code 1')
  })

  it('says it when a shell without marks falls silent after a line', async () => {
    const { shell, onCommandEnd } = openLocalShell({ command: ['sh'], environment: {} })
    await shows(shell, prompt)
    type(shell, 'echo done\r')
    await vi.waitFor(() => expect(onCommandEnd).toHaveBeenCalledTimes(1), patience)
    expect(shell.isRunning).toBe(false)
  })

  it('keeps a thousand lines to scroll back to, and comes back with the next key', async () => {
    const { shell } = openLocalShell()
    await shows(shell, prompt)
    type(shell, 'seq 1 3000\r')
    await shows(shell, /\n3000\n\$/)
    const { mostBack } = shell.getSnapshot()
    expect(mostBack).toBe(1000)
    shell.scrollPage(-1)
    await shows(shell, /^2955\n/)
    expect(shell.getSnapshot()).toMatchObject({ back: 23, cursor: undefined })
    shell.scroll(-99_999)
    await vi.waitFor(() => expect(shell.getSnapshot().back).toBe(1000), patience)
    type(shell, 'x')
    await shows(shell, /\$ x$/)
    expect(shell.getSnapshot().back).toBe(0)
  })

  it('stays within its memory and does not fall behind in a flood', async () => {
    const { shell } = openLocalShell()
    await shows(shell, prompt)
    let changes = 0
    shell.subscribe(() => {
      changes += 1
    })
    const before = process.memoryUsage().rss
    const start = performance.now()
    type(shell, 'seq 1 200000\r')
    await shows(shell, /\n200000\n\$/)
    const took = performance.now() - start
    // At most one change a frame, and one that was on its way.
    expect(changes).toBeLessThanOrEqual(took / 16 + 2)
    expect(process.memoryUsage().rss - before).toBeLessThan(60 * 1024 * 1024)
  })

  it('says with what it ended, and opens again', async () => {
    const { shell } = openLocalShell()
    await shows(shell, prompt)
    type(shell, 'echo last words; exit 3\r')
    await vi.waitFor(() => expect(shell.state).toEqual({ kind: 'ended', exitCode: 3 }), patience)
    await shows(shell, 'last words')
    shell.resize({ columns: 70, rows: 20 })
    type(shell, 'nobody hears this\r')
    shell.reopen()
    await shows(shell, /^\$$/m)
    expect(shell.state).toEqual({ kind: 'open' })
    type(shell, 'stty size\r')
    await shows(shell, '20 70')
  })
})
