import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readConfigurationFile, readMemcachedOptions, sameOptions } from '../../../src/probe/memcached/options.ts'

const read = (line: string) => readMemcachedOptions(readConfigurationFile(line))

describe('the options of memcached', () => {
  it.each([
    ['', {}],
    ['-m 128', { memory: 128 }],
    ['-m128', { memory: 128 }],
    ['--memory-limit=128', { memory: 128 }],
    ['--memory-limit 128', { memory: 128 }],
    ['--memory-l=128', { memory: 128 }],
    ['--mem=128', {}],
    ['-vm128', { memory: 128 }],
    ['-m 64\n-m 128', { memory: 128 }],
    ['-m 64m', { memory: 64 }],
    ['-m much', { memory: 0 }],
    ['-p 11212 -U 11212 -c 2048', { port: 11212, udpPort: 11212, connections: 2048 }],
    ['--port=1 --udp-port=2 --conn-limit=3', { port: 1, udpPort: 2, connections: 3 }],
    ['-l 10.0.0.1', { addresses: ['10.0.0.1'] }],
    ['-l10.0.0.1', { addresses: ['10.0.0.1'] }],
    ['-l 10.0.0.1,127.0.0.1', { addresses: ['10.0.0.1', '127.0.0.1'] }],
    ['-l "10.0.0.1;127.0.0.1"', { addresses: ['10.0.0.1', '127.0.0.1'] }],
    ['-l 10.0.0.1\n-l ::1', { addresses: ['10.0.0.1', '::1'] }],
    ['-l 10.0.0.1\n-l 10.0.0.1', { addresses: ['10.0.0.1'] }],
    ['--listen=10.0.0.1', { addresses: ['10.0.0.1'] }],
    ['-u memcache -P /run/memcached.pid -m 5', { memory: 5 }],
    ['-u -m 5', {}],
    ['-- -m 5', {}],
    ['--no-such-option -m 5', { memory: 5 }],
    ['--p=5', {}],
    ['foo', {}]
  ])('of «%s» are read', (line, expected) => {
    expect(read(line)).toEqual({ memory: 64, connections: 1024, port: 11211, udpPort: 0, addresses: [], ...expected })
  })

  it.each([
    ['a comment', '# -m 128'],
    ['a comment after blanks', '   # -m 128'],
    ['the daemon option', '-d -m 128'],
    ['a log file', 'logfile /var/log/-m 128'],
    ['an option without its dash', 'm 128']
  ])('are not in %s', (_, line) => {
    expect(read(line).memory).toBe(64)
  })

  it('end where a comment begins', () => {
    expect(read('-m 128 # -m 256')).toMatchObject({ memory: 128 })
  })

  it('are the same in another order of addresses', () => {
    expect(sameOptions(read('-l a,b'), read('-l b -l a'))).toBe(true)
    expect(sameOptions(read('-l a'), read('-l b'))).toBe(false)
    expect(sameOptions(read('-c 1'), read('-c 2'))).toBe(false)
  })

  it('are read from any text', () => {
    const words = fc.constantFrom(
      '-m',
      '-l',
      '--listen',
      '--',
      '-',
      '--=',
      '--memory-limit=',
      '-m-l',
      '64',
      'a,b',
      '#',
      '"',
      "'",
      '\n'
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((all) => all.join(' '))
        ),
        (text) => {
          const options = read(text)
          expect(Number.isFinite(options.memory)).toBe(true)
          expect(options.addresses.every((address) => address !== '')).toBe(true)
        }
      )
    )
  })
})
