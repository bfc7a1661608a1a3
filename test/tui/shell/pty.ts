import pty from '@lydell/node-pty'
import { onTestFinished, vi } from 'vitest'
import type { AttachableShell, TerminalSize } from '../../../src/process/terminal.ts'
import type { Size } from '../../../src/tui/layout.ts'
import { EmbeddedShell } from '../../../src/tui/shell/EmbeddedShell.ts'
import { markingEnvironment } from '../../../src/tui/shell/integration.ts'
import type { Look } from '../../../src/tui/shell/rows.ts'

const environment = {
  PATH: process.env['PATH'],
  HOME: '/',
  LANG: 'C.UTF-8',
  LC_ALL: 'C.UTF-8',
  PS1: '$ ',
  INPUTRC: '/dev/null',
  LESSHISTFILE: '-'
}

/** A shell on this machine, as a controller's is: what it says and takes goes through a terminal. */
const localShell = (
  { columns, rows, term }: TerminalSize,
  command: readonly [string, ...string[]] = ['bash', '--norc', '--noprofile'],
  more: Readonly<Record<string, string>> = markingEnvironment
): AttachableShell => {
  const [file, ...argv] = command
  const child = pty.spawn(file, argv, {
    cols: columns,
    rows,
    name: term,
    encoding: null,
    env: { ...environment, ...more }
  })
  const exited = Promise.withResolvers<number>()
  let hasEnded = false
  child.onExit(({ exitCode }) => {
    hasEnded = true
    exited.resolve(exitCode)
  })
  return {
    // Without an encoding the terminal gives bytes.
    onOutput: (listener) => void child.onData((data) => listener(Buffer.from(data))),
    write: (data) => child.write(data.toString()),
    resize: (width, height) => {
      if (!hasEnded) child.resize(width, height)
    },
    pause: () => child.pause(),
    resume: () => child.resume(),
    exited: exited.promise,
    close: () => {
      if (!hasEnded) child.kill('SIGKILL')
    }
  }
}

export const colorful: Look = { depth: 24, unicode: true }

export interface LocalShellOptions {
  readonly size?: Size
  readonly look?: Look
  readonly command?: readonly [string, ...string[]]
  readonly environment?: Readonly<Record<string, string>>
}

/** An embedded shell on this machine, and how often a command ended in it. */
export const openLocalShell = (options: LocalShellOptions = {}) => {
  const { size = { columns: 80, rows: 24 }, look = colorful } = options
  const onCommandEnd = vi.fn<() => void>()
  const shell = new EmbeddedShell({
    open: async (terminal) => localShell(terminal, options.command, options.environment),
    size,
    look,
    onCommandEnd
  })
  onTestFinished(() => shell.close())
  return { shell, onCommandEnd }
}

/** What shows, without colours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are taken out
export const plain = (row: string): string => row.replace(/\u001b\[[0-9;]*m/g, '')

export const textOf = (shell: EmbeddedShell): string =>
  shell
    .getSnapshot()
    .rows.map((row) => plain(row).trimEnd())
    .join('\n')
    .trimEnd()

export const shows = (shell: EmbeddedShell, text: string | RegExp): Promise<void> =>
  vi.waitFor(
    () => {
      const screen = textOf(shell)
      const isThere = typeof text === 'string' ? screen.includes(text) : text.test(screen)
      if (!isThere) throw new Error(`no «${text}» in:\n${screen}`)
    },
    { timeout: 10_000, interval: 5 }
  )

export const type = (shell: EmbeddedShell, keys: string): void => shell.write(Buffer.from(keys))
