import { useEffect, useState } from 'react'

type LabScreen = typeof import('../screens/lab-screen.ts')

/**
 * The screen of a lab, which brings what renders Markdown and emulates terminals along: loaded behind the first frame,
 * which shows sooner.
 */
export const useLabScreen = (): LabScreen | undefined => {
  const [screen, setScreen] = useState<LabScreen>()
  useEffect(() => {
    import('../screens/lab-screen.ts').then(
      (loaded) => setScreen(loaded),
      (error: unknown) =>
        setScreen(() => {
          // Thrown where React sees it, so that the terminal is left clean.
          throw error
        })
    )
  }, [])
  return screen
}
