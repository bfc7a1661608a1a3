// One set-up of a checkout at a time: two `npm ci` in one folder destroy each other's work.

import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/**
 * Where the set-ups of a folder meet. In the folder for temporary files, because not every file system of a checkout
 * (a mounted Windows drive, a shared folder of a virtual machine) has sockets.
 * @param {string} root
 */
const meetingPoint = (root) => {
  const name = `quorate-${createHash('sha256').update(`${userInfo().uid} ${root}`).digest('hex').slice(0, 16)}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), name)
}

/**
 * @param {unknown} error
 * @returns {string | undefined}
 */
const codeOf = (error) => (error instanceof Error && 'code' in error ? String(error.code) : undefined)

/**
 * Becomes the one that listens, unless there is one.
 * @param {string} address
 * @returns {Promise<(() => void) | undefined>} stops listening and lets all who wait go
 */
const listen = async (address) => {
  /** @type {Set<import('node:net').Socket>} */
  const waiting = new Set()
  const server = createServer((waiter) => {
    waiting.add(waiter)
    waiter.on('error', () => waiter.destroy()).on('close', () => waiting.delete(waiter))
  })
  try {
    await once(server.listen(address), 'listening')
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') return undefined
    throw error
  }
  return () => {
    server.close()
    for (const waiter of waiting) waiter.destroy()
  }
}

/**
 * Waits until whoever listens has gone.
 * @param {string} address
 * @param {() => void} onWait called when there is someone to wait for
 */
const waitForOwner = async (address, onWait) => {
  const owner = connect(address)
  try {
    await once(owner, 'connect')
    onWait()
    await once(owner.resume(), 'close')
  } catch (error) {
    const code = codeOf(error)
    // Its owner was killed and left the socket's file behind.
    if (code === 'ECONNREFUSED') rmSync(address, { force: true })
    else if (code !== 'ECONNRESET' && code !== 'ENOENT') throw error
  }
}

/**
 * Waits until no other process sets this folder up, and holds the turn until it is given back or this process ends.
 * A socket and not a file with a process id: the kernel closes it however its owner ends, and tells who waits.
 * @param {string} root
 * @param {() => void} onWait called when there is someone to wait for
 * @returns {Promise<() => void>} gives the turn back
 */
export const takeTurn = async (root, onWait) => {
  const address = meetingPoint(root)
  for (;;) {
    const release = await listen(address)
    if (release !== undefined) return release
    await waitForOwner(address, onWait)
  }
}
