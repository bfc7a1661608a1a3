import type { AttachableShell, TerminalSize } from '../../process/terminal.ts'
import type { Size } from '../layout.ts'
import { Emulator, type ShellMark } from './emulator.ts'
import { type Look, screenRows } from './rows.ts'

/** How a shell is. */
export type ShellState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open' }
  | { readonly kind: 'ended'; readonly exitCode: number }
  | { readonly kind: 'failed'; readonly error: unknown }

/** What shows of a shell. It stays the same object until something changes. */
export interface ShellView {
  readonly state: ShellState
  /** As many as the pane has, each exactly as wide. */
  readonly rows: readonly string[]
  /** Where the cursor is, if it shows. */
  readonly cursor: { readonly x: number; readonly y: number } | undefined
  /** How many lines the view is scrolled back, of how many. */
  readonly back: number
  readonly mostBack: number
}

export interface EmbeddedShellOptions {
  readonly open: (size: TerminalSize) => Promise<AttachableShell>
  readonly size: Size
  readonly look: Look
  /** A command has ended, or the shell fell silent after a line was sent: something may be different now. */
  readonly onCommandEnd: () => void
}

/** What programs are told: the emulator knows all of it, whatever the terminal around it does. */
const term = 'xterm-256color'

/** Pause between two changes that are told, in milliseconds: a frame. */
const frame = 16
/** The same in a flood, which nobody reads: drawing each frame would take the time that the flood needs. */
const floodFrame = 100
/** Bytes that wait for the emulator and are more than a screen. */
const flood = 16 * 1024

/** Bytes that wait for the emulator: above the first the shell has to wait, below the second it goes on. */
const mostWaiting = 256 * 1024
const fewWaiting = 64 * 1024

/** The emulator pauses between pieces, not within them. */
const pieceSize = 8 * 1024

/** How much is answered to questions of programs until the next key: more is asked to fill memory. */
const mostReplied = 64 * 1024

/** How long a shell is silent after a line was sent before something may be different, in milliseconds. */
const silence = 1500

const carriageReturn = 0x0d

/** How much is kept of what is typed before the shell is there, in bytes: as much as a terminal keeps of a line. */
const mostAhead = 4096

/** What a paste may not have in it: control characters are keys, except line ends and tabs. */
const noText = /[^\P{Cc}\t\n\r]/gu

/** A login shell on one controller, and the screen that it draws on. */
export class EmbeddedShell {
  readonly #options: EmbeddedShellOptions
  readonly #emulator: Emulator
  readonly #listeners = new Set<() => void>()
  #size: Size
  #state: ShellState = { kind: 'opening' }
  #shell: AttachableShell | undefined
  /** Which opening of the shell counts; what comes from one before it does not. */
  #opening = 0
  #view: ShellView | undefined
  #back = 0
  #lastTold = 0
  #telling: NodeJS.Timeout | undefined
  #tellingAt = 0
  #waiting = 0
  #isPaused = false
  #replied = 0
  #silence: NodeJS.Timeout | undefined
  /** Typed before the shell was there. */
  #ahead = Buffer.alloc(0)
  #isMarking = false
  #isInCommand = false
  #isClosed = false

