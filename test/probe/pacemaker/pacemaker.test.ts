import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCib, secondsOfDuration } from '../../../src/probe/pacemaker/configuration.ts'
import { pacemaker } from '../../../src/probe/pacemaker/pacemaker.ts'
import { readStatus } from '../../../src/probe/pacemaker/status.ts'
import { readXml } from '../../../src/probe/pacemaker/xml.ts'
import type { KnownFacts } from '../../../src/probe/registry.ts'
import { type NodeName, nodeNames } from '../../../src/topology.ts'
import { edit, sectionOf, topology, withSection } from '../recorded.ts'
import { clusterFactsOf, inSituation, recordingOf, solvedCluster } from './recorded.ts'

const observe = (output: string, node: NodeName = 'controller1') => clusterFactsOf(node, output).pacemaker?.facts

const known = (output: string, node: NodeName = 'controller1'): KnownFacts => {
  const observed = observe(output, node)
  expect(observed?.kind).toBe('known')
  return observed?.kind === 'known' ? observed.facts : {}
}

const given = (section: string, change: (text: string) => string): KnownFacts =>
  known(edit(solvedCluster('controller1'), `pacemaker.${section}`, change))

const fixture = (name: string): string => readFileSync(`test/fixtures/pacemaker/${name}`, 'utf8')

/** Without the line that says what kind of fixture it is. */
const document = (name: string): string => fixture(name).replace(/^<!--.*-->\n/, '')

describe('Pacemaker on a controller where the lab is solved', () => {
  it.each(nodeNames)('is seen as it is from %s', (node) => {
    expect(known(solvedCluster(node), node)).toMatchObject({
      active: true,
      enabled: true,
      suspended: [],
      answers: true,
      hasCoordinator: true,
      quorate: true,
      online: [...nodeNames],
      offline: [],
      unclean: [],
      standby: [],
      maintenance: [],
      fencing: true,
      noQuorumPolicy: 'stop',
      maintenanceMode: false,
      recheckInterval: 300,
      warnSeriesMax: 1000,
      inputSeriesMax: 1000,
      errorSeriesMax: 1000,
      loadThreshold: 1000,
      resources: ['fence-controller1', 'fence-controller2', 'fence-controller3', 'reach', 'vip', 'volume'],
      unmonitored: [],
      stopped: [],
      failed: [],
      failures: [],
      leftoverConstraints: [],
      fenceable: [...nodeNames],
      fenceReady: [...nodeNames],
      fenceMistargeted: [],
      fenceUnrestricted: [],
      fenceOnVictim: [],
      fenceFailed: []
    })
  })

  it('has the facts that its schema promises, and no others', () => {
    expect(pacemaker.facts.strict().safeParse(known(solvedCluster('controller1'))).error).toBeUndefined()
  })

  it('is verified by its coordinator alone', () => {
    const verified = nodeNames.filter((node) => known(solvedCluster(node), node)['verifyErrors'] !== undefined)
    expect(verified).toEqual([known(solvedCluster('controller1'))['coordinator']])
  })
})

describe('what was recorded on real clusters', () => {
  const cluster = (situation: string, node: NodeName = 'controller1') => known(inSituation(situation, node), node)

  it('a fresh cluster: nothing can start without a fence device', () => {
    expect(cluster('empty')).toMatchObject({
      fencing: true,
      fenceDevices: [],
      fenceable: [],
      resources: [],
      verifyErrors: [
        'Resource start-up disabled since no STONITH resources have been defined',
        'Either configure some or disable STONITH with the stonith-enabled option',
        'NOTE: Clusters with shared data need STONITH to ensure data integrity'
      ],
      recheckInterval: 900,
      loadThreshold: 80
    })
  })

  it('fencing that fails: the node stays unclean, and its device is the one that does not run', () => {
    expect(cluster('fencing-failed', 'controller2')).toMatchObject({
      unclean: ['controller1'],
      online: ['controller2', 'controller3'],
      fenceFailed: ['controller1'],
      fenceReady: ['controller2', 'controller3'],
      stopped: ['fence-controller1'],
      lastFailure: undefined
    })
  })

  it('standby and maintenance', () => {
    expect(cluster('standby')).toMatchObject({ standby: ['controller3'], online: [...nodeNames] })
    expect(cluster('maintenance-mode')).toMatchObject({ maintenanceMode: true, fencing: false })
    expect(cluster('maintenance-mode')['unmanaged']).toContain('p_api-ip')
  })

  it('an address without an interface, in the agent’s own words', () => {
    expect(cluster('vip-bad-nic')).toMatchObject({
      stopped: ['p_api-ip'],
      lastFailure: 'p_api-ip start on controller2: not configured ([findif] failed)'
    })
  })

  it('a minority: no quorum, and everything stopped', () => {
    expect(cluster('no-quorum-stop')).toMatchObject({ quorate: false, online: ['controller1'] })
    expect(cluster('no-quorum-stop')['stopped']).toContain('p_api-ip')
  })

  it('a service that runs on two nodes is an error of crm_verify’s', () => {
    const output = inSituation('service-running-twice-probed', 'controller1')
    expect(known(output)['verifyErrors']).toEqual([
      'systemd resource p_cinder-volume might be active on 2 nodes (attempting recovery)'
    ])
  })

  it('a Pacemaker that is down does not answer, and nothing of the cluster is known from there', () => {
    const output = edit(
      withSection(inSituation('pacemaker-down', 'controller3'), 'pacemaker.processes', ''),
      'pacemaker.unit',
      (text) => text.replace('ActiveState=active', 'ActiveState=inactive')
    )
    const facts = known(output, 'controller3')
    expect(facts).toMatchObject({ active: false, answers: false, hasCoordinator: false })
    for (const fact of ['online', 'fencing', 'resources', 'quorate', 'stopped']) expect(facts[fact]).toBeUndefined()
  })
})

