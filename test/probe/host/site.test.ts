import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { site } from '../../../src/probe/host/site.ts'
import { topologyOf } from '../../../src/topology.ts'

const context = { node: 'controller2', topology: topologyOf('10.81') } as const

const missing = (file: string) => ({
  output: `head: cannot open '${file}' for reading: No such file or directory\n`,
  exitCode: 1
})
const printed = (output: string) => ({ output, exitCode: 0 })

const debianBanner = `
The programs included with the Debian GNU/Linux system are free software;
the exact distribution terms for each program are described in the
individual files in /usr/share/doc/*/copyright.
`
const banner = 'controller2: management 10.81.0.12, cluster 10.81.1.12\n'

/** What ping prints of one address that answers, and of one that does not. */
const answer = (asked: string, address = asked) => `PING ${asked} (${address}) 56(84) bytes of data.

--- ${asked} ping statistics ---
10 packets transmitted, 10 received, 0% packet loss, time 451ms
rtt min/avg/max/mdev = 0.031/0.048/0.095/0.017 ms
`
const silence = (asked: string) => `PING ${asked} (${asked}) 56(84) bytes of data.

--- ${asked} ping statistics ---
10 packets transmitted, 0 received, 100% packet loss, time 463ms

`
const others = ['10.81.0.11', '10.81.1.11', '10.81.0.13', '10.81.1.13'] as const
const measured = others.map((address) => answer(address)).join('')

const resolved = (...addresses: readonly string[]) =>
  addresses.map((address) => `${address}      STREAM api\n${address}      DGRAM  \n${address}      RAW    \n`).join('')

const solved = {
  banner: printed(banner),
  baseline: printed(measured),
  after: printed(measured),
  api: printed(resolved('10.81.0.10'))
}
const untouched = {
  banner: printed(debianBanner),
  baseline: missing('/root/baseline.txt'),
  after: missing('/root/after.txt'),
  api: { output: '', exitCode: 2 }
}

const parse = (changes: Partial<typeof solved> = {}) => site.parse({ ...solved, ...changes }, context)
const given = (section: keyof typeof solved, output: string) => parse({ [section]: printed(output) })

describe('what a site is told about itself', () => {
  it('is there where the lab is solved', () => {
    const observed = parse()
    expect(observed).toEqual({
      kind: 'known',
      facts: {
        banner: 'right',
        bannerLacks: [],
        bannerOthers: [],
        baseline: 'whole',
        baselineMissing: [],
        after: 'whole',
        afterMissing: [],
        api: 'vip',
        apiAddresses: ['10.81.0.10']
      }
    })
    if (observed.kind !== 'known') throw new Error('not known')
    expect(site.facts.strict().safeParse(observed.facts).error).toBeUndefined()
  })

  it('is absent where nothing was done, also without a greeting', () => {
    expect(site.parse(untouched, context)).toEqual({ kind: 'absent' })
    expect(site.parse({ ...untouched, banner: missing('/etc/motd') }, context)).toEqual({ kind: 'absent' })
  })

  it('is known as soon as anything of it was done', () => {
    expect(site.parse({ ...untouched, banner: solved.banner }, context)).toMatchObject({
      facts: { banner: 'right', baseline: 'absent', after: 'absent', api: 'unresolved', apiAddresses: [] }
    })
  })
})

describe('the greeting', () => {
  it.each([
    'Welcome to CONTROLLER2.example.org (10.81.0.12/24; 10.81.1.12/24)!\n',
    `${debianBanner}\nThis is controller2.\n10.81.0.12\n10.81.1.12.`
  ])('may say it in its own words: %s', (text) => {
    expect(given('banner', text)).toMatchObject({ facts: { banner: 'right' } })
  })

  it('that was copied names another controller', () => {
    expect(given('banner', banner.replaceAll('2:', '1:').replaceAll('.12', '.11'))).toMatchObject({
      facts: { banner: 'others', bannerLacks: ['name', 'management', 'cluster'], bannerOthers: ['controller1'] }
    })
    expect(given('banner', banner.replace('10.81.1.12', '10.81.1.13'))).toMatchObject({
      facts: { banner: 'others', bannerLacks: ['cluster'], bannerOthers: ['controller3'] }
    })
  })

  it('may not say all of it, or nothing', () => {
    expect(given('banner', 'controller2')).toMatchObject({
      facts: { banner: 'incomplete', bannerLacks: ['management', 'cluster'], bannerOthers: [] }
    })
    expect(given('banner', debianBanner)).toMatchObject({ facts: { banner: 'absent' } })
  })

  it('is not right by words that only contain the right ones', () => {
    expect(given('banner', 'controller20 my-controller2 110.81.0.12 10.81.1.120')).toMatchObject({
      facts: { banner: 'absent' }
    })
  })
})

