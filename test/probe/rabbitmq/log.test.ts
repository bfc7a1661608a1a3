import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Problem, readProblems } from '../../../src/probe/rabbitmq/log.ts'

const recorded = (name: string): string => readFileSync(`test/fixtures/rabbitmq/log/${name}.txt`, 'utf8')

const at = (time: string): number => Date.parse(time) / 1000

/** What the section prints at a moment, from a file that was last written then. */
const problems = (lines: string, now: number, written = now, startedAgo = 3600) =>
  readProblems({ output: `now ${Math.round(now)}\nfile ${Math.round(written)}\n${lines}`, exitCode: 0 }, startedAgo)

const july = at('2026-07-01T12:00:00Z')
const line = (text: string, time = '2026-07-01 11:59:30.000000+00:00'): string => `${time} [error] <0.223.0> ${text}\n`

describe('the log of a broker', () => {
  it.each<[string, string, readonly Problem[]]>([
    ['cookie-perms', '2026-11-22T13:32:03Z', ['cookie-mode']],
    ['cookie-owner', '2026-11-22T13:32:40Z', ['cookie-unreadable']],
    ['wrong-cookie', '2026-11-22T13:31:20Z', ['cookie-rejected']],
    ['cookie-mismatch', '2026-11-22T12:49:30Z', ['cookie-rejected']],
    ['boot-order-wrong', '2026-11-22T13:26:45Z', ['waiting-for-tables']],
    ['forgotten', '2026-11-22T13:28:20Z', ['inconsistent-cluster']],
    ['partition-minority', '2026-11-22T12:55:55Z', ['minority']]
  ])('as recorded in «%s» tells what was wrong', (name, now, expected) => {
    expect(problems(recorded(name), at(now))).toEqual(expected)
  })

  it.each<[Problem, string]>([
    ['cookie-rejected', "** Connection attempt from disallowed node 'rabbit@controller2' **"],
    ['cookie-rejected', 'TCP connection succeeded but Erlang distribution failed'],
    ['name-unresolved', 'unable to connect to epmd (port 4369) on controller9: nxdomain (non-existing domain)'],
    ['name-unresolved', 'epmd error for host controller9: address (cannot connect to host/port)'],
    ['name-taken', 'ERROR: node with name "rabbit" is already running on host "controller1"'],
    ['inconsistent-cluster', "Khepri: node rabbit@a thinks it's clustered with rabbit@b, but rabbit@b disagrees"],
    ['waiting-for-tables', 'Error while waiting for Mnesia tables: {timeout_waiting_for_tables,[rabbit_queue]}'],
    [
      'partitioned',
      "Mnesia('rabbit@a'): ** ERROR ** mnesia_event got {inconsistent_database, running_partitioned_network, 'rabbit@b'}"
    ],
    ['address-unavailable', 'Failed to start Ranch listener, error: eaddrnotavail (address not available)'],
    ['port-taken', 'ERROR: could not bind to distribution port 25672, it is in use by another node: rabbit'],
    [
      'configuration-broken',
      'You tried to set cluster_formaton.x, but there is no setting with that name; unknown variable'
    ],
    ['disk-full', 'write failed: {error,enospc}'],
    ['old-incarnation', 'Discarding message {...} from <0.1.0> to <0.2.0> in an old incarnation (1) of this node (2)'],
    ['queue-type-conflict', "PRECONDITION_FAILED - inequivalent arg 'x-queue-type' for queue 'conductor' in vhost '/'"],
    ['login-refused', "PLAIN login refused: user 'openstack' - invalid credentials"],
    ['guest-refused', "PLAIN login refused: user 'guest' can only connect via localhost"],
    ['vhost-refused', "access to vhost '/' refused for user 'openstack'"]
  ])('is understood as %s: %s', (problem, text) => {
    expect(problems(line(text), july)).toEqual([problem])
  })

  it('does not hold against the broker what tools of this program cause', () => {
    const text = '** Connection attempt from node c123@controller1 rejected. Invalid challenge reply. **'
    expect(problems(line(text), july)).toEqual([])
  })

  it('tells nothing of what was over three minutes ago', () => {
    const text = 'Cluster minority/secondary status detected - awaiting recovery'
    expect(problems(line(text, '2026-07-01 11:56:30.000000+00:00'), july)).toEqual([])
    expect(problems(line(text, '2026-07-01 13:59:30.000000+02:00'), july)).toEqual(['minority'])
  })

  it('tells nothing of what an earlier start failed at', () => {
    const text = line('Error during startup: {error,failed_to_prepare_configuration}')
    expect(problems(text, july, july, 10)).toEqual([])
    expect(problems(text, july, july, 40)).toEqual(['configuration-broken'])
  })

  it('takes the age of the file for lines without a time', () => {
    const text = 'error:{"Cookie file /var/lib/rabbitmq/.erlang.cookie must be accessible by owner only"}\n'
    expect(problems(text, july, july - 20)).toEqual(['cookie-mode'])
    expect(problems(text, july, july - 2000)).toEqual([])
    expect(readProblems({ output: `now ${july}\n${text}`, exitCode: 0 }, 3600)).toEqual([])
  })

  it('is not read where the clock is missing or the section failed', () => {
    expect(readProblems({ output: line('minority'), exitCode: 0 }, 3600)).toBeUndefined()
    expect(readProblems({ output: `now ${july}\n`, exitCode: 2 }, 3600)).toBeUndefined()
  })

  it('never throws, whatever stands in it', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
        (text) => {
          expect(problems(text, july)).toBeDefined()
          expect(() => readProblems({ output: text, exitCode: 0 }, 3600)).not.toThrow()
        }
      )
    )
  })
})
