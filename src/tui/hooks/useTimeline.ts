import { useCallback, useEffect, useState } from 'react'
import { environmentError } from '../../errors.ts'
import type { Home } from '../../lab/home.ts'
import { readJournal } from '../../lab/journal.ts'
import type { Pending } from '../../lab/pending.ts'
import { type LabRecord, readRecord } from '../../lab/record.ts'
import { type Timeline, timelineOf } from '../../lab/timeline.ts'
import { readUnfinished } from '../../lab/unfinished.ts'

/** The snapshots of the lab, or why they cannot be read. */
export type LoadedTimeline =
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'timeline'
      readonly timeline: Timeline
      readonly record: LabRecord
      /** What was left unfinished: whoever works on the controllers next finishes or undoes it. */
      readonly unfinished: Pending['action'] | undefined
    }
  | { readonly kind: 'problem'; readonly error: unknown }

const readTimeline = async (home: Home): Promise<LoadedTimeline> => {
  const [record, journal, unfinished] = await Promise.all([readRecord(home), readJournal(home), readUnfinished(home)])
  if (record === undefined) throw environmentError('lab-absent', {})
  return { kind: 'timeline', timeline: timelineOf(record, journal), record, unfinished }
}

/** Reads the snapshots of the lab, and reads them again when it is asked to. */
export const useTimeline = (home: Home): readonly [LoadedTimeline, () => void] => {
  const [loaded, setLoaded] = useState<LoadedTimeline>({ kind: 'loading' })
  const read = useCallback((): void => {
    readTimeline(home).then(setLoaded, (error: unknown) => setLoaded({ kind: 'problem', error }))
  }, [home])
  useEffect(read, [read])
  return [loaded, read]
}
