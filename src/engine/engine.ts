import type { MachineSize, NodeName, Topology } from '../topology.ts'

/** What runs controllers. */
export const engineKinds = ['lxd', 'incus', 'vagrant'] as const
export type EngineKind = (typeof engineKinds)[number]

/** What identifies one learner's three controllers on an engine. Written down before anything is created. */
export interface LabIdentity {
  /** Eight hexadecimal digits, drawn once: part of every name that the engine sees. */
  readonly id: string
  readonly topology: Topology
  /** What each machine has of the lab host's memory and processors; containers share all of it. */
  readonly size: MachineSize
  /**
   * How often each controller was built anew. It is part of the machine's name on the engine, so that a wedged
   * machine can be left behind.
   */
  readonly generations: Readonly<Record<NodeName, number>>
}

/** Something of Quorate's that exists on the engine, for `destroy` to list before it removes it. */
export interface Belonging {
  readonly kind: 'controller' | 'network' | 'template' | 'image' | 'archive' | 'pool' | 'project'
  readonly name: string
}

/** A step that takes time, for progress bars. `done` is a fraction from 0 to 1 where it is known. */
export interface ProgressEvent {
  readonly step: ProgressStep
  readonly node?: NodeName
  readonly done?: number
}

/** The steps; their words are in the catalogues (`engine.steps`). */
export const progressSteps = [
  'install-packages',
  'start-daemon',
  'create-pool',
  'bootstrap-image',
  'collect-archive',
  'import-image',
  'make-box',
  'add-box',
  'prepare-template',
  'create-networks',
  'create-controllers',
  'start-controllers',
  'wait-for-controllers',
  'stop-controllers',
  'remove',
  'freeze',
  'save-snapshot',
  'thaw',
  'restore-snapshot',
  'verify-identity',
  'wait-for-start',
  'wait-for-services',
  'delete-snapshot',
  'recover',
  'regrade'
] as const
export type ProgressStep = (typeof progressSteps)[number]

export type Report = (event: ProgressEvent) => void

/** How long steps go on: reports progress, and stops when the signal aborts. */
export interface Run {
  readonly report: Report
  readonly signal: AbortSignal
}

export type MachineState = 'running' | 'stopped' | 'frozen' | 'absent'

/** What the engine says of one controller; `addresses` are those that a running machine has now, IPv4. */
export interface Machine {
  readonly name: NodeName
  readonly state: MachineState
  readonly addresses: readonly string[]
}

export interface ExecOptions {
  /** Sent to the command's standard input, which is then closed. */
  readonly stdin?: string | AsyncIterable<Buffer>
  readonly environment?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  /** Called with each piece as it comes. What is handed on here is not collected as well. */
  readonly onOutput?: (stream: 'stdout' | 'stderr', chunk: Buffer) => void
}

export interface ExecResult {
  /** The command's own; 128 + n where signal n ended it, 127 where it does not exist. */
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** What came of one script on a channel. */
export type ChannelAnswer =
  | { readonly kind: 'output'; readonly text: string }
  /** The script printed nothing more before its limit, or the machine stopped answering. */
  | { readonly kind: 'silent'; readonly reason: 'time-out' | 'closed' }

/**
 * A shell without a terminal that stays open on one controller: asking through it costs a few milliseconds where a
 * new process costs fifty. Scripts run one after another.
 */
export interface Channel {
  /** Runs a POSIX shell script; its standard output, at most `limitBytes` of it, decoded as UTF-8. */
  ask(script: string, limits: { readonly milliseconds: number; readonly bytes: number }): Promise<ChannelAnswer>
  close(): void
}

/** A login shell on a controller in a terminal of ours. */
export interface Shell {
  onOutput(listener: (chunk: Buffer) => void): void
  write(data: string | Buffer): void
  resize(columns: number, rows: number): void
  /** Lets the shell wait with its output until `resume`; what is on its way still comes. */
  pause(): void
  resume(): void
  /** Resolves with the exit code when the shell ends, for whatever reason. */
  readonly exited: Promise<number>
  close(): void
}

/** The three controllers of one lab. Every call names a controller as the learner does. */
export interface Controllers {
  readonly engine: EngineKind
  readonly identity: LabIdentity

