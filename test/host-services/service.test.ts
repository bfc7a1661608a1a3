import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { keepListening, type Listener, type ServiceState } from '../../src/host-services/service.ts'
import { listenForTime } from '../../src/host-services/time-server.ts'

const failing = (code: string): Promise<Listener> => Promise.reject(Object.assign(new Error(code), { code }))

/** A listener that can be lost. */
const listener = (closed: () => void = () => undefined) => {
  let lose = (): void => undefined
  const ended = new Promise<void>((resolve) => {
    lose = resolve
  })
  const made: Listener = {
    ended,
    close: async () => {
      closed()
      lose()
    }
  }
  return { made, lose }
}

describe('a service', () => {
  it('waits for its address, says when another has its port, and runs as soon as it can', async () => {
    const stop = new AbortController()
    const states: ServiceState[] = []
    const tries = [() => failing('EADDRNOTAVAIL'), () => failing('EADDRINUSE'), async () => listener().made]
    const kept = keepListening(
      () => (tries.shift() ?? (() => failing('EACCES')))(),
      (state) => states.push(state),
      stop.signal
    )
    await expect.poll(() => states, { timeout: 10_000 }).toEqual(['waiting', 'blocked', 'running'])
    stop.abort()
    await kept
  })

  it('that is lost listens again', async () => {
    const stop = new AbortController()
    const first = listener()
    const listeners = [first, listener()]
    let running = 0
    const kept = keepListening(
      async () => listeners.shift()?.made ?? failing('EACCES'),
      (state) => {
        if (state === 'running') running += 1
      },
      stop.signal
    )
    await expect.poll(() => running).toBe(1)
    first.lose()
    await expect.poll(() => running, { timeout: 5000 }).toBe(2)
    stop.abort()
    await kept
  })

  it('lets go of its port when it is no longer wanted', async () => {
    const stop = new AbortController()
    let closed = false
    let running = false
    const kept = keepListening(
      async () =>
        listener(() => {
          closed = true
        }).made,
      () => {
        running = true
      },
      stop.signal
    )
    await expect.poll(() => running).toBe(true)
    stop.abort()
    await kept
    expect(closed).toBe(true)
  })

  it('does not begin where it is not wanted any more', async () => {
    const stop = new AbortController()
    stop.abort()
    await keepListening(
      () => failing('EACCES'),
      () => expect.unreachable(),
      stop.signal
    )
  })
})

describe('listening', () => {
  it('where no such address is fails with the code of the system', async () => {
    // A block for documentation, which nobody has (RFC 5737).
    await expect(listenForTime('192.0.2.1', 0)).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' })
  })

  it('is of no use to a port of another kind', async () => {
    const tcp = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => tcp.once('listening', resolve))
    const address = tcp.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    const time = await listenForTime('127.0.0.1', address.port)
    await expect(listenForTime('127.0.0.1', address.port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await time.close()
    await time.close()
    tcp.close()
  })
})
