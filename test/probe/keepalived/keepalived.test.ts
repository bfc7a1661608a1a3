import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseKeepalivedConfig } from '../../../src/probe/keepalived/config.ts'
import { keepalived } from '../../../src/probe/keepalived/keepalived.ts'
import { factsOf, fixture, known, solved } from '../haproxy/recorded.ts'
import { edit, withSection } from '../recorded.ts'

const file = `! Configuration of keepalived
global_defs {
    router_id controller1
}
vrrp_script chk_haproxy {
    script "/bin/sh -c '/bin/kill -0 $(cat /run/haproxy.pid)'"
    interval 2
}
vrrp_instance openstack_vip {
    state BACKUP   # not the master
    interface eth0
    virtual_router_id 51
    priority 109
    unicast_peer {
        10.99.0.12
        10.99.0.13
    }
    authentication {
        auth_type PASS
        auth_pass ***
    }
    virtual_ipaddress {
        10.99.0.10/24 dev eth0
    }
    track_script {
        chk_haproxy
    }
}

auth 0123456789ab
`

const unit = (output: string): string =>
  withSection(
    output,
    'keepalived.unit',
    `now 1 (sh) R ${'0 '.repeat(18)}5000 0\nMainPID=9\nResult=success\nNRestarts=0\nActiveState=active\nSubState=running\nUnitFileState=enabled\nStateChangeTimestampMonotonic=1\nNeedDaemonReload=no\n`
  )

const running = (journal: string, conf = file): string =>
  ['package', 'file', 'journal'].reduce(
    (output, name) =>
      withSection(
        output,
        `keepalived.${name}`,
        { package: 'installed 1:2.2.7-1+b2\n', file: conf, journal: fixture(`keepalived/journal.${journal}.txt`) }[
          name
        ] ?? ''
      ),
    unit(solved())
  )

describe('keepalived', () => {
  it('is seen with its configuration and its state', () => {
    const facts = known('keepalived', running('healthy.controller1'))
    expect(facts).toMatchObject({
      version: '1:2.2.7-1+b2',
      active: true,
      enabled: true,
      configured: true,
      instance: 'openstack_vip',
      hasVip: true,
      virtualAddresses: ['10.99.0.10'],
      routerId: 51,
      priority: 109,
      interface: 'eth0',
      authHash: '0123456789ab',
      peers: ['controller2', 'controller3'],
      tracked: ['chk_haproxy'],
      state: 'MASTER',
      passwordRefused: false,
      trackedFailed: false
    })
    expect(keepalived.facts.strict().safeParse(facts).error).toBeUndefined()
  })

  it.each([
    ['healthy.controller2', { state: 'BACKUP', passwordRefused: false }],
    ['auth-mismatch.controller2', { state: 'MASTER', passwordRefused: true }],
    ['haproxy-down.controller1', { state: 'FAULT', trackedFailed: true }],
    ['router-id-mismatch.controller2', { state: 'MASTER', passwordRefused: false }],
    ['partition.controller2', { state: 'MASTER' }]
  ])('says in its journal what became of it: %s', (journal, facts) => {
    expect(known('keepalived', running(journal))).toMatchObject(facts)
  })

  it('has a script that fails, though another one succeeds after it', () => {
    const both = edit(running('healthy.controller1'), 'keepalived.journal', (text) => {
      const failed = 'VRRP_Script(sees_others) failed (exited with status 1)'
      return `${text.trimEnd()}\n${failed}\nVRRP_Script(chk_haproxy) succeeded\n`
    })
    expect(known('keepalived', both)).toMatchObject({ trackedFailed: true })
    const again = edit(both, 'keepalived.journal', (text) => `${text}VRRP_Script(sees_others) succeeded\n`)
    expect(known('keepalived', again)).toMatchObject({ trackedFailed: false })
  })

  it('speaks to those whom it names, also at an address that no controller has', () => {
    const astray = running('healthy.controller1', file.replace('10.99.0.12', '10.99.0.22'))
    expect(known('keepalived', astray)).toMatchObject({ peers: ['controller3'], unicast: true })
    const alone = running('healthy.controller1', file.replace(/ +unicast_peer \{[^}]*\}\n/, ''))
    expect(known('keepalived', alone)).toMatchObject({ peers: [], unicast: false })
  })

  it('has no state where it does not run, and is absent without its package', () => {
    const stopped = running('healthy.controller1').replace(
      'ActiveState=active\nSubState=running\nUnitFileState=enabled',
      'ActiveState=inactive\nSubState=dead\nUnitFileState=enabled'
    )
    expect(known('keepalived', stopped)).toMatchObject({ active: false, state: 'none' })
    expect(factsOf(solved()).keepalived?.facts).toEqual({ kind: 'absent' })
  })

  it('without a file, or with one that does not end, has no VIP', () => {
    expect(known('keepalived', withSection(running('healthy.controller1'), 'keepalived.file', '', 1))).toMatchObject({
      configured: false,
      hasVip: false
    })
    expect(known('keepalived', running('healthy.controller1', `${file}\n${'# \n'.repeat(40_000)}`)).configured).toBe(
      false
    )
  })
})

describe('a keepalived.conf', () => {
  it('may have its brace on a line of its own, and several instances', () => {
    const two = parseKeepalivedConfig(
      'vrrp_instance a\n{\n priority 1\n virtual_ipaddress { 10.0.0.1 }\n}\nvrrp_instance b {\n nopreempt\n}'
    )
    expect(two).toMatchObject([
      { name: 'a', priority: 1, addresses: ['10.0.0.1'], preempts: true },
      { name: 'b', priority: undefined, addresses: [], preempts: false }
    ])
  })

  it('may say anything without harm', { timeout: 60_000 }, () => {
    const word = fc.oneof(
      fc.constantFrom('vrrp_instance', '{', '}', '"', '!', '#', '\n', 'virtual_ipaddress', '10.99.0.10'),
      fc.string({ unit: 'binary', maxLength: 20 })
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 80 }), (words) => {
        for (const { name, addresses } of parseKeepalivedConfig(words.join(' '))) {
          expect([typeof name, Array.isArray(addresses)]).toEqual(['string', true])
        }
      })
    )
    parseKeepalivedConfig('{'.repeat(50_000))
    parseKeepalivedConfig('a { '.repeat(20_000))
    parseKeepalivedConfig('}'.repeat(50_000))
  })
})