  inspect(): Promise<readonly Machine[]>

  /** Creates what is missing: networks, then controllers, stopped. Safe to repeat after an interruption. */
  create(run: Run): Promise<void>
  start(nodes: readonly NodeName[]): Promise<void>
  /** `gracefully` lets services stop and takes seconds; `at-once` is a power cut. */
  stop(nodes: readonly NodeName[], how: 'gracefully' | 'at-once'): Promise<void>
  freeze(nodes: readonly NodeName[]): Promise<void>
  thaw(nodes: readonly NodeName[]): Promise<void>

  /** What `remove` would remove: this lab's controllers, of every generation, and networks. */
  belongings(): Promise<readonly Belonging[]>
  remove(run: Run): Promise<void>

  exec(node: NodeName, command: readonly string[], options?: ExecOptions): Promise<ExecResult>
  openChannel(node: NodeName): Promise<Channel>
  /** `environment` is added to what a login sets up. */
  openShell(
    node: NodeName,
    size: { readonly columns: number; readonly rows: number; readonly term: string },
    environment?: Readonly<Record<string, string>>
  ): Promise<Shell>

  /** Snapshots of one machine, by a key of lower-case letters, digits and hyphens. */
  readonly snapshots: {
    keys(node: NodeName): Promise<readonly string[]>
    save(node: NodeName, key: string): Promise<void>
    /**
     * Puts the machine back; it is left stopped, whatever it was before. Where this generation of it does not exist
     * yet, it is made as a copy of the newest one that does, snapshots included.
     */
    restore(node: NodeName, key: string): Promise<void>
    /** Deleting what does not exist is not an error. */
    delete(node: NodeName, key: string): Promise<void>
  }

  /** Room for snapshots and data where the machines live, in bytes. */
  space(): Promise<{ readonly free: number; readonly total: number }>

  /** The same lab with other generations of its controllers, over the same connection. */
  withIdentity(identity: LabIdentity): Controllers

  /** Lets go of connections; the object is not used afterwards. */
  close(): void
}

/** Something that a machine has or lacks for an engine. */
export interface Finding {
  /** Stable, such as `lxd.daemon`. */
  readonly id: FindingId
  readonly engine: EngineKind
  readonly level: 'ok' | 'warn' | 'error'
  /** What the words of the finding need, such as a version or a path. */
  readonly detail?: string
  /** Whether `doctor --fix` can mend it. */
  readonly fixable: boolean
}

/** The findings; their words and fixes are in the catalogues (`doctor.findings`). */
export const findingIds = [
  'lxd.platform',
  'lxd.packages',
  'lxd.daemon',
  'lxd.permission',
  'lxd.project',
  'lxd.pool',
  'lxd.lxcfs',
  'lxd.watchers',
  'lxd.image-tools',
  'lxd.image',
  'lxd.disk',
  'lxd.memory',
  'vagrant.program',
  'vagrant.packages',
  'vagrant.provider',
  'vagrant.ssh',
  'vagrant.libvirt',
  'vagrant.hardware',
  'vagrant.box-tools',
  'vagrant.box',
  'vagrant.disk',
  'vagrant.memory'
] as const
export type FindingId = (typeof findingIds)[number]

/** A place that can run labs. */
export interface Engine {
  readonly kind: EngineKind
  /** What is there and what is missing, without changing anything. */
  examine(): Promise<readonly Finding[]>
  /** Installs and starts what is missing, as far as `Finding.fixable` says. Idempotent. */
  fix(run: Run): Promise<void>
  /** Makes image, package archive and template, where they are missing for the present recipe. Idempotent. */
  prepare(run: Run): Promise<void>
  controllers(identity: LabIdentity): Promise<Controllers>
  /** What `removeAll` would remove: everything that Quorate made on this engine, of every lab. */
  belongings(): Promise<readonly Belonging[]>
  removeAll(run: Run): Promise<void>
}
