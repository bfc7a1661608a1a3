import { onTestFinished, vi } from 'vitest'
import type { AttachableShell, TerminalSize } from '../../../src/process/terminal.ts'
import { EmbeddedShell } from '../../../src/tui/shell/EmbeddedShell.ts'
import { colorful } from './pty.ts'

/** A shell that says what a test lets it say. */
export class PreparedShell implements AttachableShell {
  readonly #exited = Promise.withResolvers<number>()
  readonly exited = this.#exited.promise
  readonly sizes: (readonly [columns: number, rows: number])[] = []
  readonly #listeners: ((chunk: Buffer) => void)[] = []
  received = ''
  isPaused = false
  isClosed = false

  onOutput(listener: (chunk: Buffer) => void): void {
    this.#listeners.push(listener)
  }

  write(data: Buffer): void {
    this.received += data.toString()
  }

  resize(columns: number, rows: number): void {
    this.sizes.push([columns, rows])
  }

  pause(): void {
    this.isPaused = true
  }

  resume(): void {
    this.isPaused = false
  }

  close(): void {
    this.isClosed = true
  }

  say(output: string | Buffer): void {
    for (const listener of this.#listeners) listener(Buffer.from(output))
  }

  end(exitCode: number): void {
    this.#exited.resolve(exitCode)
  }

  fail(error: unknown): void {
    this.#exited.reject(error)
  }
}

/** An embedded shell over prepared ones: each opening takes the next. */
export const openPrepared = async (
  openings: readonly (PreparedShell | Error)[] = [new PreparedShell()],
  size = { columns: 40, rows: 5 }
) => {
  const left = [...openings]
  const asked: TerminalSize[] = []
  const onCommandEnd = vi.fn<() => void>()
  const shell = new EmbeddedShell({
    open: async (terminal) => {
      asked.push(terminal)
      const next = left.shift()
      if (next instanceof PreparedShell) return next
      throw next
    },
    size,
    look: colorful,
    onCommandEnd
  })
  onTestFinished(() => shell.close())
  await vi.waitFor(() => {
    if (shell.state.kind === 'opening') throw new Error('still opening')
  })
  return { shell, asked, onCommandEnd }
}
