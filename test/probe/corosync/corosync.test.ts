import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { corosync } from '../../../src/probe/corosync/corosync.ts'
import type { KnownFacts } from '../../../src/probe/registry.ts'
import { type NodeName, nodeNames } from '../../../src/topology.ts'
import { clusterFactsOf, inSituation, solvedCluster } from '../pacemaker/recorded.ts'
import { edit, sectionOf, withSection } from '../recorded.ts'

const observe = (output: string, node: NodeName = 'controller1') => clusterFactsOf(node, output).corosync?.facts

const known = (output: string, node: NodeName = 'controller1'): KnownFacts => {
  const observed = observe(output, node)
  expect(observed?.kind).toBe('known')
  return observed?.kind === 'known' ? observed.facts : {}
}

const given = (section: string, change: (text: string) => string): KnownFacts =>
  known(edit(solvedCluster('controller1'), `corosync.${section}`, change))

describe('corosync on a controller where the lab is solved', () => {
  it.each(nodeNames)('is seen as it is on %s', (node) => {
    expect(known(solvedCluster(node), node)).toMatchObject({
      active: true,
      enabled: true,
      suspended: false,
      wellFormed: true,
      stock: false,
      encrypted: true,
      onManagement: [...nodeNames],
      onCluster: [...nodeNames],
      misplaced: [],
      ownEntryMissing: false,
      notLoaded: [],
      keyMode: '400',
      keyOwner: 'root',
      keySize: 256,
      answers: true,
      members: [...nodeNames],
      nodeIds: [1, 2, 3],
      votequorum: true,
      quorate: true,
      votes: 3,
      expectedVotes: 3,
      quorum: 2,
      twoNode: false,
      links: 2,
      foreignAddresses: [],
      managementLink: [...nodeNames],
      clusterLink: [...nodeNames],
      rejectsPackets: false,
      networkFault: false
    })
  })

  it('has the same digest of its file and the same hash of its key on all', () => {
    for (const fact of ['digest', 'keyHash']) {
      expect(new Set(nodeNames.map((node) => known(solvedCluster(node), node)[fact])).size).toBe(1)
    }
  })

  it('has the facts that its schema promises, and no others', () => {
    expect(corosync.facts.strict().safeParse(known(solvedCluster('controller1'))).error).toBeUndefined()
  })

  it('never prints the key or a key of the file', () => {
    expect(corosync.sections.key.script({} as never)).not.toMatch(/cat|base64|xxd/)
    expect(corosync.sections.file.script({} as never)).toContain('key:')
  })
})

describe('the file', () => {
  it('of the package is told apart from one of a cluster', () => {
    const stock =
      'totem {\n\tversion: 2\n\tcluster_name: debian\n}\nnodelist {\n\tnode {\n\t\tname: node1\n\t\tnodeid: 1\n\t\tring0_addr: 127.0.0.1\n\t}\n}\n'
    expect(given('file', () => stock)).toMatchObject({ stock: true, onManagement: [], misplaced: [], encrypted: false })
  })

  it('with another controller’s address is told by the name of the entry', () => {
    expect(given('file', (text) => text.replace('ring0_addr: 10.99.0.12', 'ring0_addr: 10.99.0.21'))).toMatchObject({
      misplaced: ['controller2 10.99.0.21 10.99.1.12'],
      onManagement: ['controller1', 'controller3'],
      onCluster: [...nodeNames],
      notLoaded: ['nodelist.node.2']
    })
  })

  it('may name the networks in the other order', () => {
    const swapped = (text: string) =>
      text.replace(/ring0/g, 'ringX').replace(/ring1/g, 'ring0').replace(/ringX/g, 'ring1')
    expect(given('file', swapped)).toMatchObject({
      onManagement: [...nodeNames],
      onCluster: [...nodeNames],
      misplaced: []
    })
  })

  it('that was changed and not read is seen in what the daemon runs with', () => {
    expect(given('file', (text) => text.replace('token: 3000', 'token: 5000'))).toMatchObject({
      notLoaded: ['totem.token']
    })
  })

  it('that cannot be read names the line', () => {
    expect(given('file', (text) => text.replace('quorum {', 'quorum'))).toMatchObject({ wellFormed: false })
  })

  it('protects with the old word secauth, too', () => {
    expect(
      given('file', (text) => text.replace(/crypto_cipher: .*/, 'secauth: on').replace(/.*crypto_hash.*\n/, ''))
    ).toMatchObject({
      cipher: 'aes256',
      hash: 'sha256',
      encrypted: true
    })
  })
})

