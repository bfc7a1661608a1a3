import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { daemonOptionsIn, leavesClockAlone, readConfiguration } from '../../../src/probe/chrony/config.ts'

const read = (lines: readonly string[], exitCode = 0) => readConfiguration({ output: lines.join('\n'), exitCode })

describe("chrony's files", () => {
  it('say whom to ask, and at which port', () => {
    expect(
      read([
        'exit 0',
        'server 10.77.0.1 port 1123 iburst',
        'Peer Controller2 minpoll 2',
        'pool 2.debian.pool.ntp.org iburst',
        '# server 10.77.0.9',
        'server'
      ])
    ).toMatchObject({
      sources: [
        { kind: 'server', host: '10.77.0.1', port: 1123 },
        { kind: 'peer', host: 'controller2', port: 123 },
        { kind: 'pool', host: '2.debian.pool.ntp.org', port: 123 }
      ]
    })
  })

  it('say who may ask', () => {
    expect(read(['exit 0', 'allow', 'allow all', 'allow 10.77.0.0/24', 'allow all 10.78'])).toMatchObject({
      allows: ['all', 'all', '10.77.0.0/24', '10.78']
    })
  })

  it('say what is done without a source; the last word counts', () => {
    expect(read(['exit 0', 'local'])).toMatchObject({ local: { stratum: 10, orphan: false } })
    expect(read(['exit 0', 'local orphan', 'local stratum 8 orphan'])).toMatchObject({
      local: { stratum: 8, orphan: true }
    })
    expect(read(['exit 0', 'makestep 1 3'])).toMatchObject({ local: undefined })
  })

  it('may be refused, with the reason', () => {
    expect(read(['2026-11-22T18:06:38Z Fatal error : Invalid directive at line 1 in file /x', 'exit 1'])).toEqual({
      error: 'Invalid directive at line 1 in file /x'
    })
  })

  it('are not read from an output that was cut off', () => {
    expect(read(['server 10.77.0.1'])).toBeUndefined()
    expect(read(['sh: 1: chronyd: not found', 'exit 127'])).toBeUndefined()
    expect(read(['exit 0'], 124)).toBeUndefined()
  })

  it('may hold anything', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        read(['exit 0', text])
        daemonOptionsIn(text)
      })
    )
  })
})

describe('the options of chronyd', () => {
  it.each([
    ['DAEMON_OPTS="-F 1"', '-F 1'],
    ["DAEMON_OPTS='-F 1 -x'", '-F 1 -x'],
    ['DAEMON_OPTS=-x\n', '-x'],
    ['# DAEMON_OPTS="-x"', undefined],
    ['OPTIONS="-x"', undefined],
    ['DAEMON_OPTS="-F 1"\nDAEMON_OPTS="-x"', '-x'],
    ['DAEMON_OPTS=""', '']
  ])('stand in %j as %j', (file, options) => {
    expect(daemonOptionsIn(file)).toBe(options)
  })

  it.each([
    [['-F', '1', '-x'], true],
    [['-4x'], true],
    [['-F', '1'], false],
    [['-f', '/etc/x'], false],
    [['-u', '_chrony'], false]
  ])('%j leave the clock alone: %j', (words, is) => {
    expect(leavesClockAlone(words)).toBe(is)
  })
})
