import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { finished } from 'node:stream/promises'
import { environmentError } from '../../errors.ts'
import type { NodeName } from '../../topology.ts'
import type { SshConnections } from './ssh.ts'

/**
 * Keeps on this host the package archive that a machine has fetched, as a tar file: those that are made after it, also of
 * other labs, get it from there and need no network.
 */
export const keepArchive = async (
  connections: Pick<SshConnections, 'run'>,
  node: NodeName,
  file: string
): Promise<void> => {
  const unfinished = `${file}.${process.pid}`
  await mkdir(dirname(file), { recursive: true })
  const program = await connections.run(node, 'echo ready; exec tar --create --directory /srv/packages .')
  const stream = createWriteStream(unfinished)
  stream.on('drain', program.resume)
  program.onData((from, chunk) => {
    if (from === 'stdout' && !stream.write(chunk)) program.pause()
  })
  program.end()
  const exitCode = await program.ended
  stream.end()
  try {
    await finished(stream)
    if (exitCode !== 0) throw environmentError('engine-refused', { detail: `${node}: tar: ${exitCode}` })
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}
