import { PassThrough } from 'node:stream'
import type { ReadStream } from 'node:tty'
import { withoutAnswers } from '../terminal/background.ts'
import { type MouseAct, MouseReader } from '../terminal/mouse.ts'

/** The standard input that Ink is given instead of the process's own. */
export interface Keyboard {
  readonly stream: NodeJS.ReadableStream
  /** Stops reading, so that a shell can; what Ink does to its stream no longer reaches the terminal. */
  release(): void
  regain(): void
  /**
   * Gives the bytes of keys to somebody else than Ink, as they come, until the returned call; that one hands what is
   * left of them on to Ink.
   */
  capture(take: (chunk: Buffer) => void): (rest?: Buffer) => void
  /** Gives keys that Ink has had already to whoever has captured them since. @returns whether somebody has */
  pass(keys: Buffer): boolean
  /** Tells of the mouse, where the terminal reports it, until the returned call. */
  onMouse(listener: (act: MouseAct) => void): () => void
  /** Stops reading for good. */
  close(): void
}

/** A stream that Ink takes for a terminal. */
class KeyStream extends PassThrough {
  readonly isTTY = true
  readonly #terminal: ReadStream

  constructor(terminal: ReadStream) {
    super()
    this.#terminal = terminal
  }

  setRawMode(isRaw: boolean): void {
    this.#terminal.setRawMode(isRaw)
  }

  ref(): void {
    this.#terminal.ref()
  }

  unref(): void {
    this.#terminal.unref()
  }
}

/**
 * Reads a terminal for Ink. Ink on the terminal's own stream would set an encoding that cannot be taken back, and go on
 * reading while a shell has the terminal: keys would be lost to either of them.
 */
export const keyboardOf = (terminal: ReadStream): Keyboard => {
  const stream = new KeyStream(terminal)
  const toInk = (chunk: Buffer): void => void stream.write(chunk)
  let take = toInk
  const mouse = new MouseReader()
  const mouseListeners = new Set<(act: MouseAct) => void>()
  const forward = (chunk: Buffer): void => {
    const { keys, acts } = mouse.take(withoutAnswers(chunk))
    if (keys.length > 0) take(keys)
    for (const act of acts) for (const listener of mouseListeners) listener(act)
  }
  // A terminal that has gone ends the input with an error; the signal that comes with it ends the UI.
  terminal.on('error', () => undefined)
  let isClosed = false
  const regain = (): void => {
    // A shell may end after the UI did.
    if (isClosed) return
    terminal.on('data', forward)
    terminal.resume()
  }
  const release = (): void => {
    terminal.off('data', forward)
    terminal.pause()
  }
  regain()
  return {
    stream,
    regain,
    release,
    capture: (taker) => {
      take = taker
      return (rest) => {
        // Somebody else may have taken over meanwhile.
        if (take === taker) take = toInk
        if (rest !== undefined && rest.length > 0) take(rest)
      }
    },
    pass: (keys) => {
      if (take === toInk) return false
      take(keys)
      return true
    },
    onMouse: (listener) => {
      mouseListeners.add(listener)
      return () => mouseListeners.delete(listener)
    },
    close: () => {
      isClosed = true
      release()
    }
  }
}
