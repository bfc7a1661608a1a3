import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Findings, noFindings, questionIds } from '../../../src/probe/pulse/findings.ts'
import { buildPulse, readPulse } from '../../../src/probe/pulse/pulse.ts'
import { nodeNames } from '../../../src/topology.ts'
import { nonce, topology } from '../recorded.ts'
import {
  balancerText,
  brokerText,
  clusterText,
  found,
  galeraText,
  type MachineDifference,
  outputOf,
  pulseFor,
  readFrom,
  scriptFor,
  timeText
} from './recorded.ts'

const patience = { timeout: 60_000 }

describe('the pulse of a controller where everything is solved', () => {
  it.each(nodeNames)('is seen as it is on %s', (node) => {
    const { machine, findings } = pulseFor(node)
    expect(machine).toMatchObject({
      holdsVip: node === 'controller1',
      links: { management: 'up', cluster: 'up' },
      services: {
        chrony: { kind: 'running' },
        galera: { kind: 'running', startedAt: 37_200 },
        rabbitmq: { kind: 'running' },
        keepalived: { kind: 'absent' }
      }
    })
    expect(findings).toMatchObject({
      galera: { answer: 'answered', replicates: true, ready: true, status: 'Primary', state: 'Synced', size: 3 },
      quorum: { quorate: true, votes: 3, expected: 3 },
      rings: [
        { reached: 3, of: 3 },
        { reached: 3, of: 3 }
      ],
      cluster: { kind: 'member', quorate: true, maintenance: false },
      broker: { kind: 'answers', state: 'running', partitions: [], alarms: [] },
      time: { reference: 'time-source', synchronised: true }
    })
  })

  it('names members, resources and servers', () => {
    const { cluster, broker, balancer } = pulseFor('controller1').findings
    expect(cluster).toMatchObject({ members: nodeNames.map((name) => ({ name, word: 'online' })) })
    expect(broker).toMatchObject({ running: nodeNames.map((name) => `rabbit@${name}`) })
    expect(balancer).toMatchObject({
      servers: expect.arrayContaining([expect.objectContaining({ up: true, serving: true })])
    })
  })
})

describe('the machine', () => {
  const machineOf = (difference: MachineDifference) => pulseFor('controller2', {}, difference).machine

  it('has services that are absent, stopped, halted by a signal, or run', () => {
    const { services } = machineOf({
      without: ['mariadbd', 'memcached'],
      uninstalled: ['memcached'],
      halted: ['corosync']
    })
    expect(services).toMatchObject({
      memcached: { kind: 'absent' },
      galera: { kind: 'stopped' },
      corosync: { kind: 'suspended' },
      haproxy: { kind: 'running' }
    })
  })

  it('has networks that are cut, or have lost their address', () => {
    expect(machineOf({ cut: ['eth1'] }).links).toEqual({ management: 'up', cluster: 'cut' })
    expect(machineOf({ bare: ['eth0'] }).links).toEqual({ management: 'no-address', cluster: 'up' })
  })

  it('says nothing of daemons that do not run, whatever was known of them', () => {
    const output = outputOf('controller2', {}, { without: ['mariadbd', 'corosync'] })
    const before = pulseFor('controller2').findings
    const after = readPulse(scriptFor('controller2', []), output, before)
    expect(after?.findings).toEqual({ ...before, galera: undefined, quorum: undefined, rings: undefined })
  })

  it('is all that is known where its daemons were not asked', () => {
    const output = outputOf('controller1')
    expect(readPulse(scriptFor('controller1', []), output)?.findings).toEqual(noFindings)
  })
})

