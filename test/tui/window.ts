import type { EventEmitter } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import type { ReadStream, WriteStream } from 'node:tty'
import { fileURLToPath } from 'node:url'
import xterm from '@xterm/headless'
import { onTestFinished, vi } from 'vitest'
import type { Report, Run } from '../../src/engine/engine.ts'
import { loadMessages } from '../../src/i18n/locale.ts'
import type { Locale } from '../../src/i18n/messages.ts'
import { type Home, homeOf } from '../../src/lab/home.ts'
import type { Survey } from '../../src/lab/setup-plan.ts'
import type { SnapshotAct } from '../../src/lab/snapshot-names.ts'
import { openStudy } from '../../src/lab/study.ts'
import { type PaintOptions, paintFor } from '../../src/terminal/paint.ts'
import type { Size } from '../../src/tui/layout.ts'
import type { Machines } from '../../src/tui/machines.ts'
import { openUi, type UiTerminal } from '../../src/tui/open.tsx'
import type { Beginning } from '../../src/tui/ui.ts'
import { PreparedMachines } from './prepared.ts'

const folderOf = (course: string): string => fileURLToPath(new URL(`../fixtures/courses/${course}`, import.meta.url))

/** Longer than the pause between two runs of the checks, and shorter than what a test may take. */
const patience = { timeout: 20_000, interval: 10 }

/** A terminal as a program sees it from inside: keys come in, and what is written shows on a screen that can be read. */
export class Screen {
  readonly #emulator: xterm.Terminal
  readonly keys = new PassThrough()
  readonly stdin: ReadStream
  readonly stdout: WriteStream
  isRaw = false
  /** Whether the terminal showed no keys itself when something was drawn first. */
  wasRawAtFirst: boolean | undefined
  /** How often the content moved up: it does when more is drawn than there is room for. */
  scrolled = 0
  written = 0
  /** All that was written, as it came. */
  raw = ''

