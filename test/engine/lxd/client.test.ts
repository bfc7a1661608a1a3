import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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

const question = ['sh', '-c', 'systemctl is-system-running']

describe('a command on a controller', () => {
  it('has ended when its exit code and all of its output are there', async () => {
    let printed = ''
    const session = await client.startSession('one', question)
    session.onData((_stream, chunk) => {
      printed += chunk.toString()
    })
    expect(await session.ended).toBe(0)
    expect(await session.isWhole).toBe(true)
    expect(printed).toBe('starting\n')
  })

  it('is known to have printed more than what came, where its streams were lost', async () => {
    engine.losesStreams = true
    const session = await client.startSession('one', question)
    expect(await session.ended).toBe(0)
    expect(await session.isWhole).toBe(false)
  })
})
