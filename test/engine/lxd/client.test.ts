import { afterEach, beforeEach, expect, it } from 'vitest'
import { LxdClient } from '../../../src/engine/lxd/client.ts'
import { FakeEngine } from './fake-engine.ts'

let engine: FakeEngine
let client: LxdClient
beforeEach(async () => {
  engine = await FakeEngine.start()
  engine.projects.set('quorate', { config: {} })
  engine.instances.set('one', { status: 'Running', config: {}, devices: {}, snapshots: new Set() })
  client = new LxdClient({ socketPath: engine.socketPath, project: 'quorate' })
})
afterEach(async () => {
  client.close()
  await engine.stop()
})

it('a command ends with its exit code and all that it printed, and writes nothing on streams that it only reads', async () => {
  for (const printed of ['starting\n', 'running\n']) {
    const output: Buffer[] = []
    const session = await client.startSession('one', ['sh', '-c', 'systemctl is-system-running'])
    session.onData((_stream, chunk) => output.push(chunk))
    expect(await session.ended).toBe(0)
    expect(Buffer.concat(output).toString()).toBe(printed)
  }
  expect(engine.pongs).toBe(0)
})
