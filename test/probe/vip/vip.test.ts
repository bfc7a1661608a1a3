import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { readVipResource } from '../../../src/probe/vip/resource.ts'
import { vip } from '../../../src/probe/vip/vip.ts'
import { nodeNames } from '../../../src/topology.ts'
import { loopback, onLinux, printed, serve } from '../asking.ts'
import { factsOf, fixture, given, having, known, solved } from '../haproxy/recorded.ts'
import { withSection } from '../recorded.ts'

describe('the VIP where the lab is solved', () => {
  it.each(nodeNames)('is seen as it is on %s', (node) => {
    const holds = node === 'controller1'
    expect(known('vip', solved(node), node)).toMatchObject({
      holds,
      network: holds ? 'management' : 'nowhere',
      prefixLength: holds ? 24 : undefined,
      answers: true,
      answer: 'greeted',
      owners: ['pacemaker'],
      resources: ['vip'],
      nicFits: true,
      balancer: 'haproxy',
      balancerCloned: true,
      colocation: 'together',
      startOrder: 'haproxy-first',
      followsHaproxy: true
    })
  })

  it('has the facts that its schema promises, and no others', () => {
    expect(vip.facts.strict().safeParse(known('vip', solved())).error).toBeUndefined()
  })
})

describe('where the VIP is', () => {
  it('may be on another card', () => {
    expect(given('vip.addresses', (text) => text.replace(/(\d+): eth0( .*10\.99\.0\.10)/, '$1: eth1$2')).network).toBe(
      'cluster'
    )
    expect(given('vip.addresses', (text) => text.replace(/(\d+): eth0( .*10\.99\.0\.10)/, '$1: lo$2')).network).toBe(
      'loopback'
    )
  })

  it('is absent where nobody is told to hold it, and nobody does', () => {
    const nobody = withSection(solved('controller2'), 'vip.resource', 'up 100\nnow 1795372000\n')
    expect(factsOf(nobody, 'controller2').vip?.facts).toEqual({ kind: 'absent' })
    const held = withSection(solved(), 'vip.resource', 'up 100\nnow 1795372000\n')
    expect(factsOf(held).vip?.facts).toMatchObject({ kind: 'known', facts: { holds: true, owners: [] } })
  })

  it('cannot be told from nothing', () => {
    expect(factsOf(withSection(solved(), 'vip.addresses', '')).vip?.facts.kind).toBe('unknown')
    expect(
      factsOf(withSection(solved(), 'vip.resource', 'up 1\nnow 2\nchanged 3\n<cib><configuration>')).vip?.facts.kind
    ).toBe('unknown')
  })
})

describe('the answer at the VIP', () => {
  it.each([
    ['connected\n_^@^@^@\n5.5.5-10.11.19-MariaDB-0+deb12u1^@_^@', 0, 'greeted'],
    ['connected\nJ^@^@^@\n8.0.41-32^@^L', 124, 'greeted'],
    ["connected\nk^@^@^@M-^?i^DHost '10.99.0.12' is blocked because of many connection errors", 0, 'turned-away'],
    ['connected\n', 0, 'closed'],
    ['connected\nhead: error reading: Connection reset by peer', 1, 'closed'],
    ['connected\n', 124, 'silent'],
    ['connected\nSSH-2.0-OpenSSH_9.2p1', 0, 'other'],
    ['connected\nJ^@^@^@', 0, 'other'],
    ['bash: connect: Connection refused\nbash: line 1: /dev/tcp/10.99.0.10/3306: Connection refused', 1, 'refused'],
    ['bash: connect: No route to host', 1, 'unreachable'],
    ['', 124, 'timed-out']
  ])('«%s» (%d) is %s', (said, code, word) => {
    expect(having('vip.answer', `${said}\nend ${code}\n`)).toMatchObject({ answer: word, answers: word === 'greeted' })
  })

  it('is none where it was cut off', () => {
    expect(factsOf(withSection(solved(), 'vip.answer', 'connected\nJ^@^@^@\n8.0.41^@')).vip?.facts.kind).toBe('unknown')
  })
})

describe.runIf(onLinux)('asking at the VIP', { timeout: 30_000 }, () => {
  /** What the probe makes of whoever is on that port. */
  const askedAt = async (port: number) => {
    const here = { node: 'controller1', topology: loopback } as const
    const { output } = await printed(vip.sections.answer, here, (text) => text.replaceAll(' 3306', ` ${port}`))
    return having('vip.answer', output)['answer']
  }
  const asked = async (behave: (socket: Socket) => void) => askedAt(await serve(loopback.vip, 0, behave))
  const greeting = Buffer.from('4a0000000a31302e31312e31392d4d61726961444200', 'hex')

  it('tells every behaviour apart', async () => {
    const elsewhere = await serve('127.0.0.2', 0, () => {})
    expect(await askedAt(elsewhere)).toBe('refused')
    expect(await asked((socket) => socket.end())).toBe('closed')
    expect(await asked((socket) => socket.resetAndDestroy())).toBe('closed')
    expect(await asked(() => {})).toBe('silent')
    expect(await asked((socket) => socket.end('SSH-2.0-OpenSSH_9.2p1\r\n'))).toBe('other')
    expect(await asked((socket) => socket.end(greeting))).toBe('greeted')
    expect(await asked((socket) => socket.write(greeting))).toBe('greeted')
  })

  it('gives a name, and waits for the answer', async () => {
    let heard = ''
    await asked((socket) => {
      socket.write(greeting)
      socket.once('data', (data) => {
        heard = data.toString('latin1')
        socket.end('refused')
      })
    })
    expect(heard).toContain('quorate-probe\0')
    // The length in its head is that of the rest.
    expect(heard.charCodeAt(0)).toBe(heard.length - 4)
  })
})

