import { rm, stat, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { environmentError, Interrupted } from '../../errors.ts'
import { type NodeName, nodeNames } from '../../topology.ts'
import { channelOver } from '../channel.ts'
import type {
  Belonging,
  Channel,
  Controllers,
  ExecOptions,
  ExecResult,
  LabIdentity,
  Machine,
  Run,
  Shell
} from '../engine.ts'
import { execOver } from '../exec.ts'
import type { Hypervisor } from './hypervisor.ts'
import { bootProgress } from './progress.ts'
import type { SshConnections } from './ssh.ts'
import type { Vagrant } from './vagrant.ts'

/** What a lab's machines are worked on with. */
export interface Tools {
  /** The lab's folder: `Vagrantfile`, keys, and what Vagrant itself keeps. */
  readonly folder: string
  readonly vagrant: Vagrant
  readonly hypervisor: Hypervisor
  readonly connections: SshConnections
  /** Writes the `Vagrantfile` and what belongs to it. */
  readonly furnish: (run: Run) => Promise<void>
  /** Called with each machine while it runs for the first time. */
  readonly made: (node: NodeName) => Promise<void>
}

/** Milliseconds that the services of a controller get to stop before its power is cut. */
const gracefulLimit = 30_000

/** Milliseconds that a running machine gets to say its addresses, or to have its clock set. */
const shortLimit = 5000

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false
  )

/** Every address but that of the card over which the asker came. */
const addressScript = `echo ready
for address in $(ip -4 -o addr show scope global | awk '{ split($4, part, "/"); print part[1] }'); do
  case " $SSH_CONNECTION " in *" $address "*) ;; *) echo "$address" ;; esac
done`

/** The controllers of one lab as virtual machines of Vagrant. */
export class VagrantControllers implements Controllers {
  readonly engine = 'vagrant'
  readonly identity: LabIdentity
  readonly #tools: Tools

  constructor(identity: LabIdentity, tools: Tools) {
    this.identity = identity
    this.#tools = tools
  }

  /** Machines of Vagrant have one generation: what cannot be put back says so. */
  withIdentity(identity: LabIdentity): Controllers {
    return new VagrantControllers(identity, this.#tools)
  }

  /** Shared connections stay open for the next command; ssh closes them when nobody comes. */
  close(): void {}

  async inspect(): Promise<readonly Machine[]> {
    return Promise.all(
      nodeNames.map(async (name): Promise<Machine> => {
        const state = await this.#tools.hypervisor.state(name)
        return { name, state, addresses: state === 'running' ? await this.#addresses(name) : [] }
      })
    )
  }

  async #addresses(node: NodeName): Promise<readonly string[]> {
    const answer = await this.#briefly(node, addressScript)
    return (answer ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .sort()
  }

  /**
   * What a script printed behind its greeting, or undefined where the machine did not run it in time. `input` is asked
   * for when the script runs, which may be a while after now.
   */
  async #briefly(node: NodeName, script: string, input: () => string = () => ''): Promise<string | undefined> {
    try {
      const program = await this.#tools.connections.run(node, script, [], { asKnown: true })
      const timer = setTimeout(program.close, shortLimit)
      const chunks: Buffer[] = []
      program.onData((stream, chunk) => {
        if (stream === 'stdout') chunks.push(chunk)
      })
      program.write(input())
      program.end()
      const code = await program.ended
      clearTimeout(timer)
      return code === 0 ? Buffer.concat(chunks).toString('utf8') : undefined
    } catch {
      // It runs and lets nobody in: it boots, or a learner has closed the door.
      return undefined
    }
  }

  /** The file that says that a machine was made to its end. */
  #finished(node: NodeName): string {
    return join(this.#tools.folder, `made-${node}`)
  }

  async create(run: Run): Promise<void> {
    await this.#tools.furnish(run)
    // One after another: what boots at the same time on a small host, nobody waits for long enough.
    for (const [index, node] of nodeNames.entries()) {
      const report = (done: number): void =>
        run.report({ step: 'create-controllers', node, done: (index + done) / nodeNames.length })
      report(0)
      await this.#createController(node, report, run.signal)
    }
    run.report({ step: 'create-controllers', done: 1 })
  }

  async #createController(node: NodeName, report: (done: number) => void, signal: AbortSignal): Promise<void> {
    const { vagrant, hypervisor, connections } = this.#tools
    const finished = this.#finished(node)
    const isAbsent = (await hypervisor.state(node)) === 'absent'
    if (!isAbsent && (await isThere(finished))) return
    if (isAbsent) await hypervisor.clear(node)
    await rm(finished, { force: true })
    let progress = bootProgress()
    // Also where an interrupted call left a machine: Vagrant goes on from what is there.
    await vagrant.call(['up', node, '--provision'], {
      signal,
      onMessage: (message) => {
        progress = progress.after(message)
        report(progress.done)
      }
    })
    await connections.renew(node)
    await this.#tools.made(node)
    // What was written into it holds from the next boot on; the disk is in order before the power goes.
    const off = await connections.run(node, 'echo ready; sync; systemctl poweroff')
    off.end()
    await off.ended
    await this.#waitUntilOff(node)
    await connections.drop(node)
    await writeFile(finished, '')
    if (signal.aborted) throw new Interrupted()
  }

