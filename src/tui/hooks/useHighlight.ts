import { useEffect, useState } from 'react'
import { type Highlight, loadHighlight } from '../../markdown/code-colors.ts'
import type { Paint } from '../../terminal/paint.ts'

/** What colours the code of lessons: loaded last of all, code shows without until then. */
export const useHighlight = (paint: Paint, isTime: boolean): Highlight | undefined => {
  const [highlight, setHighlight] = useState<Highlight>()
  useEffect(() => {
    if (isTime) void loadHighlight(paint).then((loaded) => setHighlight(() => loaded))
  }, [paint, isTime])
  return highlight
}