  constructor(options: EmbeddedShellOptions) {
    this.#options = options
    this.#size = options.size
    this.#emulator = new Emulator(options.size, {
      onReply: (text) => this.#reply(text),
      onMark: (mark) => this.#mark(mark)
    })
    this.#open()
  }

  /** Calls the listener at most once a frame; returns what ends that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly getSnapshot = (): ShellView => {
    this.#view ??= this.#look()
    return this.#view
  }

  get state(): ShellState {
    return this.#state
  }

  /** Whether a program runs that leaving would end. */
  get isRunning(): boolean {
    return this.#state.kind === 'open' && (this.#isInCommand || this.#emulator.isAlternate)
  }

  /** Whether a program has the whole screen: there is nothing to scroll back to. */
  get isFullScreen(): boolean {
    return this.#emulator.isAlternate
  }

  /** Whether the program wants the arrows as keys of an application. */
  get wantsApplicationKeys(): boolean {
    return this.#emulator.terminal.modes.applicationCursorKeysMode
  }

  /** Whether what is pasted may have several lines: the program in the shell can tell it from what is typed. */
  get takesLines(): boolean {
    return this.#emulator.terminal.modes.bracketedPasteMode
  }

  /** Opens the shell anew, once it has ended or could not be opened. */
  reopen(): void {
    if (this.#isClosed || this.#state.kind === 'open' || this.#state.kind === 'opening') return
    this.#emulator.reset()
    this.#open()
  }

  /** Sends keys, and shows where they go to. A shell that is still opening gets them when it is there. */
  write(keys: Buffer): void {
    if (this.#state.kind === 'opening') this.#ahead = Buffer.concat([this.#ahead, keys]).subarray(0, mostAhead)
    if (this.#state.kind !== 'open') return
    this.scrollToEnd()
    this.#replied = 0
    if (keys.includes(carriageReturn)) this.#listenForSilence()
    this.#shell?.write(keys)
  }

  /** Sends text as pasted: a program that can tell does not take its line ends for Enter. */
  paste(text: string): void {
    const lines = text.replace(noText, '').replace(/\r?\n/g, '\r')
    const { bracketedPasteMode } = this.#emulator.terminal.modes
    this.write(Buffer.from(bracketedPasteMode ? `\u001b[200~${lines}\u001b[201~` : lines))
  }

  resize(size: Size): void {
    const { columns, rows } = this.#size
    if (this.#isClosed || (size.columns === columns && size.rows === rows)) return
    this.#size = size
    this.#emulator.terminal.resize(size.columns, size.rows)
    // A terminal whose program has ended cannot be resized any more.
    if (this.#state.kind === 'open') this.#shell?.resize(size.columns, size.rows)
    // Rows of another width must not be drawn.
    this.#tellNow()
  }

  /** Moves the view: back for what is less than nothing. */
  scroll(by: number): void {
    const back = Math.max(0, Math.min(this.#mostBack, this.#back - by))
    if (back === this.#back) return
    this.#back = back
    this.#tell()
  }

  /** What the wheel of a mouse does: a program with the whole screen gets keys for it. */
  turn(by: number): void {
    if (!this.isFullScreen) {
      this.scroll(by)
      return
    }
    const arrow = `\u001b${this.wantsApplicationKeys ? 'O' : '['}${by < 0 ? 'A' : 'B'}`
    this.write(Buffer.from(arrow.repeat(Math.abs(by))))
  }

  /** One row of the page before stays in view. */
  scrollPage(by: -1 | 1): void {
    this.scroll(by * Math.max(1, this.#size.rows - 1))
  }

  scrollToEnd(): void {
    this.scroll(this.#back)
  }

  /** Ends the shell and everything in it. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#opening += 1
    clearTimeout(this.#telling)
    clearTimeout(this.#silence)
    this.#listeners.clear()
    this.#letGo()
    this.#emulator.terminal.dispose()
  }

  get #mostBack(): number {
    return this.#emulator.isAlternate ? 0 : this.#emulator.terminal.buffer.active.baseY
  }

  #open(): void {
    this.#opening += 1
    const opening = this.#opening
    const isCurrent = (): boolean => opening === this.#opening
    this.#back = 0
    this.#replied = 0
    this.#isMarking = false
    this.#isInCommand = false
    this.#ahead = Buffer.alloc(0)
    this.#become({ kind: 'opening' })
    const end = (state: ShellState): void => {
      // What the shell said last shows before its end does.
      if (isCurrent()) this.#emulator.terminal.write('', () => isCurrent() && this.#end(state))
    }
    const fail = (error: unknown): void => end({ kind: 'failed', error })
    const begin = (shell: AttachableShell): void => {
      if (!isCurrent()) {
        shell.close()
        return
      }
      this.#shell = shell
      // The pane may have another size than when the shell was asked for.
      shell.resize(this.#size.columns, this.#size.rows)
      this.#become({ kind: 'open' })
      shell.onOutput((chunk) => {
        if (isCurrent()) this.#receive(chunk, isCurrent)
      })
      shell.exited.then((exitCode) => end({ kind: 'ended', exitCode }), fail)
      const ahead = this.#ahead
      this.#ahead = Buffer.alloc(0)
      if (ahead.length > 0) this.write(ahead)
    }
    this.#options.open({ ...this.#size, term }).then(begin, fail)
  }

  #end(state: ShellState): void {
    clearTimeout(this.#silence)
    this.#isInCommand = false
    this.#letGo()
    this.#become(state)
    this.#options.onCommandEnd()
  }

  #letGo(): void {
    // A connection that is held up could not be closed in order.
    this.#resume()
    this.#shell?.close()
    this.#shell = undefined
  }

  #become(state: ShellState): void {
    this.#state = state
    this.#tell()
  }

  #receive(chunk: Buffer, isCurrent: () => boolean): void {
    this.#waiting += chunk.length
    if (this.#waiting > mostWaiting && !this.#isPaused) {
      this.#isPaused = true
      this.#shell?.pause()
    }
    if (this.#silence !== undefined) this.#listenForSilence()
    for (let from = 0; from < chunk.length; from += pieceSize) {
      const piece = chunk.subarray(from, from + pieceSize)
      this.#emulator.terminal.write(piece, () => {
        this.#waiting -= piece.length
        if (!isCurrent()) return
        if (this.#waiting < fewWaiting) this.#resume()
        this.#tell()
      })
    }
  }

  #resume(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    this.#shell?.resume()
  }

  #reply(text: string): void {
    this.#replied += text.length
    if (this.#state.kind === 'open' && this.#replied <= mostReplied) this.#shell?.write(Buffer.from(text))
  }

  #mark(mark: ShellMark): void {
    if (mark === 'prompt') {
      this.#isMarking = true
      this.#isInCommand = false
      this.#forgetSilence()
    } else if (mark === 'begin') {
      // A shell that marks no prompts would never be known to be at one again.
      this.#isInCommand = this.#isMarking
    } else if (this.#isInCommand) {
      this.#isInCommand = false
      this.#forgetSilence()
      this.#options.onCommandEnd()
    }
  }

  /** Also while a command runs: what is typed may be for a client of a database. */
  #listenForSilence(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => {
      this.#silence = undefined
      this.#options.onCommandEnd()
    }, silence)
  }

  #forgetSilence(): void {
    clearTimeout(this.#silence)
    this.#silence = undefined
  }

  /** The first change is told at once, and those that follow within a frame together at its end. */
  #tell(): void {
    if (this.#isClosed) return
    const at = this.#lastTold + (this.#waiting > flood ? floodFrame : frame)
    // The end of a flood is not waited for as long.
    if (this.#telling !== undefined && at >= this.#tellingAt) return
    clearTimeout(this.#telling)
    this.#tellingAt = at
    const wait = at - performance.now()
    if (wait > 0) this.#telling = setTimeout(() => this.#tellNow(), wait)
    else this.#tellNow()
  }

  #tellNow(): void {
    clearTimeout(this.#telling)
    this.#telling = undefined
    this.#lastTold = performance.now()
    this.#view = undefined
    for (const listener of this.#listeners) listener()
  }

  #look(): ShellView {
    const { active } = this.#emulator.terminal.buffer
    const mostBack = this.#mostBack
    const back = Math.min(this.#back, mostBack)
    const { columns, rows } = this.#size
    const x = Math.min(active.cursorX, columns - 1)
    const y = active.cursorY + back
    const isCursorShown = this.#state.kind === 'open' && !this.#emulator.isCursorHidden && y < rows
    return {
      state: this.#state,
      rows: screenRows(active, active.baseY - back, this.#size, this.#options.look),
      cursor: isCursorShown ? { x, y } : undefined,
      back,
      mostBack
    }
  }
}