describe('what daemons in trouble say', () => {
  it('is told of Galera', () => {
    expect(found('galera', { text: galeraText('node3-stopped.controller1') })).toMatchObject({
      size: 2,
      status: 'Primary'
    })
    expect(found('galera', { text: galeraText('partition-minority.controller3') })).toMatchObject({
      status: 'non-Primary',
      state: 'Initialized',
      ready: false
    })
    expect(
      found('galera', { text: galeraText('wsrep-off.controller3').replace('wsrep_on\tON', 'wsrep_on\tOFF') })
    ).toMatchObject({
      replicates: false,
      status: 'Disconnected'
    })
    const refused = "ERROR 2002 (HY000): Can't connect to local server through socket '/run/mysqld/mysqld.sock' (111)"
    expect(found('galera', { text: refused, exitCode: 1 })).toMatchObject({ answer: 'no-socket', size: undefined })
  })

  it('is told of Corosync', () => {
    expect(found('quorum', clusterText('corosync', 'no-quorum-stop', 'controller1', 'quorumtool'))).toMatchObject({
      quorate: false,
      votes: 1,
      expected: 3
    })
    expect(
      found('quorum', clusterText('corosync', 'no-quorum-provider', 'controller3', 'quorumtool'), 'controller3')
    ).toBe('unclear')
    expect(found('rings', clusterText('corosync', 'two-links-link0-cut', 'controller1', 'cfgtool'))).toEqual([
      { reached: 2, of: 3 },
      { reached: 3, of: 3 }
    ])
  })

  it('is told of Pacemaker', () => {
    expect(
      found('cluster', clusterText('pacemaker', 'pacemaker-down', 'controller3', 'crm_mon'), 'controller3')
    ).toEqual({
      kind: 'apart'
    })
    expect(found('cluster', clusterText('pacemaker', 'standby', 'controller1', 'crm_mon'))).toMatchObject({
      members: expect.arrayContaining([expect.objectContaining({ word: 'standby' })])
    })
    expect(
      found('cluster', clusterText('pacemaker', 'fencing-failed', 'controller2', 'crm_mon'), 'controller2')
    ).toMatchObject({
      members: expect.arrayContaining([{ name: 'controller1', word: 'unclean' }])
    })
    expect(found('cluster', clusterText('pacemaker', 'vip-bad-nic', 'controller1', 'crm_mon'))).toMatchObject({
      resources: expect.arrayContaining([expect.objectContaining({ state: expect.stringMatching(/wanted|failed/) })])
    })
  })

  it('is told of RabbitMQ', () => {
    expect(found('broker', { text: brokerText('paused', 'controller3') }, 'controller3')).toMatchObject({
      state: 'paused'
    })
    expect(found('broker', { text: brokerText('app-stopped', 'controller3') }, 'controller3')).toMatchObject({
      state: 'stopped',
      running: []
    })
    const alarmed = brokerText('solved', 'controller3').replace(
      '"alarms":[]',
      '"alarms":[{"what":"disk","node":"rabbit@controller3"},{"what":"disk","node":"rabbit@controller2"}]'
    )
    expect(found('broker', { text: alarmed }, 'controller3')).toMatchObject({ alarms: ['disk'] })
    expect(found('broker', { text: brokerText('rejected', 'controller3'), exitCode: 1 }, 'controller3')).toEqual({
      kind: 'rejected'
    })
    expect(found('broker', { text: '', exitCode: 142 })).toBe('silent')
  })

  it('is told of HAProxy', () => {
    const finding = found('balancer', { text: balancerText('state.db-active-stopped') })
    expect(finding).toMatchObject({ servers: expect.arrayContaining([expect.objectContaining({ up: false })]) })
  })

  it('is told of the clock', () => {
    expect(found('time', { text: timeText.ownClock })).toMatchObject({ reference: 'own-clock' })
    expect(found('time', { text: '506 Cannot talk to daemon\n', exitCode: 1 })).toBe('unclear')
  })

  it.each(questionIds)('is silence where %s ran out of time', (id) => {
    expect(found(id, { text: '', exitCode: 124 })).toBe('silent')
  })

  it.each(questionIds)('is unclear where %s is spoken in another language, or not at all', (id) => {
    const unclear = (text: string, exitCode: number) => {
      const finding = found(id, { text, exitCode })
      return finding === 'unclear' || (id === 'galera' && typeof finding === 'object' && finding !== null)
    }
    expect(unclear('无法连接\n', 1)).toBe(true)
    expect(unclear('timeout: failed to run command: No such file or directory\n', 127)).toBe(true)
    expect(unclear('', 0)).toBe(true)
  })
})

/** Whether nothing of a finding looks as if all were well. */
const healthy: { readonly [Q in keyof Findings]: (finding: Findings[Q]) => boolean } = {
  galera: (finding) => typeof finding === 'object' && finding.status === 'Primary',
  quorum: (finding) => typeof finding === 'object' && finding.quorate,
  rings: (finding) => typeof finding === 'object',
  cluster: (finding) => typeof finding === 'object' && finding.kind === 'member',
  broker: (finding) => typeof finding === 'object' && finding.kind === 'answers',
  balancer: (finding) => typeof finding === 'object' && finding.servers.length > 0,
  time: (finding) => typeof finding === 'object'
}

