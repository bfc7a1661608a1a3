import pty from '@lydell/node-pty'
import xterm from '@xterm/headless'

export interface TerminalSize {
  readonly columns: number
  readonly rows: number
}

/** A program in a terminal of its own, as a person has it in front of them. */
export interface Terminal {
  readonly pid: number
  /** The cells that show. */
  readonly buffer: xterm.IBuffer
  readonly size: TerminalSize
  /** Makes the window as large, as a person does who drags its corner. */
  readonly resize: (size: TerminalSize) => void
  /** What the screen shows, row by row. */
  readonly text: () => string
  readonly press: (...keys: readonly string[]) => void
  /** Resolves as soon as the screen is as wanted; rejects when the program ends, or when the time is up. */
  readonly until: (isSo: (text: string) => boolean, milliseconds: number) => Promise<void>
  /** Whether a program has the whole screen. */
  readonly isFullScreen: () => boolean
  /** All that was written so far, as it was written. */
  readonly written: () => string
  /** The exit code, once it has ended. */
  readonly ended: Promise<number>
  readonly kill: (signal: NodeJS.Signals) => void
}

/** Runs a program, of Node if nothing is said, in a terminal. Ink draws nothing where a variable CI is set: there must be none. */
export const openTerminal = (
  argv: readonly string[],
  size: TerminalSize,
  env: NodeJS.ProcessEnv,
  program = process.execPath
): Terminal => {
  // What is undefined is left out, as everywhere else: node-pty would make a text of it.
  const { CI: _, ...environment } = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined))
  const { columns, rows } = size
  let shown = size
  const child = pty.spawn(program, [...argv], {
    name: 'xterm-256color',
    cols: columns,
    rows,
    env: environment
  })
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true })
  const lookers = new Set<() => void>()
  let raw = ''
  let isOver = false
  child.onData((data) => {
    raw += data
    screen.write(data, () => {
      for (const look of lookers) look()
    })
  })
  // What the program asks of its terminal is answered, as a terminal does.
  screen.onData((data) => child.write(data))
  const ended = new Promise<number>((resolve) =>
    child.onExit(({ exitCode }) => {
      isOver = true
      resolve(exitCode)
      for (const look of lookers) look()
    })
  )
  const text = (): string => {
    const { active } = screen.buffer
    return Array.from(
      { length: shown.rows },
      (_row, row) => active.getLine(active.baseY + row)?.translateToString(true, 0, shown.columns) ?? ''
    ).join('\n')
  }
  return {
    pid: child.pid,
    get buffer() {
      return screen.buffer.active
    },
    get size() {
      return shown
    },
    resize: (wanted) => {
      shown = wanted
      screen.resize(wanted.columns, wanted.rows)
      if (!isOver) child.resize(wanted.columns, wanted.rows)
    },
    text,
    press: (...keys) => {
      for (const key of keys) child.write(key)
    },
    until: (isSo, milliseconds) =>
      new Promise((resolve, reject) => {
        const stop = (): void => {
          clearTimeout(timer)
          lookers.delete(look)
        }
        const look = (): void => {
          if (isSo(text())) resolve()
          else if (isOver) reject(new Error(`it ended; the screen:\n${text()}`))
          else return
          stop()
        }
        const timer = setTimeout(() => {
          stop()
          reject(new Error(`not so within ${milliseconds} ms; the screen:\n${text()}`))
        }, milliseconds)
        lookers.add(look)
        look()
      }),
    isFullScreen: () => screen.buffer.active.type === 'alternate',
    written: () => raw,
    ended,
    kill: (signal) => {
      if (!isOver) child.kill(signal)
    }
  }
}