describe('crm_mon of other versions', () => {
  const healthy = readStatus(recordingOf('pacemaker', 'healthy-fencing', 'controller1', 'crm_mon')?.text ?? '')

  it.each(['from-schema-2.0.crm_mon.xml', 'from-schema-2.0.as-xml.xml', 'from-schema-3.0.crm_mon.xml'])(
    'tells the same: %s',
    (name) => {
      expect(healthy?.kind).toBe('connected')
      expect(readStatus(document(name))).toEqual(healthy)
    }
  )

  it('may have dropped the names of old', () => {
    const renamed = document('from-schema-3.0.crm_mon.xml')
      .replaceAll(/ (?:stonith-enabled|stonith-timeout-ms|orphaned)="[^"]*"/g, '')
      .replaceAll('removed="false"', 'removed="true"')
    const status = readStatus(renamed)
    if (status?.kind !== 'connected') throw new Error('not connected')
    expect(status.cluster.fencingEnabled).toBe(true)
    expect(status.cluster.resources.every(({ removed }) => removed)).toBe(true)
  })

  it('says in more than one way that there is no cluster', () => {
    const down = recordingOf('pacemaker', 'pacemaker-down', 'controller3', 'crm_mon')?.text ?? ''
    expect(readStatus(down)).toEqual({ kind: 'disconnected' })
    expect(
      readStatus(
        '<pacemaker-result api-version="2.42" request="crm_mon"><crm-mon-disconnected pacemakerd-state="starting_daemons"/><status code="0" message="OK"/></pacemaker-result>'
      )
    ).toEqual({ kind: 'disconnected' })
  })
})

describe('fence devices', () => {
  const device = (change: (text: string) => string) => given('configuration', change)

  it('that lead to another machine are told', () => {
    expect(device((text) => text.replaceAll('Systems/controller2"', 'Systems/controller3"'))).toMatchObject({
      fenceMistargeted: ['fence-controller2 controller3'],
      fenceable: [...nodeNames]
    })
  })

  it('that name no machine may be used against any', () => {
    const changed = device((text) => text.replace(/<nvpair name="pcmk_host_list" value="controller1"[^>]*>\n/, ''))
    expect(changed).toMatchObject({
      fenceUnrestricted: ['fence-controller1'],
      fenceable: ['controller2', 'controller3']
    })
  })

  it('may name their machine in a map', () => {
    const mapped = device((text) =>
      text.replace('name="pcmk_host_list" value="controller1"', 'name="pcmk_host_map" value="controller1:1"')
    )
    expect(mapped).toMatchObject({ fenceable: [...nodeNames], fenceUnrestricted: [] })
  })

  it('may be allowed on their own victim', () => {
    expect(device((text) => text.replace(/<rsc_location [^>]*rsc="fence-controller3"[^>]*>\n/, ''))).toMatchObject({
      fenceOnVictim: ['controller3']
    })
  })
})

describe('constraints', () => {
  it('that a command left behind are told by their names', () => {
    const moved = given('configuration', (text) =>
      text.replace(
        '</constraints>',
        '<rsc_location id="cli-prefer-vip" rsc="vip" role="Started" node="controller2" score="INFINITY"/>\n</constraints>'
      )
    )
    expect(moved['leftoverConstraints']).toEqual(['cli-prefer-vip'])
    expect(moved['constraints']).toContain('location vip INFINITY controller2')
  })

  it('are told in the words of crmsh', () => {
    const text = fixture('healthy-fencing.controller1.configuration.0.txt')
    expect(readCib(text)?.constraints.map((one) => one.text)).toEqual([
      'order p_api-ip then lb-haproxy-clone Optional',
      'colocation p_api-ip with lb-haproxy-clone INFINITY',
      'location fence-controller1 -INFINITY controller1',
      'location fence-controller2 -INFINITY controller2',
      'location fence-controller3 -INFINITY controller3'
    ])
  })
})

