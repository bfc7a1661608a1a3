import { useApp } from 'ink'
import { useEffect, useRef, useState } from 'react'
import type { Suspend } from '../ui.ts'

/** What the program ends with when it was interrupted: 128 + SIGINT, as shells have it. */
export const interruptedCode = 130

/** Lends the terminal to somebody else. */
export interface HandOver {
  /** Whether somebody else has it now. */
  readonly isAway: boolean
  /** Lets somebody use it, one at a time. */
  readonly handOver: (use: (suspend: Suspend) => Promise<void>) => Promise<void>
}

/** Hands the terminal over and takes it back; the UI ends when the signal aborts, but not before it has it back. */
export const useHandOver = (signal: AbortSignal, onProblem: (error: unknown) => void): HandOver => {
  const { exit, suspendTerminal } = useApp()
  const [isAway, setIsAway] = useState(false)
  const isLent = useRef(false)
  useEffect(() => {
    const onAbort = (): void => {
      if (!isLent.current) exit(interruptedCode)
    }
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort)
    return () => signal.removeEventListener('abort', onAbort)
  }, [signal, exit])
  return {
    isAway,
    handOver: async (use) => {
      if (isLent.current) return
      isLent.current = true
      setIsAway(true)
      try {
        await use(suspendTerminal)
      } catch (error) {
        onProblem(error)
      } finally {
        isLent.current = false
        if (signal.aborted) exit(interruptedCode)
        else setIsAway(false)
      }
    }
  }
}
