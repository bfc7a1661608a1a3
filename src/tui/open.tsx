import type { ReadStream, WriteStream } from 'node:tty'
import { setFlagsFromString } from 'node:v8'
import { render } from 'ink'
import type { Report, Run } from '../engine/engine.ts'
import type { Home } from '../lab/home.ts'
import type { SnapshotAct } from '../lab/snapshot-names.ts'
import { attachShell, stopAsJob } from '../process/terminal.ts'
import { mouseReports } from '../terminal/mouse.ts'
import type { Paint } from '../terminal/paint.ts'
import { windowSizeOf } from '../window-size.ts'
import { App } from './App.tsx'
import { newBell } from './bell.ts'
import { keyboardOf } from './keyboard.ts'
import { accessTo, type Machines } from './machines.ts'
import { depthOf } from './shell/colors.ts'
import type { Beginning, SetupAccess, Suspend, Ui } from './ui.ts'

export interface UiOptions {
  readonly home: Home
  readonly courseFolder: string
  readonly paint: Paint
  readonly beginning: Beginning
  /** Reaches the machines. Called when a lab shows or a shell is asked for, not before. */
  readonly openMachines: (report: Report) => Promise<Machines>
  readonly actOnSnapshot: (act: SnapshotAct, run: Run) => Promise<void>
  readonly setup: SetupAccess
  /** Ends the UI when it aborts: what SIGINT, SIGTERM and SIGHUP do. */
  readonly signal: AbortSignal
  /** Pause between two runs of the checks when nothing happens, in milliseconds. */
  readonly pause?: number
  /** Whether the UI takes the mouse, which then selects no text any more. */
  readonly mouse?: boolean
}

/** The terminal that the UI takes over. */
export interface UiTerminal {
  readonly stdin: ReadStream
  readonly stdout: WriteStream
  readonly attachShell: typeof attachShell
  readonly stop: typeof stopAsJob
}

/** Pause between two runs of the checks when nothing happens, in milliseconds. */
const pause = 10_000

const ownTerminal = (): UiTerminal => ({ stdin: process.stdin, stdout: process.stdout, attachShell, stop: stopAsJob })

/** Opens the terminal UI, and returns the exit code when it is left. */
export const openUi = async (options: UiOptions, terminal: UiTerminal = ownTerminal()): Promise<number> => {
  const { home, courseFolder, paint, beginning, signal } = options
  const { stdin, stdout } = terminal
  const machines = accessTo(options.openMachines)
  const keyboard = keyboardOf(stdin)
  const takeMouse = (): void => {
    if (options.mouse === true) stdout.write(mouseReports.on)
  }
  const leaveMouse = (): void => {
    if (options.mouse === true) stdout.write(mouseReports.off)
  }
  const handOver = (suspend: Suspend, use: () => Promise<void>): Promise<void> =>
    suspend(async () => {
      keyboard.release()
      leaveMouse()
      try {
        await use()
      } finally {
        takeMouse()
        keyboard.regain()
      }
    })
  const ui: Ui = {
    home,
    courseFolder,
    paint,
    look: { depth: depthOf(paint, stdout), unicode: paint.unicode },
    machines,
    keyboard,
    bell: newBell(),
    pause: options.pause ?? pause,
    signal,
    actOnSnapshot: options.actOnSnapshot,
    setup: options.setup,
    stop: (suspend) => handOver(suspend, terminal.stop),
    visitShell: async (suspend, node, intro) => {
      const reached = await machines.get()
      await handOver(suspend, async () => {
        stdout.write(`${paint('quiet', intro)}\n`)
        await terminal.attachShell(async (size) => {
          const shell = await reached.openShell(node, size)
          signal.addEventListener('abort', () => shell.close(), { once: true })
          return shell
        })
      })
    }
  }
  const app = () => <App ui={ui} beginning={beginning} size={windowSizeOf(stdout)} />

  // Ink lays the frame out anew when the window changes. Ours has to know the new size before, or it would be drawn
  // once at the old one, larger than the window: therefore this listener is the first.
  const onResize = (): void => instance.rerender(app())
  stdout.on('resize', onResize)
  // Ink asks for this behind its first frame: until then, the terminal would show keys in the middle of it.
  stdin.setRawMode(true)
  const instance = render(app(), {
    stdin: keyboard.stream,
    stdout,
    // Ink would take a terminal for none where a variable CI is set.
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    exitOnCtrlC: false,
    // Nothing logs: the linter forbids it.
    patchConsole: false,
    isScreenReaderEnabled: paint.spoken,
    maxFps: 60
  })
  takeMouse()
  // Also where a defect ends the program.
  process.on('exit', leaveMouse)
  await instance.waitUntilRenderFlush()
  // The UI stays open for hours. Left alone, V8 would let garbage grow to a hundred megabytes: the space for new objects
  // stays as large as the first frame made it, and old ones are looked through early.
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--optimize-for-size')
  try {
    const code = await instance.waitUntilExit()
    return typeof code === 'number' ? code : 0
  } finally {
    stdout.off('resize', onResize)
    process.off('exit', leaveMouse)
    leaveMouse()
    keyboard.close()
    await machines.drop().catch(() => undefined)
  }
}
