import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Home, homeOf } from '../../src/lab/home.ts'
import {
  ensureHostServices,
  readHostServices,
  removeHostServices,
  servicePaths,
  stopHostServices,
  wantHostServices
} from '../../src/lab/host-services.ts'
import { holderOf } from '../../src/lab/lock.ts'
import { newRecord, removeRecord, writeRecord } from '../../src/lab/record.ts'
import { rootFolder } from '../../src/root.ts'
import { hostPorts } from '../../src/topology.ts'

/**
 * A lab whose lab host has an address that this machine always has: the services really run, in a process of their own.
 * Only the machines are missing, and nobody asks for those here.
 */
const prefix = `127.${1 + (process.pid % 250)}`
const address = `${prefix}.0.1`

let home: Home
let lab: string
let program: string
beforeEach(async () => {
  home = homeOf({ QUORATE_HOME: await mkdtemp(join(tmpdir(), 'quorate-services-')) })
  const record = newRecord('lxd', prefix)
  lab = record.id
  await writeRecord(home, record)
  program = await programNamed('program.js')
})
afterEach(async () => {
  await stopHostServices(home)
  await rm(home.folder, { recursive: true, force: true })
})

/** Quorate, run from a file that is built at this moment. */
const programNamed = async (name: string): Promise<string> => {
  const entry = join(home.folder, name)
  await writeFile(entry, `import ${JSON.stringify(join(rootFolder, 'src', 'bin.ts'))}\n`)
  return entry
}

/** As `up` does it. */
const begin = async (): Promise<void> => {
  await wantHostServices(home, lab)
  await ensureHostServices(home, lab, program)
}

const patiently = { timeout: 30_000, interval: 50 }
const holder = () => holderOf(servicePaths(home).lock)
const pidOf = async (): Promise<number | undefined> => (await holder())?.pid
const untilRunning = () =>
  expect.poll(() => readHostServices(home), patiently).toEqual({ time: 'running', bmc: 'running' })
const untilGone = () => expect.poll(pidOf, patiently).toBeUndefined()

/** Runs `quorate serve` to its end. */
const serve = async (by: string): Promise<number | null> => {
  const child = spawn(process.execPath, [by, 'serve'], {
    env: { ...process.env, QUORATE_HOME: home.folder },
    stdio: 'ignore'
  })
  await once(child, 'exit')
  return child.exitCode
}

describe('the services of the lab host', { timeout: 60_000 }, () => {
  it('tell the time and speak Redfish at the address of the lab host, in a process that nobody waits for', async () => {
    expect(await readHostServices(home)).toEqual({ time: 'stopped', bmc: 'stopped' })
    await begin()
    await untilRunning()
    const client = createSocket('udp4')
    const answered = once(client, 'message')
    client.send(Buffer.alloc(48, 0x23), hostPorts.time, address)
    const [answer] = await answered
    expect(answer[0]).toBe(0x24)
    client.close()
    const ca = await readFile(servicePaths(home).certificate)
    const asked = request({ host: address, port: hostPorts.bmc, path: '/redfish', ca, agent: false }).end()
    const [response] = await once(asked, 'response')
    expect(await json(response)).toEqual({ v1: '/redfish/v1/' })
  })

  it('are run once, however often they are asked for', async () => {
    await begin()
    const [, , ...codes] = await Promise.all([
      ensureHostServices(home, lab, program),
      ensureHostServices(home, lab, program),
      ensureHostServices(home, lab, program)
    ])
    expect(codes).toEqual([undefined])
    await untilRunning()
    const pid = await pidOf()
    expect(await serve(program)).toBe(0)
    expect(await pidOf()).toBe(pid)
  })

  it('are started again after a kill, with the certificate that controllers trust', async () => {
    await begin()
    await untilRunning()
    const pid = (await pidOf()) ?? 0
    const { certificate } = servicePaths(home)
    const trusted = await readFile(certificate, 'utf8')
    process.kill(pid, 'SIGKILL')
    await untilGone()
    await utimes(servicePaths(home).wanted, 0, 0)
    expect(await readHostServices(home)).toEqual({ time: 'stopped', bmc: 'stopped' })
    await ensureHostServices(home, lab, program)
    expect(await readHostServices(home)).not.toMatchObject({ time: 'stopped' })
    await untilRunning()
    expect(await pidOf()).not.toBe(pid)
    expect(await readFile(certificate, 'utf8')).toBe(trusted)
  })

  it('are not taken to run because a process of another program has the number of theirs', async () => {
    await begin()
    await untilRunning()
    const { lock } = servicePaths(home)
    const left = JSON.parse(await readFile(lock, 'utf8'))
    process.kill(left.pid, 'SIGKILL')
    await untilGone()
    await writeFile(lock, JSON.stringify({ ...left, pid: process.pid }))
    await ensureHostServices(home, lab, program)
    await untilRunning()
  })

  it('of an earlier program give way to those of a later one', async () => {
    await begin()
    await untilRunning()
    const earlier = await pidOf()
    const later = await programNamed('later.js')
    await ensureHostServices(home, lab, later)
    await expect
      .poll(async () => (await pidOf()) !== earlier && (await readHostServices(home)).bmc, patiently)
      .toBe('running')
  })

  it('end when they are stopped, and do not come back before they are wanted again', async () => {
    await begin()
    await untilRunning()
    await stopHostServices(home)
    expect(await pidOf()).toBeUndefined()
    await ensureHostServices(home, lab, program)
    // One that had been started before the stop and comes too late.
    expect(await serve(program)).toBe(0)
    expect(await pidOf()).toBeUndefined()
    await begin()
    await untilRunning()
  })

  it.each([
    ['is removed', () => removeRecord(home)],
    ['is another', () => writeRecord(home, newRecord('lxd', prefix))],
    ['cannot be read any more', () => writeFile(home.record, '{')],
    ['has gone with its whole home', () => rm(home.folder, { recursive: true, maxRetries: 5 })]
  ])('end by themselves when the lab %s', async (_, remove) => {
    await begin()
    await untilRunning()
    const pid = (await pidOf()) ?? 0
    await remove()
    const isAlive = (): boolean => {
      try {
        return process.kill(pid, 0)
      } catch {
        return false
      }
    }
    await expect.poll(isAlive, patiently).toBe(false)
  })

  it('leave nothing behind when the lab is removed, and keep its secrets for the learner until then', async () => {
    await begin()
    await untilRunning()
    expect((await stat(servicePaths(home).key)).mode & 0o077).toBe(0)
    expect((await stat(home.hostServices)).mode & 0o077).toBe(0)
    await removeHostServices(home)
    await expect(stat(home.hostServices)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('wait for an address that is not there yet', async () => {
    // A block for documentation, which no machine has (RFC 5737).
    const record = newRecord('lxd', '192.0')
    await writeRecord(home, record)
    await wantHostServices(home, record.id)
    await ensureHostServices(home, record.id, program)
    await expect.poll(() => readHostServices(home), patiently).toEqual({ time: 'waiting', bmc: 'waiting' })
  })
})
