import xterm from '@xterm/headless'
import type { Size } from '../layout.ts'
import { uiWidths } from './widths.ts'

/** Lines that can be scrolled back to. */
const scrollback = 1000

/** What a shell says of itself through OSC 133: it shows a prompt, begins a command, or has ended one. */
export type ShellMark = 'prompt' | 'begin' | 'end'

const marks: Readonly<Record<string, ShellMark>> = { A: 'prompt', C: 'begin', D: 'end' }

/** Titles and links: nothing of the UI shows them, and what need not be kept cannot fill memory. */
const ignoredCommands = [0, 1, 2, 8]

/** Sequences that the emulator does as often as they say, which may be two thousand million times. */
const repeating = ['I', 'L', 'M', 'S', 'T', 'Z', 'b']

/** The private mode of DEC that shows the cursor. */
const cursorMode = 25

/** What an emulator tells of. */
export interface EmulatorEvents {
  /** An answer to a question that output asked. */
  readonly onReply: (text: string) => void
  readonly onMark: (mark: ShellMark) => void
}

/** A terminal in memory that hostile output neither leaves nor fills. */
export class Emulator {
  readonly terminal: xterm.Terminal
  #isCursorHidden = false

  constructor({ columns, rows }: Size, { onReply, onMark }: EmulatorEvents) {
    this.terminal = new xterm.Terminal({
      cols: columns,
      rows,
      scrollback,
      // Sizes, places in a buffer and widths of characters are «proposed».
      allowProposedApi: true,
      logLevel: 'off'
    })
    const { parser, unicode } = this.terminal
    unicode.register(uiWidths)
    unicode.activeVersion = uiWidths.version
    this.terminal.onData(onReply)
    for (const command of ignoredCommands) parser.registerOscHandler(command, () => true)
    parser.registerOscHandler(133, (text) => {
      const mark = marks[text.slice(0, 1)]
      if (mark !== undefined) onMark(mark)
      return true
    })
    for (const final of repeating) {
      parser.registerCsiHandler(
        { final },
        ([count]) => Number(count) > Math.max(this.terminal.cols, this.terminal.rows)
      )
    }
    // The emulator does not tell whether a program hid the cursor.
    const setHidden = (isHidden: boolean) => (): false => {
      this.#isCursorHidden = isHidden
      return false
    }
    const ofCursor = (set: () => false) => (modes: readonly (number | number[])[]) =>
      modes.includes(cursorMode) ? set() : false
    parser.registerCsiHandler({ prefix: '?', final: 'h' }, ofCursor(setHidden(false)))
    parser.registerCsiHandler({ prefix: '?', final: 'l' }, ofCursor(setHidden(true)))
    parser.registerCsiHandler({ intermediates: '!', final: 'p' }, setHidden(false))
    parser.registerEscHandler({ final: 'c' }, setHidden(false))
  }

  get isCursorHidden(): boolean {
    return this.#isCursorHidden
  }

  get isAlternate(): boolean {
    return this.terminal.buffer.active.type === 'alternate'
  }

  /** Everything as in a new terminal. */
  reset(): void {
    this.terminal.reset()
    this.#isCursorHidden = false
  }
}