  constructor({ columns, rows }: Size) {
    this.#emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true })
    this.#emulator.onScroll(() => {
      this.scrolled += 1
    })
    const emulator = this.#emulator
    const output = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.wasRawAtFirst ??= this.isRaw
        this.written += chunk.length
        this.raw += chunk.toString()
        emulator.write(chunk)
        // A terminal takes what is written at once.
        done()
      }
    })
    this.stdout = Object.assign(output, {
      isTTY: true,
      columns,
      rows,
      getColorDepth: () => 8
    }) as unknown as WriteStream
    this.stdin = Object.assign(this.keys, {
      isTTY: true,
      ref: () => undefined,
      unref: () => undefined,
      setRawMode: (isRaw: boolean) => {
        this.isRaw = isRaw
      }
    }) as unknown as ReadStream
  }

  /** What is on its way to the screen arrives before: later it would be drawn larger than the window. */
  async resize({ columns, rows }: Size): Promise<void> {
    await new Promise<void>((resolve) => this.#emulator.write('', resolve))
    this.#emulator.resize(columns, rows)
    Object.assign(this.stdout, { columns, rows })
    ;(this.stdout as unknown as EventEmitter).emit('resize')
  }

  get rows(): string[] {
    const { active } = this.#emulator.buffer
    // Cells that a smaller window no longer has stay in memory for a while.
    return Array.from({ length: this.#emulator.rows }, (_, row) =>
      (active.getLine(active.baseY + row)?.translateToString(true, 0, this.#emulator.cols) ?? '').trimEnd()
    )
  }

  get text(): string {
    return this.rows.join('\n')
  }

  /** Whether a row went on in the next one: it was wider than the window. */
  get overflows(): boolean {
    const { active } = this.#emulator.buffer
    return Array.from({ length: this.#emulator.rows }, (_, row) => active.getLine(active.baseY + row)).some(
      (line) => line?.isWrapped === true
    )
  }

  get size(): Size {
    return { columns: this.#emulator.cols, rows: this.#emulator.rows }
  }

  /** Rows in which half of a wide character shows, or one that could not be read. */
  get brokenCells(): readonly string[] {
    const { active } = this.#emulator.buffer
    return this.rows.filter((text, row) => {
      const line = active.getLine(active.baseY + row)
      const widths = Array.from({ length: this.#emulator.cols }, (_, cell) => line?.getCell(cell)?.getWidth())
      const isCut = widths.some((width, cell) => (width === 0) !== (widths[cell - 1] === 2))
      return isCut || widths.at(-1) === 2 || text.includes('\ufffd')
    })
  }

  /** The cells of each row that show a character. */
  cellsWith(character: string): number[][] {
    const { active } = this.#emulator.buffer
    return Array.from({ length: this.#emulator.rows }, (_, row) => {
      const line = active.getLine(active.baseY + row)
      return Array.from({ length: this.#emulator.cols }, (_, cell) => cell).filter(
        (cell) => line?.getCell(cell)?.getChars() === character
      )
    })
  }

  get isAlternate(): boolean {
    return this.#emulator.buffer.active.type === 'alternate'
  }

  get cursor(): { x: number; y: number } {
    const { cursorX, cursorY } = this.#emulator.buffer.active
    return { x: cursorX, y: cursorY }
  }

  get isMouseTaken(): boolean {
    return this.#emulator.modes.mouseTrackingMode !== 'none'
  }

  get isCursorHidden(): boolean {
    // Not in the public interface of the emulator, and the only way to ask.
    const { _core } = this.#emulator as unknown as { _core: { coreService: { isCursorHidden: boolean } } }
    return _core.coreService.isCursorHidden
  }
}

export interface WindowOptions {
  readonly size?: Size
  readonly locale?: Locale
  readonly lab?: string
  readonly color?: boolean
  readonly unicode?: boolean
  readonly looks?: PaintOptions
  readonly course?: 'screens' | 'questions' | 'experiments'
  /** Whether the set-up comes first. */
  readonly setup?: Beginning['setup']
  /** What is in the home when the UI opens. */
  readonly prepare?: (home: Home) => Promise<void>
  /** Between two runs of the checks when nothing happens, in milliseconds. */
  readonly pause?: number
  readonly mouse?: boolean
}

/** An open UI. */
export class Window {
  readonly screen: Screen
  readonly home: Home
  readonly machines: PreparedMachines
  readonly exited: Promise<number>
  readonly interruption: AbortController
  /** What happens before the machines are reached. */
  reach: (report: Report) => Promise<void> = async () => undefined
  /** Why the machines cannot be reached, if they cannot. */
  unreachable: unknown
  /** Continues the program after it was stopped. */
  readonly stopped = Promise.withResolvers<void>()
  /** What was done with snapshots. */
  readonly acts: SnapshotAct[] = []
  /** What happens meanwhile. */
  actOnSnapshot: (act: SnapshotAct, run: Run) => Promise<void> = async () => undefined
  readonly #survey = Promise.withResolvers<Survey>()
  /** What is found of the machine: as long as a test says nothing else, what it answers. */
  survey: () => Promise<Survey> = () => this.#survey.promise
  readonly answer = this.#survey.resolve
  readonly fail = this.#survey.reject
  /** What happens while it is made ready. */
  setUp: (survey: Survey, run: Run) => Promise<void> = async () => undefined

  private constructor(
    screen: Screen,
    home: Home,
    machines: PreparedMachines,
    interruption: AbortController,
    open: (reach: (report: Report) => Promise<Machines>) => Promise<number>
  ) {
    this.screen = screen
    this.home = home
    this.machines = machines
    this.interruption = interruption
    this.exited = open(async (report) => {
      await this.reach(report)
      if (this.unreachable !== undefined) throw this.unreachable
      return this.machines
    })
  }

  static async open({
    size = { columns: 120, rows: 36 },
    locale = 'en',
    lab,
    color = false,
    unicode = true,
    looks = {},
    course = 'screens',
    setup,
    prepare = async () => undefined,
    pause = 500,
    mouse = false
  }: WindowOptions = {}): Promise<Window> {
    const folder = await mkdtemp(join(tmpdir(), 'quorate-ui-'))
    const home = homeOf({ QUORATE_HOME: folder })
    const courseFolder = folderOf(course)
    await prepare(home)
    const study = await openStudy(home, courseFolder)
    const screen = new Screen(size)
    const interruption = new AbortController()
    const terminal: UiTerminal = {
      stdin: screen.stdin,
      stdout: screen.stdout,
      attachShell: async (open) => {
        const shell = await open({ ...size, term: 'xterm' })
        const forward = (chunk: Buffer): void => shell.write(chunk)
        screen.keys.on('data', forward)
        screen.keys.resume()
        const code = await shell.exited
        screen.keys.off('data', forward)
        screen.keys.pause()
        return code
      },
      stop: () => window.stopped.promise
    }
    const messages = await loadMessages(locale)
    const window = new Window(screen, home, new PreparedMachines(home), interruption, (openMachines) =>
      openUi(
        {
          home,
          courseFolder,
          paint: paintFor(color, unicode, looks),
          beginning: { study, language: { locale, messages }, lab, setup },
          openMachines,
          actOnSnapshot: async (act, run) => {
            window.acts.push(act)
            await window.actOnSnapshot(act, run)
          },
          setup: {
            survey: async () => {
              // Asked while the window is being opened.
              await Promise.resolve()
              return window.survey()
            },
            perform: async (survey, run) => window.setUp(survey, run)
          },
          signal: interruption.signal,
          pause,
          mouse
        },
        terminal
      )
    )
    onTestFinished(async () => {
      interruption.abort()
      await window.exited
      // What is written behind the UI, such as the cache of the course, may still be on its way.
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    })
    return window
  }

  /** Presses keys, as fast as a terminal can send them. */
  press(...keys: readonly string[]): void {
    for (const key of keys) this.screen.keys.write(key)
  }

  async shows(...texts: readonly (string | RegExp)[]): Promise<void> {
    await vi.waitFor(() => {
      for (const text of texts) {
        const isThere = typeof text === 'string' ? this.screen.text.includes(text) : text.test(this.screen.text)
        if (!isThere) throw new Error(`no «${text}» in:\n${this.screen.text}`)
      }
    }, patience)
  }

  async waitFor(condition: () => boolean): Promise<void> {
    await vi.waitFor(() => {
      if (!condition()) throw new Error(`not so; the screen:\n${this.screen.text}`)
    }, patience)
  }
}

export const key = {
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  pageDown: '\u001b[6~',
  end: '\u001b[F',
  enter: '\r',
  escape: '\u001b',
  tab: '\t',
  shiftTab: '\u001b[Z',
  leaveShell: '\u001d',
  ctrlC: '\u0003'
}
