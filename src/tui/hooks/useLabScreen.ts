import { useEffect, useState } from 'react'
import type { LabSession } from '../screens/LabSession.tsx'

/** The screen of a lab, which brings what renders Markdown along: loaded behind the first frame, which shows sooner. */
export const useLabScreen = (): typeof LabSession | undefined => {
  const [screen, setScreen] = useState<typeof LabSession>()
  useEffect(() => {
    import('../screens/LabSession.tsx').then(
      ({ LabSession }) => setScreen(() => LabSession),
      (error: unknown) =>
        setScreen(() => {
          // Thrown where React sees it, so that the terminal is left clean.
          throw error
        })
    )
  }, [])
  return screen
}
