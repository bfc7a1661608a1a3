import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { programFile } from '../../src/dev/program.ts'
import { openTerminal, type Terminal } from '../../src/dev/terminal.ts'
import { homeOf } from '../../src/lab/home.ts'
import { newRecord, writeRecord } from '../../src/lab/record.ts'

// The built program in a real terminal, started from a real shell. It needs no controllers.

const patience = 20_000
const size = { columns: 100, rows: 30 }
const right = '\u001b[C'
const ctrlZ = '\u001a'

/** What a shell says that knows how its terminal is. */
const isClean = (terminal: Terminal): Promise<void> => {
  const written = terminal.written()
  for (const mode of ['1000', '1006', '1049']) {
    expect(written.lastIndexOf(`\u001b[?${mode}l`)).toBeGreaterThanOrEqual(written.lastIndexOf(`\u001b[?${mode}h`))
  }
  expect(written.lastIndexOf('\u001b[?25h')).toBeGreaterThan(written.lastIndexOf('\u001b[?25l'))
  terminal.press("stty -a | grep -o ' echo \\|-echo \\|icanon'; echo it is $((40 + 2))\r")
  return terminal.until((text) => / ?icanon\n(?: echo|.*\n echo) ?\n/.test(text) && text.includes('it is 42'), patience)
}

const openShell = async (): Promise<{ terminal: Terminal; folder: string }> => {
  const folder = await mkdtemp(join(tmpdir(), 'quorate-terminal-'))
  // With the record of a lab it does not begin with the set-up.
  await writeRecord(homeOf({ QUORATE_HOME: folder }), newRecord('lxd', '10.77'))
  const terminal = openTerminal(
    ['--norc', '--noprofile', '-i'],
    size,
    { PATH: process.env['PATH'], HOME: folder, QUORATE_HOME: folder, LANG: 'C.UTF-8', PS1: '$ ', COLORFGBG: '15;0' },
    'bash'
  )
  onTestFinished(async () => {
    terminal.kill('SIGKILL')
    await terminal.ended
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  await terminal.until((text) => text.includes('$'), patience)
  return { terminal, folder }
}

const command = (...argv: readonly string[]): string => ['node', programFile, ...argv].join(' ')

const isOpen = (terminal: Terminal): Promise<void> =>
  terminal.until((text) => text.includes('1/') && text.includes('Lesson'), patience)

/** The lesson of a lab that needs no machines. */
const openUi = async (...argv: readonly string[]): Promise<{ terminal: Terminal; folder: string }> => {
  const opened = await openShell()
  opened.terminal.press(`${command('concepts', ...argv)}\r`)
  await isOpen(opened.terminal)
  return opened
}

/** The process that the shell has started. */
const programIn = ({ pid }: Terminal): number =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim())

/** The shell again, and nothing of the UI on its screen. */
const isLeft = async (terminal: Terminal): Promise<void> => {
  await terminal.until((text) => !terminal.isFullScreen() && /\$ $|\$$/.test(text.trimEnd()), patience)
}

describe('in a real terminal, the UI', () => {
  it('is drawn right after a storm of resizes', async () => {
    const { terminal } = await openUi()
    for (let turn = 0; turn < 60; turn += 1)
      terminal.resize({ columns: 60 + ((turn * 37) % 140), rows: 16 + ((turn * 13) % 44) })
    terminal.resize({ columns: 110, rows: 26 })
    await terminal.until((text) => {
      const rows = text.split('\n')
      return (
        /· \d+\/\d+ points$/.test(rows[0] ?? '') && (rows[0]?.length ?? 0) === 110 && /^\? keys/.test(rows[25] ?? '')
      )
    }, patience)
    terminal.press(right)
    await terminal.until((text) => text.includes('2/'), patience)
  })

  it('stops by Ctrl-Z, leaves the shell its terminal, and goes on where it was by fg', async () => {
    const { terminal } = await openUi()
    terminal.press(right)
    await terminal.until((text) => text.includes('2/'), patience)
    terminal.press(ctrlZ)
    await terminal.until((text) => text.includes('Stopped') && !terminal.isFullScreen(), patience)
    await isClean(terminal)
    terminal.press('fg\r')
    await terminal.until((text) => terminal.isFullScreen() && text.includes('2/'), patience)
    terminal.press(right)
    await terminal.until((text) => text.includes('3/'), patience)
    terminal.press('q', 'q')
    await isLeft(terminal)
    await isClean(terminal)
  })

  it('has saved what was answered when its terminal hangs up', async () => {
    const { terminal, folder } = await openUi()
    terminal.press('a')
    await terminal.until((text) => text.includes('Question 1'), patience)
    terminal.press('158', '\r')
    await terminal.until((text) => text.includes('Enter goes on'), patience)
    const pid = programIn(terminal)
    terminal.kill('SIGHUP')
    await terminal.ended
    await vi.waitFor(() => expect(existsSync(`/proc/${pid}`)).toBe(false), { timeout: patience })
    expect(await readFile(homeOf({ QUORATE_HOME: folder }).journal, 'utf8')).toContain('"event":"answered"')
    expect(existsSync(homeOf({ QUORATE_HOME: folder }).uiLock)).toBe(false)
  })

  it.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('leaves the terminal clean after %s', async (signal) => {
    const { terminal } = await openUi('--mouse')
    process.kill(programIn(terminal), signal)
    await isLeft(terminal)
    await isClean(terminal)
  })

  it('leaves the terminal clean after a defect that nobody caught', async () => {
    const { terminal, folder } = await openShell()
    const crash = join(folder, 'crash.mjs')
    await writeFile(crash, "process.on('SIGUSR2', () => { throw new Error('as a test wants') })\n")
    terminal.press(`NODE_OPTIONS='--import ${crash}' ${command('concepts', '--mouse')}\r`)
    await isOpen(terminal)
    process.kill(programIn(terminal), 'SIGUSR2')
    await terminal.until((text) => !terminal.isFullScreen() && text.includes('as a test wants'), patience)
    await isClean(terminal)
  })

  it('reads on a terminal that says it has no columns', async () => {
    const { terminal } = await openShell()
    terminal.press(`stty cols 0 rows 0; ${command('read', 'concepts')} | cat -; ${command('labs')}\r`)
    await terminal.until((text) => text.includes('haproxy'), patience)
  })
})