const primitive = (id: string, type: string, parameters = '') =>
  `<primitive id="${id}" class="ocf" type="${type}"><instance_attributes id="${id}-i">${parameters}</instance_attributes></primitive>`
const address = (more = '') => primitive('ip', 'IPaddr2', `<nvpair id="a" name="ip" value="10.99.0.10"/>${more}`)
const proxy = primitive('lb', 'haproxy')
const clone = `<clone id="lb-clone">${proxy}</clone>`
const cib = (resources: string, constraints = '') =>
  readVipResource(
    `<cib><configuration><resources>${resources}</resources><constraints>${constraints}</constraints></configuration></cib>`,
    '10.99.0.10'
  )
const together = (one: string, other: string, score = 'INFINITY') =>
  `<rsc_colocation id="c" rsc="${one}" with-rsc="${other}" score="${score}"/>`

describe("Pacemaker's configuration of the VIP", () => {
  it.each([
    ['', 'none'],
    [together('ip', 'lb-clone'), 'together'],
    [together('ip', 'lb-clone', '+INFINITY'), 'together'],
    [together('ip', 'lb-clone', '1000000'), 'together'],
    [together('ip', 'lb-clone', '100'), 'advisory'],
    [together('lb-clone', 'ip'), 'reversed'],
    [together('ip', 'lb-clone', '-INFINITY'), 'apart'],
    [together('ip', 'other'), 'none'],
    [together('lb-clone', 'ip') + together('ip', 'lb-clone').replace('"c"', '"d"'), 'together'],
    [
      '<rsc_colocation id="c" score="INFINITY"><resource_set id="s"><resource_ref id="lb-clone"/><resource_ref id="ip"/></resource_set></rsc_colocation>',
      'together'
    ]
  ])('with %s is %s', (constraints, word) => {
    expect(cib(address() + clone, constraints)?.colocation).toBe(word)
  })

  it('may tie the two in a group', () => {
    expect(cib(`<group id="g">${proxy}${address()}</group>`)).toMatchObject({
      colocation: 'together',
      startOrder: 'haproxy-first',
      balancerCloned: false
    })
    expect(cib(`<group id="g">${address()}${proxy}</group>`)?.startOrder).toBe('vip-first')
  })

  it('orders the start', () => {
    const order = (first: string, then: string) => `<rsc_order id="o" first="${first}" then="${then}" kind="Optional"/>`
    expect(cib(address() + clone, order('lb-clone', 'ip'))?.startOrder).toBe('haproxy-first')
    expect(cib(address() + clone, order('ip', 'lb-clone'))?.startOrder).toBe('vip-first')
    expect(cib(address() + clone, order('other', 'ip'))?.startOrder).toBe('none')
  })

  it('names card and netmask', () => {
    const more = '<nvpair id="n" name="nic" value="eth7"/><nvpair id="m" name="cidr_netmask" value="16"/>'
    expect(cib(address(more))).toMatchObject({ ids: ['ip'], nic: 'eth7', netmask: '16', balancer: undefined })
    expect(cib(primitive('ip', 'IPaddr2', '<nvpair id="a" name="ip" value="10.99.0.99"/>'))?.ids).toEqual([])
  })

  it('is read as it was recorded, and not at all where it was cut', () => {
    const whole = fixture('haproxy/solved.controller1.txt').match(/<cib[\s\S]*<\/cib>/)?.[0] ?? ''
    expect(readVipResource(whole, '10.99.0.10')).toMatchObject({ ids: ['vip'], colocation: 'together' })
    for (let length = 0; length < whole.length; length += 53) {
      expect(readVipResource(whole.slice(0, length), '10.99.0.10')).toBeUndefined()
    }
  })
})

describe('keepalived as the owner', () => {
  const conf = `active
vrrp_instance api
{
  virtual_router_id 51
  auth_pass ***
  virtual_ipaddress {
    10.99.0.10/24 dev eth0
  }
  track_script { haproxy_serves }
}

auth 0123456789ab
`
  const without = withSection(solved(), 'vip.resource', 'up 100\nnow 1795372000\n')
  it('follows HAProxy where it watches something', () => {
    expect(known('vip', withSection(without, 'vip.keepalived', conf))).toMatchObject({
      owners: ['keepalived'],
      tracked: ['haproxy_serves'],
      followsHaproxy: true
    })
    const blind = conf.replace(/ {2}track_script.*\n/, '')
    expect(known('vip', withSection(without, 'vip.keepalived', blind)).followsHaproxy).toBe(false)
  })

  it('does not follow where it refuses to run its script', () => {
    const refused = `${conf}journal
Starting VRRP child process, pid=915
Unsafe permissions found for script '/usr/local/bin/haproxy-serves' - disabling.
Disabling track script haproxy_serves due to insecure
`
    expect(known('vip', withSection(without, 'vip.keepalived', refused))).toMatchObject({
      owners: ['keepalived'],
      followsHaproxy: false
    })
    const cured = `${refused}Starting VRRP child process, pid=917\n(api) Entering BACKUP STATE\n`
    expect(known('vip', withSection(without, 'vip.keepalived', cured)).followsHaproxy).toBe(true)
  })

  it('counts only where it runs', () => {
    expect(known('vip', withSection(without, 'vip.keepalived', conf.replace('active', 'inactive'))).owners).toEqual([])
    expect(having('vip.keepalived', conf).owners).toEqual(['pacemaker', 'keepalived'])
  })
})