describe('the key', () => {
  it('that is missing has no hash', () => {
    const output = withSection(solvedCluster('controller1'), 'corosync.key', '/etc/corosync/authkey: No such file', 1)
    expect(known(output)).toMatchObject({ keyPresent: false, keyHash: undefined })
  })

  it('that cannot be looked at is no reason to guess', () => {
    const output = withSection(solvedCluster('controller1'), 'corosync.key', 'stat: cannot statx', 2)
    expect(observe(output)).toEqual({ kind: 'unknown', reason: 'not-understood' })
  })
})

describe('what was recorded on real clusters', () => {
  it('another key: alone, without quorum, and packets that cannot be decrypted', () => {
    expect(known(inSituation('authkey-mismatch', 'controller3'), 'controller3')).toMatchObject({
      members: ['controller3'],
      quorate: false,
      votes: 1,
      managementLink: ['controller3'],
      rejectsPackets: true
    })
    expect(known(inSituation('authkey-mismatch', 'controller1'))).toMatchObject({
      members: ['controller1', 'controller2'],
      quorate: true,
      rejectsPackets: true
    })
  })

  it('Debian’s file in force: one vote expected, one there, quorate', () => {
    expect(known(inSituation('debian-default-conf', 'controller3'), 'controller3')).toMatchObject({
      members: ['node1'],
      quorate: true,
      expectedVotes: 1,
      foreignAddresses: ['127.0.0.1']
    })
  })

  it('no provider of the quorum: members, and nobody counts', () => {
    const facts = known(inSituation('no-quorum-provider', 'controller3'), 'controller3')
    expect(facts).toMatchObject({ answers: true, members: [...nodeNames], votequorum: false })
    expect(facts['quorate']).toBeUndefined()
  })

  it('cut off: no quorum, and the code 2 of corosync-quorumtool is no failure to look', () => {
    expect(known(inSituation('no-quorum-stop', 'controller1'))).toMatchObject({
      quorate: false,
      votes: 1,
      members: ['controller1']
    })
  })

  it('one link cut of two: both sides of it are known by their network', () => {
    expect(known(inSituation('two-links-link0-cut', 'controller1'))).toMatchObject({
      managementLink: ['controller1', 'controller2'],
      clusterLink: [...nodeNames],
      links: 2
    })
  })

  it('another transport: its wrong list of own addresses is not believed', () => {
    expect(known(inSituation('transport-mismatch', 'controller3'), 'controller3')).toMatchObject({
      runningTransport: 'udpu',
      foreignAddresses: [],
      members: ['controller3'],
      quorate: false
    })
  })

  it('a wrong own address', () => {
    expect(known(inSituation('wrong-own-addr', 'controller3'), 'controller3')).toMatchObject({
      foreignAddresses: ['10.99.0.33'],
      members: ['controller3'],
      managementLink: []
    })
  })

  it('five votes expected', () => {
    expect(known(inSituation('expected-votes-5', 'controller1'))).toMatchObject({ expectedVotes: 5, quorum: 3 })
  })

  it('not running: nothing of the runtime is known, and its last words are', () => {
    const stopped = edit(
      withSection(inSituation('authkey-missing', 'controller3'), 'corosync.processes', ''),
      'corosync.unit',
      (text) => text.replace('ActiveState=active', 'ActiveState=failed')
    )
    const facts = known(stopped, 'controller3')
    for (const fact of ['members', 'quorate', 'managementLink', 'expectedVotes']) expect(facts[fact]).toBeUndefined()
    expect(facts).toMatchObject({
      active: false,
      answers: false,
      startError: 'Could not open /etc/corosync/authkey: No such file or directory'
    })
  })
})

