import { useLayoutEffect, useRef } from 'react'
import type { MouseAct } from '../../terminal/mouse.ts'
import type { Ui } from '../ui.ts'

/** Hears of the mouse while the component shows; nothing, where it does not want to. */
export const useMouse = (
  { onMouse }: Pick<Ui['keyboard'], 'onMouse'>,
  listener: ((act: MouseAct) => void) | undefined
) => {
  const latest = useRef(listener)
  latest.current = listener
  useLayoutEffect(() => onMouse((act) => latest.current?.(act)), [onMouse])
}
