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
    const input = inputTo(shell, {
      onPaste: (paste) => latest.current.onPaste(paste),
      onLeave: (rest) => {
        letGo(rest)
        latest.current.onLeave()
      }
    })
    const letGo = keyboard.capture(input.take)
    return () => {
      input.end()
      letGo()
    }
  }, [keyboard, shell])
}
