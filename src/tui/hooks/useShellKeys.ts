import { useLayoutEffect, useRef } from 'react'
import type { EmbeddedShell } from '../shell/EmbeddedShell.ts'
import { type HeldPaste, inputTo } from '../shell/input.ts'
import type { Ui } from '../ui.ts'

/** What becomes of keys that a shell does not get. */
export interface ShellKeys {
  readonly onLeave: () => void
  readonly onPaste: (paste: HeldPaste) => void
}

/** Gives the keyboard to a shell, as long as there is one to give it to. */
export const useShellKeys = ({ keyboard }: Ui, shell: EmbeddedShell | undefined, keys: ShellKeys): void => {
  const latest = useRef(keys)
  latest.current = keys
  useLayoutEffect(() => {
    if (shell === undefined) return
    // What comes behind the key that leaves is for whoever hears of keys when the shell has been left, and not before.
    let rest: Buffer | undefined
    const input = inputTo(shell, {
      onPaste: (paste) => latest.current.onPaste(paste),
      onLeave: (behind) => {
        rest = behind
        latest.current.onLeave()
      }
    })
    const letGo = keyboard.capture((chunk) => {
      if (rest === undefined) input.take(chunk)
      else rest = Buffer.concat([rest, chunk])
    })
    return () => {
      input.end()
      letGo(rest)
    }
  }, [keyboard, shell])
}