describe('measurements', () => {
  it('count by name as well, and with every packet in them', () => {
    const byName = measured.replace(answer('10.81.0.13'), answer('controller3', '10.81.0.13'))
    const packets = byName.replaceAll('\n\n---', '\n64 bytes from 10.81.0.13: icmp_seq=1 ttl=64 time=0.04 ms\n\n---')
    expect(given('baseline', packets)).toMatchObject({ facts: { baseline: 'whole' } })
  })

  it('count from the last lines of ping alone', () => {
    expect(given('baseline', measured.replaceAll(/^PING .*\n/gm, ''))).toMatchObject({ facts: { baseline: 'whole' } })
  })

  it('of one network, of oneself, or without an answer do not count', () => {
    const management = answer(others[0]) + answer(others[2])
    expect(given('baseline', management)).toMatchObject({
      facts: { baseline: 'incomplete', baselineMissing: ['10.81.1.11', '10.81.1.13'], after: 'whole' }
    })
    // Copied from controller1, which measured the way to this one and not to itself.
    const copied = ['10.81.0.12', '10.81.1.12', others[2], others[3]].map((address) => answer(address)).join('')
    expect(given('baseline', copied)).toMatchObject({
      facts: { baseline: 'incomplete', baselineMissing: ['10.81.0.11', '10.81.1.11'] }
    })
    const broken = measured.replace(answer('10.81.1.13'), silence('10.81.1.13'))
    expect(given('after', broken)).toMatchObject({
      facts: { after: 'incomplete', afterMissing: ['10.81.1.13'], baseline: 'whole' }
    })
    // The times of the next address are not those of one that was silent.
    const first = measured.replace(answer('10.81.0.11'), silence('10.81.0.11'))
    expect(given('after', first)).toMatchObject({ facts: { afterMissing: ['10.81.0.11'] } })
  })

  it('are none in a file that is absent, empty, or about something else', () => {
    expect(parse({ baseline: missing('/root/baseline.txt') })).toMatchObject({ facts: { baseline: 'absent' } })
    expect(given('baseline', '\n')).toMatchObject({ facts: { baseline: 'absent' } })
    expect(given('baseline', 'all is well\n')).toMatchObject({ facts: { baseline: 'incomplete' } })
  })
})

describe('the name api', () => {
  it.each([
    [['10.81.0.10'], 'vip'],
    [['10.81.0.11'], 'elsewhere'],
    [['10.81.0.11', '10.81.0.10'], 'ambiguous']
  ] as const)('leads to %j: %s', (addresses, word) => {
    expect(given('api', resolved(...addresses))).toMatchObject({
      facts: { api: word, apiAddresses: [...addresses] }
    })
  })

  it('may be an alias of another name', () => {
    expect(given('api', '10.81.0.10      STREAM api.example.org\n')).toMatchObject({ facts: { api: 'vip' } })
  })

  it('may be unknown', () => {
    expect(parse({ api: { output: '\n', exitCode: 2 } })).toMatchObject({
      facts: { api: 'unresolved', apiAddresses: [] }
    })
  })
})

describe('what could not be read', () => {
  const sections = ['banner', 'baseline', 'after', 'api'] as const

  it.each(sections)('of %s gives no facts', (section) => {
    for (const exitCode of [1, 124, 126, 127]) {
      expect(parse({ [section]: { output: '', exitCode } }).kind).toBe('unknown')
    }
    const refused = { output: `head: error reading '/etc/motd': Is a directory\n`, exitCode: 1 }
    expect(parse({ [section]: refused }).kind).toBe('unknown')
  })

  it.each(sections)('of %s may be anything, and is never right', { timeout: 60_000 }, (section) => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.nat(255), (output, exitCode) => {
        expect(parse({ [section]: { output, exitCode } })).not.toEqual(parse())
      })
    )
  })
})
