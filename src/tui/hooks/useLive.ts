import { useEffect, useSyncExternalStore } from 'react'
import { fingerprint as fingerprintOf, type LiveSnapshot, noSnapshot } from '../../lab/live-snapshot.ts'
import type { Ui } from '../ui.ts'

const noChange = (): (() => void) => () => undefined
const nothing = (): LiveSnapshot => noSnapshot

/** The live cluster, as soon as the machines are reached. A change that checks may see rings for them. */
export const useLive = ({ machines, bell }: Ui, isVisible: boolean): LiveSnapshot => {
  const live = useSyncExternalStore(machines.subscribe, machines.getSnapshot)?.live
  const snapshot = useSyncExternalStore(live?.subscribe ?? noChange, live?.getSnapshot ?? nothing)
  const fingerprint = fingerprintOf(snapshot)
  useEffect(() => live?.setShown(isVisible), [live, isVisible])
  useEffect(() => {
    if (fingerprint !== fingerprintOf(noSnapshot)) bell.ring()
  }, [bell, fingerprint])
  return snapshot
}
