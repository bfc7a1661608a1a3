import { useEffect, useState } from 'react'

/** Now, in milliseconds since 1970; anew each second as long as somebody waits for something. */
export const useClock = (isTicking: boolean): number => {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!isTicking) return
    const tick = (): void => setNow(Date.now())
    tick()
    const timer = setInterval(tick, 1000)
    return () => clearInterval(timer)
  }, [isTicking])
  return now
}