  async #waitUntilOff(node: NodeName): Promise<void> {
    const { hypervisor } = this.#tools
    const until = Date.now() + gracefulLimit
    while ((await hypervisor.state(node)) === 'running' && Date.now() < until) await pause(250)
    if ((await hypervisor.state(node)) !== 'stopped') await hypervisor.powerOff(node)
  }

  async start(nodes: readonly NodeName[]): Promise<void> {
    const { hypervisor } = this.#tools
    await Promise.all(
      nodes.map(async (node) => {
        if ((await hypervisor.state(node)) === 'stopped') await hypervisor.start(node)
      })
    )
    await this.thaw(nodes)
  }

  async stop(nodes: readonly NodeName[], how: 'gracefully' | 'at-once'): Promise<void> {
    const { hypervisor, connections } = this.#tools
    await Promise.all(
      nodes.map(async (node) => {
        const state = await hypervisor.state(node)
        if (state === 'stopped' || state === 'absent') return
        if (how === 'gracefully' && state === 'running') {
          await hypervisor.pressPower(node)
          await this.#waitUntilOff(node)
        } else await hypervisor.powerOff(node)
        await connections.drop(node)
      })
    )
  }

  async #inState(nodes: readonly NodeName[], state: 'running' | 'frozen'): Promise<readonly NodeName[]> {
    const states = await Promise.all(nodes.map((node) => this.#tools.hypervisor.state(node)))
    return nodes.filter((_, index) => states[index] === state)
  }

  async freeze(nodes: readonly NodeName[]): Promise<void> {
    const running = await this.#inState(nodes, 'running')
    await Promise.all(running.map((node) => this.#tools.hypervisor.pause(node)))
  }

  async thaw(nodes: readonly NodeName[]): Promise<void> {
    const frozen = await this.#inState(nodes, 'frozen')
    await Promise.all(frozen.map((node) => this.#tools.hypervisor.resume(node)))
    // For them no time has passed: their clocks are behind.
    const now = (): string => `${Date.now() / 1000}\n`
    await Promise.all(frozen.map((node) => this.#briefly(node, 'echo ready; read -r now; date -u -s "@$now"', now)))
  }

  #links(): NonNullable<Hypervisor['links']> {
    const { links } = this.#tools.hypervisor
    if (links === undefined) throw environmentError('vagrant-links', {})
    return links
  }

  /** Pulls the cables of a running machine's two networks, as nobody in it can: it still runs, and is alone. */
  cutLinks(node: NodeName): Promise<void> {
    return this.#links().cut(node)
  }

  healLinks(node: NodeName): Promise<void> {
    return this.#links().heal(node)
  }

  belongings(): Promise<readonly Belonging[]> {
    return this.#tools.hypervisor.belongings()
  }

  async remove(run: Run): Promise<void> {
    const { folder, vagrant, hypervisor, connections } = this.#tools
    run.report({ step: 'remove', done: 0 })
    for (const node of nodeNames) await connections.drop(node)
    if (await isThere(join(folder, 'Vagrantfile'))) await vagrant.call(['destroy', '--force'], { signal: run.signal })
    run.report({ step: 'remove', done: 0.8 })
    await hypervisor.sweep()
    await rm(folder, { recursive: true, force: true })
  }

  async exec(node: NodeName, command: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const { connections } = this.#tools
    const assignments = Object.entries(options.environment ?? {}).map(([name, value]) => `${name}=${value}`)
    // Its process id comes first, so that it can be ended from another session; `sh` knows what does not exist (127).
    const script = 'echo $$; exec "$@"'
    const words = assignments.length === 0 ? command : ['env', ...assignments, ...command]
    const program = await connections.run(node, script, words)
    const abort = (): void => void this.#briefly(node, `echo ready; kill -TERM ${Number(program.greeting)}`)
    return execOver(program, abort, options)
  }

  async openChannel(node: NodeName): Promise<Channel> {
    return channelOver(await this.#tools.connections.run(node, 'echo ready; exec sh'))
  }

  async openShell(
    node: NodeName,
    size: { columns: number; rows: number; term: string },
    environment: Readonly<Record<string, string>> = {}
  ): Promise<Shell> {
    const names = Object.keys(environment).join()
    const login = ['su', '-l', ...(names === '' ? [] : ['-w', names]), 'root']
    const assignments = Object.entries(environment).map(([name, value]) => `${name}=${value}`)
    const script = 'stty sane cols "$1" rows "$2"; tty; shift 2; exec env "$@"'
    const words = [String(size.columns), String(size.rows), ...assignments, ...login]
    const program = await this.#tools.connections.run(node, script, words, { terminal: size.term })
    const terminal = program.greeting
    return {
      onOutput: (listener) => program.onData((_stream, chunk) => listener(chunk)),
      write: program.write,
      // Our own end of the connection is no terminal whose size ssh could pass on.
      resize: (columns, rows) => {
        const size = `cols ${Math.trunc(columns)} rows ${Math.trunc(rows)}`
        if (/^\/dev\/pts\/\d+$/.test(terminal)) void this.#briefly(node, `echo ready; stty -F ${terminal} ${size}`)
      },
      pause: program.pause,
      resume: program.resume,
      exited: program.ended,
      close: program.close
    }
  }

  readonly snapshots = {
    keys: async (node: NodeName): Promise<readonly string[]> =>
      (await this.#tools.hypervisor.state(node)) === 'absent' ? [] : this.#tools.hypervisor.snapshots.keys(node),

    save: (node: NodeName, key: string): Promise<void> => this.#tools.hypervisor.snapshots.save(node, key),

    restore: async (node: NodeName, key: string): Promise<void> => {
      const { hypervisor, connections } = this.#tools
      if (!(await this.snapshots.keys(node)).includes(key))
        throw environmentError('vagrant-failed', { detail: `${node}: ${key}` })
      await connections.drop(node)
      await hypervisor.snapshots.restore(node, key)
    },

    delete: async (node: NodeName, key: string): Promise<void> => {
      if ((await this.snapshots.keys(node)).includes(key)) await this.#tools.hypervisor.snapshots.delete(node, key)
    }
  }

  async space(): Promise<{ readonly free: number; readonly total: number }> {
    const { bavail, blocks, bsize } = await statfs(this.#tools.hypervisor.diskFolder)
    return { free: bavail * bsize, total: blocks * bsize }
  }
}
