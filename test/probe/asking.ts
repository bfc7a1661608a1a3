import { execFile } from 'node:child_process'
import { createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { ProbeContext, ProbeSection, Section } from '../../src/probe/probe.ts'
import { askTogether } from '../../src/probe/shared.ts'
import { topologyOf } from '../../src/topology.ts'

/** Probes run on Debian; elsewhere their text can still be looked at. */
export const onLinux = process.platform === 'linux'

/** A lab whose machines have addresses of this machine's loopback. */
export const loopback = topologyOf('127.0')

/**
 * What a section prints on this machine, asked by the shell text that a script would have for it alone. Whoever reads
 * from standard input would wait forever.
 */
export const printed = (
  { needs, script }: Pick<ProbeSection, 'needs' | 'script'>,
  context: ProbeContext,
  changed = (text: string): string => text,
  encoding: BufferEncoding = 'utf8'
): Promise<Section> => {
  const text = changed(`${askTogether(needs ? [needs] : [], context)}\n${script(context)}`)
  const env = { LC_ALL: 'C', PATH: process.env['PATH'] }
  return new Promise((resolve) => {
    const shell = execFile('sh', ['-c', text], { env, encoding }, (_, output) => {
      resolve({ output, exitCode: shell.exitCode ?? -1 })
    })
  })
}

/** A server on one loopback address of this machine until the test ends; its port. */
export const serve = async (address: string, port: number, answer: (socket: Socket) => void): Promise<number> => {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}))
    answer(socket)
  })
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  await new Promise<void>((resolve) => server.listen(port, address, resolve))
  const bound = server.address()
  return typeof bound === 'object' && bound !== null ? bound.port : 0
}