const healthyIn = (findings: Findings): readonly string[] =>
  [
    healthy.galera(findings.galera) ? ['galera'] : [],
    healthy.quorum(findings.quorum) ? ['quorum'] : [],
    healthy.rings(findings.rings) ? ['rings'] : [],
    healthy.cluster(findings.cluster) ? ['cluster'] : [],
    healthy.broker(findings.broker) ? ['broker'] : [],
    healthy.balancer(findings.balancer) ? ['balancer'] : [],
    healthy.time(findings.time) ? ['time'] : []
  ].flat()

describe('an output that is not whole', () => {
  const output = outputOf('controller1')
  const whole = pulseFor('controller1').findings

  it('says what its whole parts say, and nothing of the others', patience, () => {
    fc.assert(
      fc.property(fc.nat({ max: output.length - 1 }), (length) => {
        const pulse = readFrom('controller1', output.slice(0, length))
        if (pulse === undefined) return
        for (const id of questionIds) {
          if (pulse.findings[id] !== 'unclear') expect(pulse.findings[id]).toEqual(whole[id])
        }
      }),
      { numRuns: 150 }
    )
  })

  it('is nothing where the machine is not to be seen, or marks are mixed up', () => {
    expect(readFrom('controller1', '')).toBeUndefined()
    expect(readFrom('controller1', output + output)).toBeUndefined()
    expect(readFrom('controller1', output.replaceAll(nonce, 'b'.repeat(32)))).toBeUndefined()
    expect(readFrom('controller1', output.replace(/^\d+: .*\n/gm, ''))).toBeUndefined()
    expect(readFrom('controller1', output.replace(/^init .*\n/m, ''))).toBeUndefined()
  })

  it('never looks well where noise stands for an answer, and never throws', patience, () => {
    const noise = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom('\u0000\u001b[2J', '{', '<pacemaker-result', '[]', 'x'.repeat(300_000), '\n'.repeat(20_000))
    )
    fc.assert(
      fc.property(noise, fc.constantFrom(0, 1, 2, 127), (text, exitCode) => {
        const printed = { text: text.replaceAll(nonce, ''), exitCode }
        const parts = Object.fromEntries(questionIds.map((id) => [id, printed]))
        expect(healthyIn(pulseFor('controller1', parts).findings)).toEqual([])
      }),
      { numRuns: 150 }
    )
  })

  it('never throws where lines of it are mixed up', patience, () => {
    const lines = output.split('\n')
    fc.assert(
      fc.property(fc.shuffledSubarray(lines, { minLength: lines.length >> 1 }), (mixed) => {
        const pulse = readFrom('controller1', mixed.join('\n'))
        if (pulse !== undefined) expect(healthyIn(pulse.findings).length).toBeLessThan(questionIds.length)
      }),
      { numRuns: 60 }
    )
  })

  it('cannot bring names that do harm', () => {
    const text = clusterText('pacemaker', 'standby', 'controller1', 'crm_mon').text
    const evil = text.replaceAll(
      'controller1',
      '\u001b]0;x\u0007evil&#27;[2J'.replaceAll('\u001b', '&#x1b;').replaceAll('\u0007', '')
    )
    const finding = found('cluster', { text: evil })
    expect(JSON.stringify(finding)).not.toMatch(/\\u00/)
  })
})

describe('the text of a pulse', () => {
  const { text } = buildPulse(questionIds, [12, 34], { node: 'controller1', topology }, nonce)

  it('writes to no file', () => {
    const targets = [...text.matchAll(/>\s*("?[/$][^\s;|)]*)/g)].map(([, target]) => target)
    expect(new Set(targets)).toEqual(new Set(['/dev/null']))
  })

  it('bounds every question to a daemon in time', () => {
    for (const program of [
      'corosync-quorumtool',
      'corosync-cfgtool',
      'crm_mon',
      'erl_call',
      'socat',
      'chronyc',
      '"\\$client"'
    ]) {
      expect(text).toMatch(new RegExp(`timeout -k [\\d.]+ [\\d.]+ ${program}`))
    }
  })

  it('looks at processes that are known', () => {
    expect(text).toContain('for id in 12 34; do')
  })
})