describe('who reaches the users', () => {
  const cluster = (situation: string, node: NodeName = 'controller1') => known(inSituation(situation, node), node)
  const ruled = (change: (text: string) => string) => {
    const output = edit(inSituation('reach', 'controller3'), 'pacemaker.configuration', change)
    return known(output, 'controller3')['placedByReach']
  }

  it('is known from the attributes that ping writes, and may place resources', () => {
    expect(cluster('reach', 'controller3')).toMatchObject({
      pinged: ['10.99.0.1'],
      reaching: [...nodeNames],
      unreaching: [],
      placedByReach: ['vip'],
      unmonitored: []
    })
  })

  it('is not who gets no answer', () => {
    expect(cluster('reach-cut')).toMatchObject({
      online: [...nodeNames],
      reaching: ['controller1', 'controller2'],
      unreaching: ['controller3'],
      running: expect.arrayContaining(['vip on controller2'])
    })
  })

  it('is not known of controllers that nobody asks', () => {
    expect(cluster('one-ping')).toMatchObject({ reaching: ['controller3'], unreaching: [], placedByReach: ['vip'] })
  })

  it('is known by whatever name the attribute has', () => {
    expect(cluster('reach-other-name')).toMatchObject({ reaching: [...nodeNames], placedByReach: ['vip'] })
  })

  it('is nobody where nothing is pinged', () => {
    for (const situation of ['healthy-fencing', 'empty', 'standby']) {
      expect(cluster(situation)).toMatchObject({ pinged: [], reaching: [], unreaching: [], placedByReach: [] })
    }
  })

  it('needs a rule on that very attribute', () => {
    expect(ruled((text) => text.replaceAll(/(attribute)="pingd"/g, '$1="ping"'))).toEqual([])
    expect(ruled((text) => text.replace(/<rsc_location id="vip-where[\s\S]*?<.rsc_location>\n/, ''))).toEqual([])
  })

  it.each([
    '<rsc_location id="a" rsc="vip"><rule id="b" score="-INFINITY" boolean-op="or"><expression id="c" attribute="pingd" operation="not_defined"/><expression id="d" attribute="pingd" operation="lte" value="(not shown)"/></rule></rsc_location>',
    '<rsc_location id="a"><resource_set id="s"><resource_ref id="vip"/></resource_set><rule id="b" score-attribute="pingd"><expression id="c" attribute="#uname" operation="defined"/></rule></rsc_location>'
  ])('may be asked for in other ways: %s', (rule) => {
    expect(ruled((text) => text.replace(/<rsc_location id="vip-where[\s\S]*?<.rsc_location>/, rule))).toEqual(['vip'])
  })
})

describe('what the cluster runs on a controller', () => {
  it('is told of each by itself', () => {
    expect(known(inSituation('reach', 'controller3'), 'controller3')['runningHere']).toEqual(['reach', 'vip'])
    expect(known(inSituation('reach-cut', 'controller1'))['runningHere']).toContain('volume')
  })
})

describe('a resource without a monitor', () => {
  it('is told', () => {
    expect(given('configuration', (text) => text.replace(/<op name="monitor"[^>]*id="vip-[^>]*>\n/, ''))).toMatchObject(
      {
        unmonitored: ['vip']
      }
    )
  })
})

describe('the load', () => {
  it('that holds Pacemaker back is told by its log, and forgotten later', () => {
    const line =
      'Nov 22 18:28:25.234 controller1 pacemaker-controld  [1803] (throttle_check_thresholds) \tnotice: High CPU load detected: 13.840000'
    expect(given('log', () => `now Nov 22 18:28:40\n${line}\n`)).toMatchObject({ throttled: true })
    expect(given('log', () => `now Nov 22 18:40:00\n${line}\n`)).toMatchObject({ throttled: false })
  })
})

describe('durations', () => {
  it.each([
    ['5min', 300],
    ['300', 300],
    ['300s', 300],
    ['1h', 3600],
    ['500ms', 0.5],
    ['PT5M', 300],
    ['soon', undefined]
  ])('%s', (text, seconds) => {
    expect(secondsOfDuration(text)).toBe(seconds)
  })
})

describe('secrets', () => {
  /** What the script makes of a CIB, by the very commands that run on a controller. */
  const filtered = (cib: string): string => {
    const script = pacemaker.sections.configuration.script({ node: 'controller1', topology })
    const pipe = /printf '%s' "\$cib" \| (tr [\s\S]*?)\ncase /.exec(script)?.[1]
    if (pipe === undefined) throw new Error('no filter in the script')
    return execFileSync('sh', ['-c', pipe], { input: cib, encoding: 'utf8' })
  }
  const cib = (inner: string) =>
    `<cib epoch="1" dc-uuid="1">\n  <configuration>\n    <resources>\n${inner}\n    </resources>\n  </configuration>\n  <status>\n  <nvpair name="ip" value="s3cret"/></status>\n</cib>`

  it.each([
    '<nvpair name="password" value="s3cret" id="a"/>',
    '<nvpair id="a" name="passwd" value="s3cret"/>',
    '<nvpair value="s3cret" id="a" name="password"/>',
    '<nvpair id="a" name="x"/><nvpair id="ip" name="token" value="s3cret"/><nvpair name="ip" value="1.2.3.4"/>',
    '<recipient id="a" value="s3cret"/>',
    '<nvpair id="a"\n name="password"\n value="s3cret"/>',
    '<nvpair id="name=&quot;ip&quot;" name="password" value="s3cret"/>',
    '<!-- <nvpair name="ip" value="s3cret"/> -->',
    '<secret>s3cret</secret>'
  ])('do not leave the controller: %s', (line) => {
    expect(filtered(cib(line))).not.toContain('s3cret')
  })

  it('are all that is missing', () => {
    const kept = filtered(
      cib(
        '<primitive id="a"><nvpair name="ip" value="10.99.0.10"/><nvpair name="password" value="s3cret"/></primitive>'
      )
    )
    expect(kept).toContain('value="10.99.0.10"')
    expect(kept).toContain('<primitive id="a">')
    expect(readXml(kept.trim())?.name).toBe('configuration')
  })

  it('are not in the rules, whose attributes are shown', () => {
    const rule =
      '<rule score-attribute="pingd" id="r"><expression attribute="pingd" operation="defined" id="e"/></rule>'
    for (const shown of ['score-attribute="pingd"', ' attribute="pingd" operation="defined"']) {
      expect(filtered(cib(rule))).toContain(shown)
    }
  })

  it('are in no recording', () => {
    for (const node of nodeNames) expect(solvedCluster(node)).not.toMatch(/name="password" value="(?!\(not shown\))/)
  })
})

describe('a Pacemaker that does not answer', () => {
  const hung = withSection(
    withSection(solvedCluster('controller1'), 'pacemaker.cluster', '', 124),
    'pacemaker.configuration',
    '',
    124
  )

  it('could not be looked at', () => {
    expect(observe(hung)).toEqual({ kind: 'unknown', reason: 'time-out' })
  })

  it('is known to be frozen where a signal stopped it', () => {
    const frozen = withSection(hung, 'pacemaker.processes', 'pacemakerd S\npacemaker-based T\n')
    expect(known(frozen)).toMatchObject({ suspended: ['pacemaker-based'], answers: false })
  })

  it('is not healthy because half of it answers', () => {
    expect(observe(withSection(solvedCluster('controller1'), 'pacemaker.configuration', '', 124))?.kind).toBe('unknown')
  })
})

describe('any output', () => {
  const solved = solvedCluster('controller1')
  const xml = sectionOf(solved, 'pacemaker.cluster')

  it('never throws, and never makes a cluster', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constant('<a>'.repeat(50_000)),
      fc.constant('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
      fc.constant(`<pacemaker-result>${'<nodes>'.repeat(90)}`)
    )
    fc.assert(
      fc.property(
        fc.constantFrom('cluster', 'configuration', 'processes', 'log', 'unit'),
        text,
        fc.constantFrom(0, 1, 102, 124),
        (section, output, exitCode) => {
          const observed = observe(
            withSection(solved, `pacemaker.${section}`, output.replaceAll('a'.repeat(32), ''), exitCode)
          )
          if (section === 'cluster' || section === 'configuration') expect(observed?.kind).toBe('unknown')
        }
      ),
      { numRuns: 120 }
    )
  }, 60_000)

  it('that is cut off never looks healthy', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: xml.trimEnd().length - 1 }), (length) => {
        expect(readStatus(xml.slice(0, length))).toBeUndefined()
      }),
      { numRuns: 150 }
    )
  }, 60_000)

  it('that two commands wrote at once never looks healthy', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: xml.trimEnd().length - 1 }), (at) => {
        expect(readStatus(`${xml.slice(0, at)}${xml}${xml.slice(at)}`)).toBeUndefined()
      }),
      { numRuns: 60 }
    )
  }, 60_000)
})
