import { join, resolve } from 'node:path'
import envPaths from 'env-paths'

/** Where Quorate keeps a learner's state; every path in one place. */
export interface Home {
  readonly folder: string
  /** What belongs to the learner, whichever lab there is. */
  readonly learner: string
  /** What the learner signs submissions with. */
  readonly key: string
  /** Identity and snapshots of the lab. */
  readonly record: string
  /** What the learner did, a line each. */
  readonly journal: string
  /** What is under way: written before it begins, removed when it is done. */
  readonly pending: string
  /** Held by whoever changes the lab. */
  readonly lock: string
  /** Held while a line is appended to the journal. */
  readonly journalLock: string
  /** Held by an open terminal UI. */
  readonly uiLock: string
  /** What the lab host's services keep. */
  readonly hostServices: string
  /** Image builds, while they are made. */
  readonly cache: string
  /** What an engine without a place of its own keeps of each lab's machines. */
  readonly machines: string
}

/** The home folder of this environment: `QUORATE_HOME`, else the platform's folder for data. */
export const homeOf = (environment: NodeJS.ProcessEnv): Home => {
  const folder = resolve(environment['QUORATE_HOME'] || envPaths('quorate', { suffix: '' }).data)
  const file = (name: string): string => join(folder, name)
  return {
    folder,
    learner: file('learner.json'),
    key: file('signing-key.json'),
    record: file('lab.json'),
    journal: file('journal.jsonl'),
    pending: file('pending.json'),
    lock: file('lab.lock'),
    journalLock: file('journal.lock'),
    uiLock: file('ui.lock'),
    hostServices: file('host-services'),
    cache: file('cache'),
    machines: file('machines')
  }
}