describe('links of corosync 3.0, in the words of its cfgtool', () => {
  it('are read like those of 3.1', () => {
    const older = `Printing link status.
Local node ID 1
LINK ID 0
\taddr\t= 10.99.0.11
\tstatus:
\t\tnodeid  1:\tlink enabled:1\tlink connected:1
\t\tnodeid  2:\tlink enabled:1\tlink connected:1
\t\tnodeid  3:\tlink enabled:1\tlink connected:0
`
    expect(given('links', () => older)).toMatchObject({ managementLink: ['controller1', 'controller2'], links: 1 })
  })
})

describe('noise of containers', () => {
  it('is no error', () => {
    const noise = `now Nov 22 13:17:30
Nov 22 13:17:25 [52] controller1 corosync warning [MAIN  ] Could not set SCHED_RR at priority 99: Operation not permitted (1)
Nov 22 13:17:25 [52] controller1 corosync warning [MAIN  ] Could not increase RLIMIT_MEMLOCK, not locking memory: Operation not permitted (1)
`
    expect(given('log', () => noise)).toMatchObject({
      rejectsPackets: false,
      networkFault: false,
      startError: undefined
    })
  })

  it('of long ago is forgotten', () => {
    const old =
      'now Nov 22 13:30:00\nNov 22 13:17:25 [52] controller1 corosync error   [KNET  ] nsscrypto: Digest does not match.\n'
    expect(given('log', () => old)).toMatchObject({ rejectsPackets: false })
  })
})

describe('a corosync that does not answer', () => {
  const hung = ['members', 'quorum', 'links'].reduce(
    (output, section) => withSection(output, `corosync.${section}`, '', 124),
    solvedCluster('controller1')
  )

  it('could not be looked at', () => {
    expect(observe(hung)).toEqual({ kind: 'unknown', reason: 'time-out' })
  })

  it('is known to be frozen where a signal stopped it', () => {
    expect(known(withSection(hung, 'corosync.processes', 'corosync T\n'))).toMatchObject({
      suspended: true,
      answers: false
    })
  })
})

describe('any output', () => {
  const sections = ['members', 'quorum', 'links', 'file', 'key', 'log', 'processes', 'unit'] as const
  const solved = solvedCluster('controller1')

  it('never throws, and never makes a quorum or a member', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sections),
        fc.oneof(
          fc.string({ maxLength: 300 }),
          fc.string({ unit: 'binary', maxLength: 300 }),
          fc.constant('x'.repeat(100_000))
        ),
        fc.constantFrom(0, 1, 2, 124),
        (section, text, exitCode) => {
          const clean = text.replaceAll('a'.repeat(32), '')
          const observed = observe(withSection(solved, `corosync.${section}`, clean, exitCode))
          if (observed?.kind !== 'known') return
          const { facts } = observed
          if (section === 'quorum') expect(facts['quorate']).toBeUndefined()
          if (section === 'members') expect(facts['members']).toBeUndefined()
          if (section === 'links') expect(facts['managementLink'] ?? []).toEqual([])
          if (section === 'file') expect(facts['onManagement']).toEqual([])
        }
      ),
      { numRuns: 120 }
    )
  }, 60_000)

  it('that is cut off never looks healthy', () => {
    const quorum = sectionOf(solved, 'corosync.quorum')
    const end = quorum.indexOf('(local)')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: end }), (length) => {
        expect(known(withSection(solved, 'corosync.quorum', quorum.slice(0, length)))['quorate']).toBeUndefined()
      }),
      { numRuns: 60 }
    )
  }, 60_000)
})
