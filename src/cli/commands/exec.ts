import type { Readable } from 'node:stream'
import type { Controllers, ExecResult } from '../../engine/engine.ts'
import { callError, environmentError, Interrupted } from '../../errors.ts'
import { withLab } from '../../lab/session.ts'
import { nearest } from '../../nearest.ts'
import { isNodeName, type NodeName, nodeNames } from '../../topology.ts'
import type { CliContext, Command } from '../context.ts'

/** A controller by its name. @throws call error `node-unknown`, which names the nearest */
export const nodeNamed = (name: string, alsoAll: boolean): NodeName => {
  if (isNodeName(name)) return name
  const known = alsoAll ? [...nodeNames, 'all'] : nodeNames
  throw callError('node-unknown', { name: name.slice(0, 80), nearest: nearest(name, known), known: known.join(', ') })
}

/** `quorate exec NODE|all -- CMD…`: a command as root; its exit code is ours. */
export const run: Command<[string, string[]]> = async (context, target, given) => {
  // What belongs to the command begins behind the first `--`, which is ours.
  const command = given[0] === '--' ? given.slice(1) : given
  if (command.length === 0) throw callError('command-missing', {})
  const nodes = target === 'all' ? nodeNames : [nodeNamed(target, true)]
  return withLab(context.lab, 'to-look', context.run, async ({ controllers }) => {
    const results = await Promise.all(
      nodes.map((node) => execOn(context, controllers, node, command, nodes.length > 1))
    )
    if (context.run.signal.aborted) throw new Interrupted()
    if (context.json) context.printJson({ nodes: results })
    return results.find(({ exitCode }) => exitCode !== 0)?.exitCode ?? 0
  })
}

interface NodeResult {
  readonly name: NodeName
  readonly exitCode: number
  readonly stdout?: string
  readonly stderr?: string
}

const execOn = async (
  context: CliContext,
  controllers: Controllers,
  node: NodeName,
  command: readonly string[],
  prefixed: boolean
): Promise<NodeResult> => {
  const { signal } = context.run
  const orLost = ({ isWhole, ...result }: ExecResult): Omit<ExecResult, 'isWhole'> => {
    if (!isWhole) throw environmentError('output-lost', { node })
    return result
  }
  if (context.json) return { name: node, ...orLost(await controllers.exec(node, command, { signal })) }
  const targets = { stdout: process.stdout, stderr: process.stderr }
  const prefix = `${context.paint('accent', node)} | `
  const rest = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) }
  const onOutput = (stream: 'stdout' | 'stderr', chunk: Buffer): void => {
    if (!prefixed) {
      targets[stream].write(chunk)
      return
    }
    // Whole lines only: the output of three machines must not mix within one.
    const data = Buffer.concat([rest[stream], chunk])
    const end = data.lastIndexOf(10) + 1
    for (const line of linesOf(data.subarray(0, end))) targets[stream].write(Buffer.concat([Buffer.from(prefix), line]))
    rest[stream] = data.subarray(end)
  }
  const stdin: Readable | undefined = prefixed || process.stdin.isTTY ? undefined : process.stdin
  const result = await controllers.exec(node, command, {
    signal,
    onOutput,
    ...(stdin === undefined ? {} : { stdin })
  })
  // The rest of the input is nobody's: it must not keep the program alive.
  stdin?.destroy()
  for (const stream of ['stdout', 'stderr'] as const) {
    if (rest[stream].length > 0) targets[stream].write(`${prefix}${rest[stream].toString('utf8')}\n`)
  }
  return { name: node, exitCode: orLost(result).exitCode }
}

/** Cuts at line feeds, keeping them. */
const linesOf = (data: Buffer): Buffer[] => {
  const lines: Buffer[] = []
  for (let from = 0; from < data.length; ) {
    const end = data.indexOf(10, from)
    const to = end === -1 ? data.length : end + 1
    lines.push(data.subarray(from, to))
    from = to
  }
  return lines
}
