import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { meaningOf, nodesOf, readConfiguration, settingsOf } from '../../../src/probe/corosync/configuration.ts'

const file = `# a comment
totem {
    version: 2
    cluster_name: openstack
    crypto_cipher: aes256
    interface {
        linknumber: 0
        mcastport: 5405
        bindnetaddr: 10.99.0.0
    }
}
nodelist {
    node {
        name: controller1
        nodeid: 1
        ring0_addr: 10.99.0.11
        ring1_addr: fd00::11
    }
    node {
        name: controller2
        nodeid: 2
        ring0_addr: 10.99.0.12
    }
}
quorum {
    provider: corosync_votequorum
}
logging {
    to_syslog: yes
}
`

const rootOf = (text: string) => {
  const read = readConfiguration(text)
  if (!read.ok) throw new Error(read.brokenLine)
  return read.root
}

describe('corosync.conf', () => {
  it('is read to a tree', () => {
    const root = rootOf(file)
    expect(root.sections.map(({ name }) => name)).toEqual(['totem', 'nodelist', 'quorum', 'logging'])
    expect(settingsOf(root, 'totem').get('cluster_name')).toBe('openstack')
    expect(nodesOf(root)).toEqual([
      {
        id: '1',
        name: 'controller1',
        addresses: new Map([
          [0, '10.99.0.11'],
          [1, 'fd00::11']
        ])
      },
      { id: '2', name: 'controller2', addresses: new Map([[0, '10.99.0.12']]) }
    ])
  })

  it('takes sections of the same name for one, and the last of two settings', () => {
    const root = rootOf('totem {\ntoken: 1000\n}\ntotem {\ntoken: 2000\n}\n')
    expect(settingsOf(root, 'totem').get('token')).toBe('2000')
  })

  it.each([
    ['totem {\n  token 3000\n}\n', '2: token 3000'],
    ['totem {\n  token: 3000\n}\n}\n', '4: }'],
    ['totem {\n  token: 3000\n', 'the section totem has no }'],
    ['{\n}\n', '1: {'],
    ['totem { token: 3000 }\n', '1: totem { token: 3000 }']
  ])('tells where corosync stops reading: %j', (text, brokenLine) => {
    expect(readConfiguration(text)).toEqual({ ok: false, brokenLine })
  })

  it('does not follow sections for ever', () => {
    expect(readConfiguration('a {\n'.repeat(10_000)).ok).toBe(false)
  })
})

describe('the meaning of corosync.conf', () => {
  const meaning = (text: string) => meaningOf(rootOf(text))

  it('is the same whatever the order, the comments, and the defaults that are written out', () => {
    const other = `quorum {
provider: corosync_votequorum
two_node: 0
}
nodelist {
node {
ring0_addr: 10.99.0.12
nodeid: 2
name: controller2
}
node {
# here
ring1_addr: fd00::11
ring0_addr: 10.99.0.11
nodeid: 1
name: controller1
}
}
totem {
interface {
bindnetaddr: 10.99.1.0
mcastport: 5405
linknumber: 0
}
crypto_cipher: aes256
token: 3000
transport: knet
cluster_name: openstack
}
`
    expect(meaning(other)).toEqual(meaning(file))
  })

  it('is another one with another value of anything that all have to share', () => {
    for (const [from, to] of [
      ['aes256', 'aes128'],
      ['10.99.0.12', '10.99.0.13'],
      ['mcastport: 5405', 'mcastport: 5415'],
      ['provider: corosync_votequorum', 'provider: corosync_votequorum\nwait_for_all: 1']
    ] as const) {
      expect(meaning(file.replace(from, to)), to).not.toEqual(meaning(file))
    }
  })

  it('leaves a node its own log', () => {
    expect(meaning(file.replace('to_syslog: yes', 'to_syslog: no'))).toEqual(meaning(file))
  })
})

describe('any text', () => {
  it('is read or refused, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), mixed), (text) => {
        const read = readConfiguration(text)
        if (read.ok) {
          expect(Array.isArray(meaningOf(read.root))).toBe(true)
          nodesOf(read.root)
        } else {
          expect(read.brokenLine.length).toBeLessThan(500)
        }
      })
    )
  }, 60_000)

  it('that is cut off in a section is not taken for whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: file.length - 3 }), (length) => {
        const read = readConfiguration(file.slice(0, length))
        const closed = /\}\s*$/.test(file.slice(0, length)) || !file.slice(0, length).includes('{')
        if (read.ok) expect(closed || /\}\n[^{]*$/.test(file.slice(0, length))).toBe(true)
      })
    )
  })

  it('gives back what was written as a tree', () => {
    const word = fc.stringMatching(/^[a-z][a-z_0-9]{0,9}$/)
    const settings = fc.dictionary(word, fc.stringMatching(/^[A-Za-z0-9.:/][A-Za-z0-9.:/ -]{0,20}[A-Za-z0-9]$/), {
      maxKeys: 5
    })
    fc.assert(
      fc.property(word, settings, word, settings, (outer, some, inner, others) => {
        const lines = (all: Record<string, string>) => Object.entries(all).map(([key, value]) => `\t${key}:  ${value} `)
        const text = [`${outer}{`, ...lines(some), `  ${inner} {`, ...lines(others), '}', ' } ', ''].join('\r\n')
        const section = rootOf(text).sections[0]
        expect(section?.name).toBe(outer)
        expect(Object.fromEntries(section?.settings ?? [])).toEqual({ ...some })
        expect(Object.fromEntries(section?.sections[0]?.settings ?? [])).toEqual({ ...others })
      })
    )
  })
})

const mixed = fc
  .array(
    fc.constantFrom(
      'totem {',
      '}',
      'token: 3000',
      '# x',
      'node {',
      'nodelist {',
      'ring0_addr: 1',
      'bad',
      '{',
      '',
      'a:{'
    ),
    {
      maxLength: 40
    }
  )
  .map((lines) => lines.join('\n'))
