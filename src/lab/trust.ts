import type { Controllers } from '../engine/engine.ts'
import { environmentError } from '../errors.ts'
import { stripControl } from '../text.ts'
import { type NodeName, nodeNames } from '../topology.ts'
import { forEachNode } from './record.ts'

/** Makes a key where there is none, and prints its public half. */
const keyAt = (path: string): string =>
  `mkdir -p -m 700 "$(dirname ${path})" && { [ -s ${path} ] || ssh-keygen -q -t ed25519 -N '' -C root@lab -f ${path}; } && cat ${path}.pub`

const hostKey = '/etc/ssh/ssh_host_ed25519_key'
const rootKey = '/root/.ssh/id_ed25519'

/** Runs a script as root, with something to read, and gives what it printed. */
const runOn = async (controllers: Controllers, node: NodeName, script: string, stdin = ''): Promise<string> => {
  const run = () => controllers.exec(node, ['sh', '-ec', script], { stdin })
  const first = await run()
  // All of these scripts may be repeated.
  const { exitCode, stdout, stderr, isWhole } = first.isWhole ? first : await run()
  if (!isWhole) throw environmentError('output-lost', { node })
  if (exitCode === 0) return stdout.trim()
  const detail = stripControl(stderr.trim()).slice(0, 200)
  throw environmentError('script-failed', { script: 'ssh-keygen', node, exitCode, detail })
}

/**
 * Lets root of each controller into the others with a key that is drawn for this lab, so that a learner copies files
 * with `scp` as on real machines. Safe to repeat.
 */
export const trustEachOther = async (controllers: Controllers): Promise<void> => {
  const { topology } = controllers.identity
  const [first] = nodeNames
  const [hostKeys, publicKey] = await Promise.all([
    forEachNode((node) => runOn(controllers, node, keyAt(hostKey))),
    runOn(controllers, first, keyAt(rootKey))
  ])
  const privateKey = await runOn(controllers, first, `cat ${rootKey}`)
  const known = nodeNames.map((node) => {
    const { management, cluster } = topology.nodes[node]
    return `${node},${management},${cluster} ${hostKeys[node]}`
  })
  const files = {
    [rootKey]: privateKey,
    [`${rootKey}.pub`]: publicKey,
    '/root/.ssh/authorized_keys': publicKey,
    '/root/.ssh/known_hosts': known.join('\n')
  }
  // Each file's lines, after a line that names it: a name with a space does not begin any of them.
  const bundle = Object.entries(files)
    .map(([path, text]) => `file ${path}\n${text}\n`)
    .join('')
  const unpack = `umask 077; mkdir -p /root/.ssh; awk '/^file \\//{out=$2; printf "" >out; next} {print >out}'`
  await forEachNode((node) => runOn(controllers, node, unpack, bundle))
}
