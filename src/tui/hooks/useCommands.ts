import { useInput, usePaste } from 'ink'
import { createContext, type RefObject, useContext, useLayoutEffect, useRef, useState } from 'react'
import { bytesOf, type Command, commandOf, keysIn, type Place } from '../keys.ts'
import type { Ui } from '../ui.ts'

/** What each command does; told a direction, or the place of a controller. */
export type Commands = Readonly<Partial<Record<Command, (argument: number) => void>>>

type KeyHandler = (key: string) => void

const nobody: KeyHandler = () => undefined

/** Who hears of the next key: the screen that shows. */
export const KeyContext = createContext<RefObject<KeyHandler>>({ current: nobody })

/**
 * Reads keys, one at a time: who types fast sends several at once, and each has to find what the one before it did. What
 * was typed behind the key that opens a shell is the shell's.
 * @param onAny called before each
 */
export const useKeys = ({ keyboard }: Pick<Ui, 'keyboard'>, onAny: () => void): RefObject<KeyHandler> => {
  const handler = useRef(nobody)
  const waiting = useRef<string[]>([])
  // React takes changes over when it finds time, and those together that were asked for together: with this one, all
  // that the key did is there.
  const [count, setCount] = useState(0)
  const taken = useRef<() => void>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count says when
  useLayoutEffect(() => taken.current?.(), [count])
  const handleAll = async (): Promise<void> => {
    for (let key = waiting.current[0]; key !== undefined; key = waiting.current[0]) {
      if (keyboard.pass(bytesOf(waiting.current))) {
        waiting.current = []
        return
      }
      onAny()
      handler.current(key)
      const { promise, resolve } = Promise.withResolvers<void>()
      taken.current = resolve
      setCount((before) => before + 1)
      await promise
      waiting.current.shift()
    }
  }
  useInput((input, key) => {
    const isIdle = waiting.current.length === 0
    waiting.current.push(...keysIn(input, key))
    if (isIdle) void handleAll()
  })
  // What is pasted by mistake is not a series of keys.
  usePaste(() => undefined)
  return handler
}

/** Hears of every key while the component shows; nothing, where it does not want to. */
export const useEveryKey = (onKey: KeyHandler | undefined): void => {
  const handler = useContext(KeyContext)
  useLayoutEffect(() => {
    if (onKey === undefined) return
    handler.current = onKey
    return () => {
      if (handler.current === onKey) handler.current = nobody
    }
  })
}

/** Does what the keys say that are pressed at a place; nothing, where something else shows. */
export const useCommands = (place: Place, commands: Commands | undefined): void =>
  useEveryKey(
    commands &&
      ((key) => {
        const found = commandOf(place, key)
        if (found !== undefined) commands[found.command]?.(found.argument)
      })
  )
