import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { environmentError } from '../../errors.ts'
import { type PipedProgram, startPiped } from '../../process/piped.ts'
import type { NodeName } from '../../topology.ts'
import { shownDetail } from './failure.ts'
import { asRoot, parseSshConfig, renderSshConfig, socketPath } from './ssh-config.ts'

/** How a program on a machine is started. */
export interface SessionOptions {
  /** The kind of terminal that it gets; none without. */
  readonly terminal?: string
  /** For who only looks: Vagrant, which may take a minute where a machine is booting, is not asked. */
  readonly asKnown?: true
}

/** A program that runs on a machine, and the line by which it said that it does. */
export interface RemoteProgram extends PipedProgram {
  readonly greeting: string
}

/** The most that is read for a greeting: whatever a machine prints before it is not one. */
const longestGreeting = 4096

/** A configuration that has just been asked for is not asked for again: a machine that boots refuses for a while. */
const youngest = 30_000

type Started =
  | { readonly kind: 'greeted'; readonly program: RemoteProgram }
  | { readonly kind: 'failed'; readonly detail: string }

/** Waits for the first line of a program that was started on a machine. */
const greeted = (program: PipedProgram): Promise<Started> =>
  new Promise((resolve) => {
    let seen = Buffer.alloc(0)
    let complaint = ''
    program.onData((stream, chunk) => {
      if (stream === 'stderr') {
        complaint = `${complaint}${chunk.toString('utf8')}`.slice(-longestGreeting)
        return
      }
      seen = Buffer.concat([seen, chunk])
      const end = seen.indexOf(10)
      if (end < 0 && seen.length < longestGreeting) return
      const greeting = seen.subarray(0, end).toString('utf8').trim()
      const rest = seen.subarray(end + 1)
      resolve({
        kind: 'greeted',
        program: {
          ...program,
          greeting,
          onData: (listener) => {
            if (rest.length > 0) listener('stdout', rest)
            program.onData(listener)
          }
        }
      })
    })
    void program.ended.then((code) => resolve({ kind: 'failed', detail: shownDetail(complaint) || `ssh: ${code}` }))
  })

/** What is asked about machines that cannot be reached. */
export interface ReachableMachines {
  /** What `vagrant ssh-config` says. */
  sshConfig(node: NodeName): Promise<string>
  isRunning(node: NodeName): Promise<boolean>
}

/** The machines of a lab by ssh, as root. */
export class SshConnections {
  readonly #folder: string
  readonly #machines: ReachableMachines

  /** @param folder where configurations and shared connections are */
  constructor(folder: string, machines: ReachableMachines) {
    this.#folder = folder
    this.#machines = machines
  }

  #file(node: NodeName): string {
    return join(this.#folder, `ssh-${node}`)
  }

  /** Asks Vagrant how to reach a machine, and keeps the answer. Connections that are open to where it was are let go. */
  async renew(node: NodeName): Promise<void> {
    const target = parseSshConfig(await this.#machines.sshConfig(node)).get(node)
    await this.drop(node)
    if (target === undefined) await rm(this.#file(node), { force: true })
    else {
      const socket = socketPath(join(this.#folder, `s-${node}`), process.platform)
      await writeFileAtomic(this.#file(node), renderSshConfig(node, target, socket), { mode: 0o600 })
    }
  }

  async #isOld(node: NodeName): Promise<boolean> {
    const { mtimeMs } = await stat(this.#file(node)).catch(() => ({ mtimeMs: 0 }))
    return Date.now() - mtimeMs > youngest
  }

  #start(node: NodeName, script: string, args: readonly string[], { terminal }: SessionOptions): Promise<Started> {
    const how = terminal === undefined ? ['-T'] : ['-tt', '-e', 'none']
    const environment = terminal === undefined ? {} : { TERM: terminal }
    return greeted(startPiped('ssh', ['-F', this.#file(node), ...how, node, asRoot(script, args)], environment))
  }

  /**
   * Runs a script as root whose first line of output is its greeting.
   * @throws environment error `engine-refused` where the machine lets nobody in
   */
  async run(
    node: NodeName,
    script: string,
    args: readonly string[] = [],
    options: SessionOptions = {}
  ): Promise<RemoteProgram> {
    let started = await this.#start(node, script, args, options)
    // Made anew, a machine has another address.
    if (
      started.kind === 'failed' &&
      !options.asKnown &&
      (await this.#isOld(node)) &&
      (await this.#machines.isRunning(node))
    ) {
      await this.renew(node)
      started = await this.#start(node, script, args, options)
    }
    if (started.kind === 'greeted') return started.program
    throw environmentError('engine-refused', { detail: `${node}: ${started.detail}` })
  }

  /** Closes what is open to a machine: one whose power was cut says nothing more, and nobody waits for it. */
  async drop(node: NodeName): Promise<void> {
    if ((await stat(this.#file(node)).catch(() => undefined)) === undefined) return
    await startPiped('ssh', ['-F', this.#file(node), '-O', 'exit', node]).ended
  }
}
