import { describe, expect, it } from 'vitest'
import { type NodeName, nodeNames } from '../../src/topology.ts'
import { factsOf, recorded, topology } from '../probe/chrony/recorded.ts'
import { edit } from '../probe/recorded.ts'
import { everywhere, labOf } from './lab.ts'

/** The mistakes of the lab as real controllers looked after them; `quorate verify ntp` shows it anew. */

type Outputs = Readonly<Record<NodeName, string>>

const outputsAfter = (changed: Partial<Outputs>): Outputs => ({
  controller1: changed.controller1 ?? recorded('solved', 'controller1'),
  controller2: changed.controller2 ?? recorded('solved', 'controller2'),
  controller3: changed.controller3 ?? recorded('solved', 'controller3')
})

const { lab, unpassed, failed } = await labOf('ntp', {
  at: topology,
  isOwn: (code) => /^(?:chrony|host|network)\./.test(code)
})

const failedIn = (outputs: Outputs) => failed(everywhere((node) => factsOf(node, outputs[node])))

/** Mistakes whose recording is of the one controller on which they were made. */
const alone: readonly (readonly [string, NodeName])[] = [
  ['no-option', 'controller2'],
  ['option-in-environment', 'controller3'],
  ['misspelt-directive', 'controller1'],
  ['stopped', 'controller3'],
  ['frozen', 'controller2'],
  ['wrong-address', 'controller3'],
  ['not-restarted', 'controller2'],
  ['pool-left', 'controller1'],
  ['no-peers', 'controller3'],
  ['misspelt-peer', 'controller2'],
  ['serves-nobody', 'controller2'],
  ['answers-dropped', 'controller3'],
  // Made on all; one is enough to fail.
  ['default-port', 'controller1'],
  ['pool-only', 'controller1'],
  ['source-dropped', 'controller2'],
  ['open-to-all', 'controller1']
]

describe('the checks of the lab ntp', () => {
  it('all pass where it is solved', () => {
    expect(unpassed(everywhere((node) => factsOf(node, recorded('solved', node))))).toEqual([])
  })

  it.each(alone)('catch the mistake %s with the right words, and fail nothing else', (name, node) => {
    const mistake = lab.mistakes.find((one) => one.name === name)
    if (mistake === undefined) throw new Error(`the lab has no mistake ${name}`)
    const failed = failedIn(outputsAfter({ [node]: recorded(name, node) }))
    expect(failed.map(({ id }) => id).sort()).toEqual([...mistake.fails].sort())
    expect(failed.flatMap(({ codes }) => codes)[0]).toBe(mistake.diagnosis)
  })

  it('do not take the noise of a container for a failure', () => {
    // What chronyd and corosync only warn of: they run, and systemd counts no unit as failed.
    const noisy = edit(recorded('solved', 'controller1'), 'chrony.journal', () =>
      [
        'Could not set SCHED_RR at priority 99: Operation not permitted (1)',
        'Could not increase RLIMIT_MEMLOCK, not locking memory: Operation not permitted',
        'CAP_SYS_TIME not present'
      ].join('\n')
    )
    expect(failedIn(outputsAfter({ controller1: noisy }))).toEqual([])
    expect(factsOf('controller1', noisy).host?.facts).toMatchObject({ facts: { failedUnits: [] } })
  })
})

describe('known causes that no mistake of the lab makes', () => {
  type Change = readonly [section: string, change: (text: string) => string]
  const changed = (node: NodeName, ...changes: readonly Change[]): Partial<Outputs> => ({
    [node]: changes.reduce(
      (output, [section, change]) => edit(output, `chrony.${section}`, change),
      recorded('solved', node)
    )
  })
  const replace =
    (from: RegExp | string, to: string) =>
    (text: string): string =>
      text.replace(from, to)

  const cases: readonly (readonly [string, Partial<Outputs>])[] = [
    ['chrony.clock-neglected', changed('controller1', ['options', replace('container lxc', 'container ')])],
    [
      'chrony.fails-to-start',
      changed(
        'controller1',
        ['unit', replace('ActiveState=active', 'ActiveState=failed')],
        ['processes', () => ''],
        ['daemon', () => '506 Cannot talk to daemon\n'],
        ['journal', () => 'Starting chrony.service\nFatal error : Could not open driftfile\n']
      )
    ],
    [
      'chrony.started-by-hand',
      changed('controller2', [
        'unit',
        (text) => text.replace('ActiveState=active', 'ActiveState=inactive').replace(/MainPID=\d+/, 'MainPID=0')
      ])
    ],
    ['chrony.hangs', changed('controller3', ['daemon', () => '506 Cannot talk to daemon\n'])],
    [
      'chrony.falseticker',
      changed('controller1', ['daemon', (text) => text.replaceAll('^,*,10.81.0.1,', '^,x,10.81.0.1,')])
    ],
    [
      'chrony.source-silent',
      changed(
        'controller1',
        ['daemon', replace(/^(\^),\*(,10\.81\.0\.1,\d+,\d+),\d+,/m, '$1,?$2,0,')],
        ['answers', replace(/^(10\.81\.0\.1 1123) 0 (\S+) \S+$/m, '$1 124 $2 ')]
      )
    ],
    [
      'chrony.source-offline',
      changed('controller1', ['daemon', replace(/^(\^),\*(,10\.81\.0\.1,\d+,\d+),\d+,/m, '$1,?$2,0,')])
    ],
    ['chrony.no-local', changed('controller3', ['configuration', replace(/^local .*\n/m, '')])],
    ['chrony.not-orphan', changed('controller3', ['configuration', replace(/^local .*$/m, 'local stratum 10')])],
    [
      'chrony.local-too-good',
      changed('controller3', ['configuration', replace(/^local .*$/m, 'local stratum 2 orphan')])
    ],
    [
      'chrony.serves-other-network',
      changed(
        'controller2',
        ['daemon', (text) => text.replaceAll('208 Access allowed', '209 Access denied')],
        ['configuration', replace(/^allow .*$/m, 'allow 10.81.1.0/24')]
      )
    ],
    [
      'chrony.others-unsynchronised',
      changed('controller2', ['answers', replace(/^(10\.81\.0\.13 123 0 \S+) 24/m, '$1 e4')])
    ],
    [
      'chrony.others-refuse',
      changed('controller2', ['answers', replace(/^(10\.81\.0\.13 123) 0 (\S+) \S+$/m, '$1 1 $2 ')])
    ],
    [
      'chrony.others-silent',
      changed('controller2', ['answers', replace(/^(10\.81\.0\.13 123) 0 (\S+) \S+$/m, '$1 124 $2 ')])
    ]
  ]

  it.each(cases)('%s comes first', (code, outputs) => {
    expect(failedIn(outputsAfter(outputs)).flatMap(({ codes }) => codes)[0]).toBe(code)
  })

  it('tell that an own clock says normal', () => {
    const codes = failedIn({
      controller1: recorded('default-port', 'controller1'),
      controller2: recorded('default-port', 'controller2'),
      controller3: recorded('solved', 'controller3')
    }).flatMap((one) => one.codes)
    expect(codes).toEqual(expect.arrayContaining(['chrony.other-port', 'chrony.own-clock', 'chrony.follows-orphan']))
  })
})

describe('the machines of the lab', () => {
  it('are named as they are', () => {
    expect(nodeNames.map((node) => factsOf(node, recorded('solved', node)).host?.facts)).toMatchObject(
      nodeNames.map((name) => ({ facts: { name, nameRight: true, managementLink: 'up', clusterLink: 'up' } }))
    )
  })
})
