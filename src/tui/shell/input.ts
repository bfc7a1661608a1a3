import type { EmbeddedShell } from './EmbeddedShell.ts'
import { KeySplitter, type ShellInput } from './keys.ts'

/** How long the rest of a key is waited for before it counts as Escape, in milliseconds. */
const keyPatience = 30
/** How long the rest of a paste is waited for before its end counts as lost, in milliseconds. */
const pastePatience = 1000

/** Text that is not sent before somebody said so. */
export interface HeldPaste {
  readonly text: string
  /** Whether all of it arrived. */
  readonly isWhole: boolean
}

/** What happens with what a shell does not get. */
export interface ShellInputEvents {
  /** Text of several lines was pasted: it can be sent with `shell.paste`. */
  readonly onPaste: (paste: HeldPaste) => void
  /** The key that leaves the shell; `rest` is for whoever hears of keys next. */
  readonly onLeave: (rest: Buffer) => void
}

/** Takes bytes from the keyboard. */
export interface ShellInputSink {
  readonly take: (chunk: Buffer) => void
  /** Gives up what is still waited for. */
  readonly end: () => void
}

const enter = 0x0d

/** A line end at the end would run the line before it was read. */
const withoutEnd = (text: string): string => text.replace(/\r?\n$|\r$/, '')

/** Where keys go while a shell has them. */
export const inputTo = (shell: EmbeddedShell, { onPaste, onLeave }: ShellInputEvents): ShellInputSink => {
  const splitter = new KeySplitter()
  let patience: NodeJS.Timeout | undefined

  const write = (keys: Buffer): void => {
    const { kind } = shell.state
    if (kind === 'open' || kind === 'opening') shell.write(keys)
    else if (keys.includes(enter)) shell.reopen()
  }
  const handle = (input: ShellInput): void => {
    switch (input.kind) {
      case 'keys':
        write(input.bytes)
        break
      case 'page':
        shell.scrollPage(input.by)
        break
      case 'leave':
        onLeave(input.rest)
        break
      case 'paste': {
        const text = withoutEnd(input.text)
        if (input.isWhole && !/[\r\n]/.test(text)) shell.paste(text)
        else onPaste({ text, isWhole: input.isWhole })
      }
    }
  }
  const handleAll = (inputs: readonly ShellInput[]): void => {
    for (const input of inputs) handle(input)
  }
  return {
    take: (chunk) => {
      clearTimeout(patience)
      handleAll(splitter.feed(chunk, shell))
      if (splitter.waitsFor === 'nothing') return
      const milliseconds = splitter.waitsFor === 'key' ? keyPatience : pastePatience
      patience = setTimeout(() => handleAll(splitter.flush()), milliseconds)
    },
    end: () => clearTimeout(patience)
  }
}
