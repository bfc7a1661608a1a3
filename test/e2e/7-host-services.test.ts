import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { request } from 'node:https'
import { beforeAll, describe, expect, it } from 'vitest'
import { valuesOf } from '../../src/course/variables.ts'
import { homeOf } from '../../src/lab/home.ts'
import { servicePaths } from '../../src/lab/host-services.ts'
import { learnerOf } from '../../src/lab/learner.ts'
import { holderOf } from '../../src/lab/lock.ts'
import { hostPorts, topologyOf } from '../../src/topology.ts'
import { begin, json, quorate, testHome, testPrefix, withControllers } from './program.ts'

const home = homeOf({ QUORATE_HOME: testHome })
const topology = topologyOf(testPrefix)
const patiently = { timeout: 60_000, interval: 250 }

/** Runs a script on controller1. */
const on1 = (script: string) => quorate(['exec', 'controller1', '--', 'bash', '-c', script])

let password: string

/** `fence_redfish` on controller1, for controller2. */
const fence = (action: string, options = '--ssl-insecure', secret = password) =>
  on1(
    `fence_redfish -a ${topology.labHost} --ipport=${hostPorts.bmc} -l admin -p ${secret} ${options} ` +
      `--systems-uri=/redfish/v1/Systems/controller2 -o ${action}`
  )

const stateOf2 = async () => (await json(['status']))['nodes']?.[1]?.['state']
const untilRunning = () =>
  expect.poll(async () => (await json(['status']))['services'], patiently).toEqual({ time: 'running', bmc: 'running' })
const pidOf = async () => (await holderOf(servicePaths(home).lock))?.pid

describe('the lab host', () => {
  beforeAll(async () => {
    const up = await quorate(['up', '--prefix', testPrefix])
    expect(up, up.stderr).toMatchObject({ code: 0 })
    password = String(valuesOf({}, (await learnerOf(home)).seed, topology)['bmcPassword'])
    const installed = await on1('apt-get update -q && apt-get install -y -q chrony fence-agents')
    expect(installed, installed.stderr).toMatchObject({ code: 0 })
  })

  it('is a time source that chrony follows, also where it may not set the clock', async () => {
    await untilRunning()
    const configured = await on1(
      `echo 'server ${topology.labHost} port ${hostPorts.time} iburst' > /etc/chrony/chrony.conf` +
        ` && echo 'DAEMON_OPTS="-F 1 -x"' > /etc/default/chrony && systemctl restart chrony`
    )
    expect(configured, configured.stderr).toMatchObject({ code: 0 })
    await expect
      .poll(async () => (await on1('chronyc -n -c sources')).stdout, patiently)
      .toMatch(new RegExp(`^\\^,\\*,${topology.labHost},5,`))
    expect((await on1('chronyc -n -c tracking')).stdout).toMatch(new RegExp(`,${topology.labHost},6,.*,Normal\\n$`))
  })

  it('fences a controller as a BMC does: status, off, on, reboot, monitor', async () => {
    expect(await fence('monitor')).toMatchObject({ code: 0 })
    expect((await fence('status')).stdout).toContain('Status: ON')
    expect(await fence('off')).toMatchObject({ code: 0 })
    expect(await stateOf2()).toBe('stopped')
    expect(await fence('status')).toMatchObject({ code: 2, stdout: expect.stringContaining('Status: OFF') })
    expect(await fence('on')).toMatchObject({ code: 0 })
    expect(await fence('reboot')).toMatchObject({ code: 0 })
    expect(await stateOf2()).toBe('running')
    const { fencing } = (await json(['status'])) as unknown as { fencing: object[] }
    expect(fencing.slice(-4)).toEqual(
      ['ForceOff', 'On', 'ForceOff', 'On'].map((action) => ({
        at: expect.any(String),
        controller: 'controller2',
        action,
        by: 'controller1',
        outcome: 'done'
      }))
    )
    expect((await quorate(['status'])).stdout).toMatch(/controller2 +ForceOff +by controller1/)
  })

  it('fences a controller that hangs', async () => {
    await withControllers((controllers) => controllers.freeze(['controller2']))
    expect((await fence('status')).stdout).toContain('Status: ON')
    expect(await fence('off')).toMatchObject({ code: 0 })
    expect(await stateOf2()).toBe('stopped')
    expect(await fence('on')).toMatchObject({ code: 0 })
    await expect
      .poll(async () => (await quorate(['exec', 'controller2', '--', 'hostname'])).stdout, patiently)
      .toBe('controller2\n')
  })

  it('fences nobody for a wrong password, nor for who does not trust it', async () => {
    expect(await fence('off', '--ssl-insecure', 'guess')).toMatchObject({ code: 1 })
    expect(await fence('off', '')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('CERTIFICATE_VERIFY_FAILED')
    })
    expect(await stateOf2()).toBe('running')
  })

  it('fences nobody while Quorate itself works on the machines', async () => {
    const before = ((await json(['status']))['fencing'] as unknown as object[]).length
    const saving = begin(['snapshot', 'save', 'quiet'])
    await saving.saw('Freezing')
    // The controllers are frozen: this machine asks.
    const asked = request({
      host: topology.labHost,
      port: hostPorts.bmc,
      method: 'POST',
      path: '/redfish/v1/Systems/controller2/Actions/ComputerSystem.Reset',
      auth: `admin:${password}`,
      ca: await readFile(servicePaths(home).certificate),
      agent: false
    }).end('{"ResetType":"ForceOff"}')
    const [refused] = await once(asked, 'response')
    expect(refused.statusCode).toBe(503)
    expect(await saving.done).toMatchObject({ code: 0 })
    expect(await stateOf2()).toBe('running')
    expect(((await json(['status']))['fencing'] as unknown as object[]).slice(before)).toMatchObject([
      { by: topology.labHost, outcome: 'refused' }
    ])
    expect(await quorate(['snapshot', 'delete', 'quiet', '--yes'])).toMatchObject({ code: 0 })
  })

  it('serves again after its process was killed, as soon as a command opens the lab', async () => {
    const pid = (await pidOf()) ?? 0
    process.kill(pid, 'SIGKILL')
    await expect.poll(pidOf, patiently).toBeUndefined()
    expect(await json(['status'])).toMatchObject({ services: { time: 'stopped', bmc: 'stopped' } })
    expect(await quorate(['exec', 'controller1', '--', 'true'])).toMatchObject({ code: 0 })
    await untilRunning()
    expect(await fence('status')).toMatchObject({ code: 0 })
  })

  it('stops serving with the lab, and forgets who was fenced when the lab is removed', async () => {
    expect(await fence('off')).toMatchObject({ code: 0 })
    expect(await quorate(['down'])).toMatchObject({ code: 0 })
    expect(await pidOf()).toBeUndefined()
    expect(await json(['status'])).toMatchObject({ lab: 'stopped', services: { time: 'stopped', bmc: 'stopped' } })
    expect(await quorate(['snapshot', 'list'])).toMatchObject({ code: 0 })
    expect(await pidOf()).toBeUndefined()
    expect(await quorate(['up'])).toMatchObject({ code: 0 })
    await untilRunning()
    expect(await quorate(['destroy', '--yes'])).toMatchObject({ code: 0 })
    expect(await pidOf()).toBeUndefined()
    expect(await json(['status'])).toMatchObject({ lab: 'absent', fencing: [] })
  })
})
