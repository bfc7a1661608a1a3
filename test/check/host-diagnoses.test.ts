import { beforeAll, describe, expect, it } from 'vitest'
import { diagnose } from '../../src/check/diagnose.ts'
import { evaluate } from '../../src/check/evaluate.ts'
import type { Course } from '../../src/course/course.ts'
import { loadCourse } from '../../src/course/loader.ts'
import type { FactCheck } from '../../src/course/schema.ts'
import type { NodeFacts } from '../../src/probe/registry.ts'
import { edit, factsOf, solved, solvedFacts } from '../probe/recorded.ts'

/** What a controller has to be, whatever runs on it. */
const machine: FactCheck = {
  id: 'machine',
  task: 'machine',
  title: { en: 'machine', 'zh-CN': '机器' },
  why: { en: 'machine', 'zh-CN': '机器' },
  needs: [],
  points: 1,
  on: 'each',
  tier: 'foundation',
  expect: {
    'host.nameRight': true,
    'host.managementLink': 'up',
    'host.clusterLink': 'up',
    'host.resolves': ['controller1', 'controller2', 'controller3'],
    'host.resolvesToLoopback': [],
    'host.unresolved': [],
    'host.failedUnits': [],
    'host.memoryAvailablePercent': { gte: 4 },
    'host.diskUsedPercent': { lte: 94 },
    'host.firewallDrops': []
  }
}

let course: Course
beforeAll(async () => {
  course = await loadCourse('labs')
})

const codesFor = (controller2: NodeFacts): readonly string[] => {
  const facts = { ...solvedFacts(), controller2 }
  const judgements = evaluate([machine], facts, {})
  const own = course.diagnoses.filter(({ code }) => code.startsWith('host.'))
  return [...diagnose(judgements, own, facts, {}).values()].flat().map(({ definition }) => definition.code)
}

const changed = (section: string, change: (text: string) => string): NodeFacts =>
  factsOf('controller2', edit(solved('controller2'), `host.${section}`, change))

describe('causes that lie in the machine', () => {
  it('are none where the machine is well', () => {
    expect(codesFor(factsOf('controller2', solved('controller2')))).toEqual([])
  })

  it.each([
    ['name-wrong', 'identity', (text) => text.replace('controller2', 'debian')],
    ['management-link-down', 'links', (text) => text.replace('MULTICAST,UP,LOWER_UP', 'MULTICAST')],
    ['cluster-link-down', 'links', (text) => text.replace(/(eth1\S* <)\S+>/, '$1NO-CARRIER,BROADCAST,UP>')],
    ['management-address-absent', 'addresses', (text) => text.replace('10.99.0.12/24', '10.99.9.12/24')],
    ['cluster-address-absent', 'addresses', (text) => text.replace('10.99.1.12/24', '10.99.9.12/24')],
    ['name-on-loopback', 'names', (text) => text.replaceAll('10.99.0.12 ', '127.0.1.1 ')],
    ['name-unresolved', 'names', (text) => text.replaceAll(/^10\.99\.0\.13.*\n/gm, '')],
    ['disk-full', 'disk', (text) => text.replace(/^(\S+\s+\d+\s+\d+).*$/m, '$1 0 100% /')],
    ['disk-nearly-full', 'disk', (text) => text.replace(/^(\S+\s+\d+\s+\d+).*$/m, '$1 1000000 97% /')],
    ['memory-exhausted', 'memory', (text) => text.replace(/^MemAvailable:.*$/m, 'MemAvailable: 246840 kB')],
    [
      'firewall-drops',
      'firewall',
      (text) => `${text}table ip filter {\n\tchain INPUT {\n\t\ttcp dport 4567 drop\n\t}\n}\n`
    ],
    ['units-failed', 'units', (text) => `${text}galera.service loaded failed failed MariaDB\n`]
  ] as const satisfies readonly (readonly [string, string, (text: string) => string])[])(
    'are told: %s',
    (name, section, change) => {
      expect(codesFor(changed(section, change))).toEqual([`host.${name}`])
    }
  )
})
