import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { fineClock, systemSources } from './clock.ts'
import { answerTo, parseRequest } from './ntp.ts'
import { rateLimiter } from './rate.ts'
import type { Listener } from './service.ts'

/** chrony's `iburst` sends a packet every two seconds, its shortest poll interval is a 64th of a second. */
const allowance = { burst: 32, perSecond: 8 }

/** Serves the lab host's time over NTP. @throws what binding fails with */
export const listenForTime = async (address: string, port: number): Promise<Listener> => {
  const now = fineClock(systemSources)
  const isAllowed = rateLimiter(allowance)
  const socket = createSocket('udp4')
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.on('message', (packet, peer) => {
    const receivedAt = now()
    const request = parseRequest(packet)
    if (request === undefined || !isAllowed(peer.address, performance.now())) return
    // Nobody waits for an answer that could not be sent: the client asks again.
    socket.send(answerTo(request, { receivedAt, sentAt: now() }), peer.port, peer.address, () => undefined)
  })
  let isOpen = true
  void ended.then(() => {
    isOpen = false
  })
  const close = async (): Promise<void> => {
    if (isOpen) socket.close()
    isOpen = false
    await ended
  }
  try {
    socket.bind({ address, port })
    await once(socket, 'listening')
  } catch (error) {
    await close()
    throw error
  }
  socket.on('error', () => void close())
  return { ended, close }
}
