import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { sectionsToJudge } from '../../src/check/evaluate.ts'
import { loadCourse } from '../../src/course/loader.ts'
import { valuesOf } from '../../src/course/variables.ts'
import { factsOf, factsToGrade } from '../../src/grade/evidence.ts'
import { type Regraded, regrade, type Standard } from '../../src/grade/regrade.ts'
import { standardOf } from '../../src/grade/standard.ts'
import type { Submission } from '../../src/grade/submission.ts'
import { claimedFacts } from '../../src/grade/submit.ts'
import { en } from '../../src/i18n/en/index.ts'
import { homeOf } from '../../src/lab/home.ts'
import type { JournalEvent } from '../../src/lab/journal.ts'
import { nameOfSection, type ProbeId } from '../../src/probe/registry.ts'
import { type NodeName, nodeNames, topologyOf } from '../../src/topology.ts'
import { version } from '../../src/version.ts'
import { nonce, onlySections } from '../probe/recorded.ts'

/** Submissions made of recordings: what controllers really printed on which labs were solved. */

const prefix = '10.99'
const minute = 60_000
const begin = Date.UTC(2026, 2, 1, 8)
const at = (minutes: number): string => new Date(begin + minutes * minute).toISOString()

/** What each recording has. */
const recordings: readonly (readonly [string, readonly ProbeId[]])[] = [
  ['memcached', ['host', 'memcached', 'oslo']],
  ['galera', ['galera']],
  ['rabbitmq', ['rabbitmq']],
  ['pacemaker', ['corosync', 'pacemaker']],
  ['haproxy', ['clustercheck', 'haproxy', 'vip', 'keepalived']]
]
const recorded = new Map(
  recordings.flatMap(([lab]) =>
    nodeNames.map(
      (node) => [`${lab} ${node}`, readFileSync(`test/fixtures/${lab}/solved.${node}.txt`, 'utf8')] as const
    )
  )
)

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

const standard: Promise<Standard> = standardOf(homeOf({ QUORATE_HOME: '/nonexistent' }), 'labs', en, 'en').then(
  (own) => ({
    ...own,
    now: begin + 600 * minute
  })
)
export const ownStandard = (): Promise<Standard> => standard

const { file, labs: allLabs } = await loadCourse('labs')

/** Seeds of learners whose values are those that memcached was recorded with. */
const seeds = (function* (): Generator<string, never> {
  for (let number = 0; ; number += 1) {
    const values = valuesOf(file.variables, `seed-${number}`, topologyOf(prefix))
    const { memcachedMemory, memcachedConnections, deadRetry } = values
    if (memcachedMemory === 160 && memcachedConnections === 2048 && deadRetry === 20) yield `seed-${number}`
  }
})()

/** A journal of these events, a minute each, with its chain. */
export const journalOf = (events: readonly JournalEvent[]): string => {
  let previous = '0'.repeat(64)
  return events
    .map((event, index) => {
      const line = JSON.stringify({ at: at(index), previous, ...event })
      previous = hash(line)
      return `${line}\n`
    })
    .join('')
}

/** What of the recordings a look asks for that judges all labs. */
const asked = sectionsToJudge(factsToGrade(allLabs))

const looksOf = (student: string): Submission['looks'] =>
  recordings.map(([lab, probes], index) => {
    const sections = asked.filter(({ probe }) => probes.includes(probe)).map(nameOfSection)
    const reply = (node: NodeName) => {
      const text = onlySections(recorded.get(`${lab} ${node}`) ?? '', sections)
      // Each learner's machines have ids of their own.
      const id = /^controller\d\n(?<id>[0-9a-f]{32})$/m.exec(text)?.groups?.['id']
      return { nonce, output: id === undefined ? text : text.replaceAll(id, hash(`${student} ${node}`).slice(0, 32)) }
    }
    return {
      at: at(300 + index),
      sections,
      nodes: { controller1: reply('controller1'), controller2: reply('controller2'), controller3: reply('controller3') }
    }
  })

/** A submission whose claims are what its evidence says. */
export const honest = async (
  student: string,
  change: (bare: Submission) => Submission = (bare) => bare
): Promise<Submission> => {
  const own = await standard
  const id = hash(student).slice(0, 8)
  const bare = change({
    version: 1,
    student,
    createdAt: at(320),
    quorate: version,
    course: { id: own.course.file.id, digest: own.digest },
    seed: seeds.next().value,
    lab: { id, engine: 'lxd', prefix, createdAt: at(0) },
    labs: own.course.labs.map((lab) => lab.id),
    journal: journalOf([
      { event: 'lab-created', id, engine: 'lxd', prefix },
      { event: 'opened', lab: 'memcached' },
      { event: 'hint', lab: 'memcached', task: 'install', rung: 1 },
      { event: 'answered', lab: 'concepts', question: 'replication', answer: 'a', right: false }
    ]),
    looks: looksOf(student),
    experiments: [],
    files: { controller1: [], controller2: [], controller3: [] },
    claimed: {
      points: 0,
      possible: 0,
      credit: 0,
      outcomes: {},
      facts: { controller1: {}, controller2: {}, controller3: {} }
    }
  })
  return { ...bare, claimed: await claimsOf(bare) }
}

/** What an honest Quorate would claim of this evidence. */
export const claimsOf = async (bare: Submission): Promise<Submission['claimed']> => {
  const { grade, report } = await regraded(bare)
  const { course } = await standard
  const labs = course.labs.filter(({ id }) => bare.labs.includes(id))
  const facts = factsOf(bare.looks, labs, topologyOf(bare.lab.prefix))
  const { points, possible, credit } = grade
  return {
    points,
    possible,
    credit,
    outcomes: Object.fromEntries(report.labs.flatMap(({ checks }) => checks.map((one) => [one.id, one.outcome]))),
    facts: JSON.parse(
      JSON.stringify({
        controller1: claimedFacts(facts.controller1),
        controller2: claimedFacts(facts.controller2),
        controller3: claimedFacts(facts.controller3)
      })
    )
  }
}

export const regraded = async (submission: Submission): Promise<Regraded> =>
  regrade({ submission, key: 'key', isSigned: true }, await standard)

export const newKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey
