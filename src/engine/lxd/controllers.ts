import { z } from 'zod'
import { environmentError } from '../../errors.ts'
import { type NodeName, nodeNames } from '../../topology.ts'
import { channelOver } from '../channel.ts'
import type {
  Belonging,
  Channel,
  Controllers,
  EngineKind,
  ExecOptions,
  ExecResult,
  LabIdentity,
  Machine,
  MachineState,
  Run,
  Shell
} from '../engine.ts'
import { execOver } from '../exec.ts'
import { EngineRefusal, type LxdClient } from './client.ts'
import { explaining, givingSpaceBack, whenSpaceIsBack } from './failure.ts'
import { configurationHash, instanceName, keys, madeBy, networkNames, poolName, templateKeys } from './names.ts'
import { type ControllerRecipe, removeInstance } from './template.ts'

const addressSchema = z.object({ family: z.string(), address: z.string(), scope: z.string() })

const instanceSchema = z.object({
  name: z.string(),
  status: z.string(),
  config: z.record(z.string(), z.string()),
  state: z
    .object({ network: z.record(z.string(), z.object({ addresses: z.array(addressSchema) })).nullish() })
    .nullish()
})
type Instance = z.infer<typeof instanceSchema>

const networkSchema = z.object({ name: z.string(), managed: z.boolean(), config: z.record(z.string(), z.string()) })

const resourcesSchema = z.object({ space: z.object({ used: z.number(), total: z.number() }) })

/** SIGTERM of POSIX. */
const terminate = 15

/** Seconds that the services of a controller get to stop before its power is cut. */
const gracefulSeconds = 30

/** The status of a machine whose freezing was cut off, by the end of the daemon for example. */
const halfFrozen = 'Freezing'

const stateOf = (status: string): MachineState => {
  if (status === 'Running' || status === 'Stopping') return 'running'
  if (status === 'Frozen' || status === halfFrozen) return 'frozen'
  return 'stopped'
}

const addressesOf = (instance: Instance): string[] =>
  Object.entries(instance.state?.network ?? {})
    .filter(([card]) => card !== 'lo')
    .flatMap(([, card]) => card.addresses)
    .filter((address) => address.family === 'inet' && address.scope === 'global')
    .map((address) => address.address)
    .sort()

const generationOf = (name: string): number => Number(/-g(\d+)-/.exec(name)?.[1] ?? 0)

/** The controllers of one lab on LXD or Incus. */
export class LxdControllers implements Controllers {
  readonly engine: EngineKind
  readonly identity: LabIdentity
  readonly #client: LxdClient
  readonly #recipe: () => Promise<ControllerRecipe>

  /** `recipe` is asked only when a controller has to be made. */
  constructor(engine: EngineKind, client: LxdClient, identity: LabIdentity, recipe: () => Promise<ControllerRecipe>) {
    this.engine = engine
    this.identity = identity
    this.#client = client
    this.#recipe = recipe
  }

  withIdentity(identity: LabIdentity): Controllers {
    return new LxdControllers(this.engine, this.#client, identity, this.#recipe)
  }

  close(): void {
    this.#client.close()
  }

  #path(node: NodeName): string {
    return `/1.0/instances/${instanceName(this.identity, node)}`
  }

  /** Every instance of this lab, of every generation. */
  async #instances(): Promise<Instance[]> {
    const all = z.array(instanceSchema).parse(await this.#client.get('/1.0/instances?recursion=1'))
    return all.filter((instance) => instance.config[keys.lab] === this.identity.id)
  }

  async #networks(): Promise<string[]> {
    const all = z.array(networkSchema).parse(await this.#client.get('/1.0/networks?recursion=1'))
    return all
      .filter((network) => network.managed && network.config[keys.lab] === this.identity.id)
      .map(({ name }) => name)
  }

  async #status(node: NodeName): Promise<string | undefined> {
    const found = await this.#client.find(this.#path(node))
    return found === undefined ? undefined : instanceSchema.parse(found).status
  }

  async #state(node: NodeName): Promise<MachineState> {
    const status = await this.#status(node)
    return status === undefined ? 'absent' : stateOf(status)
  }

  async inspect(): Promise<readonly Machine[]> {
    // One by one and not as a list: the engine takes its time for the addresses of each, and a class has many.
    return explaining(() =>
      Promise.all(
        nodeNames.map(async (name): Promise<Machine> => {
          const found = await this.#client.find(`${this.#path(name)}?recursion=1`)
          const instance = found === undefined ? undefined : instanceSchema.parse(found)
          return instance?.config[keys.lab] === this.identity.id
            ? { name, state: stateOf(instance.status), addresses: addressesOf(instance) }
            : { name, state: 'absent', addresses: [] }
        })
      )
    )
  }

  async create(run: Run): Promise<void> {
    await explaining(async () => {
      run.report({ step: 'create-networks' })
      await this.#createNetworks(run.signal)
      run.report({ step: 'create-controllers', done: 0 })
      const recipe = await this.#recipe()
      let made = 0
      await Promise.all(
        nodeNames.map(async (node) => {
          await this.#createController(node, recipe, run.signal)
          made += 1
          run.report({ step: 'create-controllers', done: made / nodeNames.length })
        })
      )
    })
  }

  async #createNetworks(signal: AbortSignal): Promise<void> {
    const { topology, id } = this.identity
    const names = networkNames(this.identity)
    const present = await this.#networks()
    const off = {
      'ipv4.nat': 'false',
      'ipv4.dhcp': 'false',
      'ipv4.firewall': 'false',
      'ipv6.address': 'none',
      'dns.mode': 'none'
    }
    const wanted = [
      { name: names.management, config: { ...off, 'ipv4.address': `${topology.labHost}/24` } },
      { name: names.cluster, config: { 'ipv4.address': 'none', 'ipv6.address': 'none', 'dns.mode': 'none' } }
    ]
    for (const { name, config } of wanted) {
      if (present.includes(name)) continue
      await this.#client.change(
        'POST',
        '/1.0/networks',
        { name, type: 'bridge', description: `${madeBy}, lab ${id}`, config: { ...config, [keys.lab]: id } },
        signal
      )
    }
  }

  async #createController(node: NodeName, recipe: ControllerRecipe, signal: AbortSignal): Promise<void> {
    const { topology, id } = this.identity
    const networks = networkNames(this.identity)
    const configuration = {
      config: { ...recipe.config, ...templateKeys(topology, node), [keys.lab]: id, [keys.node]: node },
      devices: {
        ...recipe.devices,
        eth0: { type: 'nic', name: 'eth0', network: networks.management },
        eth1: { type: 'nic', name: 'eth1', network: networks.cluster }
      },
      source: recipe.source
    }
    const hash = configurationHash(configuration)
    const name = instanceName(this.identity, node)
    const present = await this.#client.find(this.#path(node))
    if (present !== undefined) {
      const found = instanceSchema.parse(present).config
      if (found[keys.lab] !== id || found[keys.node] !== node) throw environmentError('machine-not-ours', { name })
      if (found[keys.configuration] === hash) return
      // Left by an interrupted call, of another recipe: a lab is never made of two.
      await removeInstance(this.#client, name, signal)
    }
    const { member } = this.#client.place
    await this.#client.change(
      'POST',
      `/1.0/instances${member === undefined ? '' : `?target=${encodeURIComponent(member)}`}`,
      {
        name,
        description: `${madeBy}, lab ${id}`,
        profiles: [],
        config: { ...configuration.config, [keys.configuration]: hash },
        devices: configuration.devices,
        source: { type: 'copy', source: recipe.source }
      },
      signal
    )
  }

  /**
   * Makes this generation of a controller from the newest earlier one that exists, snapshots included: the way out when
   * the engine cannot put a machine back any more because of what a crash of the engine left of it. It stays the same
   * machine inside: what the image's templates write into a new machine is not written again.
   */
  async #copyEarlierGeneration(node: NodeName): Promise<void> {
    const earlier = (await this.#instances())
      .filter((instance) => instance.config[keys.node] === node)
      .sort((a, b) => generationOf(b.name) - generationOf(a.name))[0]
    if (earlier === undefined) return
    const name = instanceName(this.identity, node)
    await this.#client.change('POST', '/1.0/instances', { name, source: { type: 'copy', source: earlier.name } })
    await this.#client.change('PATCH', this.#path(node), { config: { 'volatile.apply_template': '' } })
  }

  /**
   * Asks for a state until it holds: the engine refuses while an operation before it is still ending, and a machine
   * that is in the state already is not an error.
   */
  async #bring(node: NodeName, action: string, wanted: MachineState, options: object): Promise<void> {
    const until = Date.now() + 20_000
    for (;;) {
      if ((await this.#state(node)) === wanted) return
      try {
        await this.#client.change('PUT', `${this.#path(node)}/state`, { action, timeout: -1, ...options })
        return
      } catch (error) {
        if (!(error instanceof EngineRefusal) || error.status === 404) throw error
        if ((await this.#state(node)) === wanted) return
        if (Date.now() > until) throw error
        await new Promise((resolve) => setTimeout(resolve, 250))
      }
    }
  }

  async start(nodes: readonly NodeName[]): Promise<void> {
    await explaining(() => Promise.all(nodes.map((node) => this.#bring(node, 'start', 'running', {}))))
  }

  async stop(nodes: readonly NodeName[], how: 'gracefully' | 'at-once'): Promise<void> {
    await explaining(() =>
      Promise.all(
        nodes.map(async (node) => {
          if (how === 'gracefully' && (await this.#state(node)) === 'running') {
            const asked = { action: 'stop', timeout: gracefulSeconds, force: false }
            try {
              await this.#client.change('PUT', `${this.#path(node)}/state`, asked)
            } catch (error) {
              // A machine that does not stop by itself is switched off below.
              if (!(error instanceof EngineRefusal)) throw error
            }
          }
          await this.#bring(node, 'stop', 'stopped', { force: true })
        })
      )
    )
  }

  async freeze(nodes: readonly NodeName[]): Promise<void> {
    await explaining(() => Promise.all(nodes.map((node) => this.#bring(node, 'freeze', 'frozen', {}))))
  }

  async thaw(nodes: readonly NodeName[]): Promise<void> {
    await explaining(() =>
      Promise.all(
        nodes.map(async (node) => {
          const status = await this.#status(node)
          if (status === undefined || stateOf(status) !== 'frozen') return
          // The engine refuses to thaw what is not quite frozen: the freezing has to be completed first.
          if (status === halfFrozen) {
            await this.#client.change('PUT', `${this.#path(node)}/state`, { action: 'freeze', timeout: -1 })
          }
          await this.#bring(node, 'unfreeze', 'running', {})
        })
      )
    )
  }

  async belongings(): Promise<readonly Belonging[]> {
    return explaining(async () => {
      const [instances, networks] = await Promise.all([this.#instances(), this.#networks()])
      return [
        ...instances.map(({ name }): Belonging => ({ kind: 'controller', name })),
        ...networks.map((name): Belonging => ({ kind: 'network', name }))
      ]
    })
  }

  async remove(run: Run): Promise<void> {
    await explaining(async () => {
      const instances = await this.#instances()
      run.report({ step: 'remove', done: 0 })
      let removed = 0
      await Promise.all(
        instances.map(async ({ name }) => {
          await removeInstance(this.#client, name, run.signal)
          removed += 1
          run.report({ step: 'remove', done: removed / instances.length })
        })
      )
      for (const name of await this.#networks())
        await this.#client.change('DELETE', `/1.0/networks/${name}`, undefined, run.signal)
    })
  }

  async exec(node: NodeName, command: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    return explaining(async () => {
      const session = await this.#client.startSession(instanceName(this.identity, node), command, {
        ...(options.environment === undefined ? {} : { environment: options.environment })
      })
      return execOver(session, () => session.signal(terminate), options)
    })
  }

  async openChannel(node: NodeName): Promise<Channel> {
    return explaining(async () =>
      channelOver(await this.#client.startSession(instanceName(this.identity, node), ['sh']))
    )
  }

  async openShell(
    node: NodeName,
    size: { columns: number; rows: number; term: string },
    environment: Readonly<Record<string, string>> = {}
  ): Promise<Shell> {
    return explaining(async () => {
      // A login begins with an empty environment but for what is named.
      const kept = Object.keys(environment).join()
      const login = ['su', '-l', ...(kept === '' ? [] : ['-w', kept]), 'root']
      const session = await this.#client.startSession(instanceName(this.identity, node), login, {
        terminal: size,
        environment: { ...environment, TERM: size.term }
      })
      return {
        onOutput: (listener) => session.onData((_stream, chunk) => listener(chunk)),
        write: session.write,
        resize: session.resize,
        pause: session.pause,
        resume: session.resume,
        exited: session.ended,
        close: session.close
      }
    })
  }

  readonly snapshots = {
    keys: (node: NodeName): Promise<readonly string[]> =>
      explaining(async () => {
        const found = await this.#client.find(`${this.#path(node)}/snapshots`)
        if (found === undefined) return []
        return z
          .array(z.string())
          .parse(found)
          .map((path) => path.slice(path.lastIndexOf('/') + 1).split('?')[0] ?? '')
      }),

    save: (node: NodeName, key: string): Promise<void> =>
      explaining(async () => {
        await this.#client.change('POST', `${this.#path(node)}/snapshots`, { name: key, stateful: false })
      }),

    restore: (node: NodeName, key: string): Promise<void> =>
      explaining(async () => {
        if ((await this.#state(node)) === 'absent') await this.#copyEarlierGeneration(node)
        await this.#bring(node, 'stop', 'stopped', { force: true })
        const putBack = () => this.#client.change('PUT', this.#path(node), { restore: key })
        await givingSpaceBack(
          () => this.space(),
          () => whenSpaceIsBack(putBack)
        )
      }),

    delete: (node: NodeName, key: string): Promise<void> =>
      explaining(async () => {
        const path = `${this.#path(node)}/snapshots/${key}`
        if ((await this.#client.find(path)) !== undefined) await this.#client.change('DELETE', path)
      })
  }

  async space(): Promise<{ readonly free: number; readonly total: number }> {
    return explaining(async () => {
      const { space } = resourcesSchema.parse(await this.#client.get(`/1.0/storage-pools/${poolName}/resources`))
      return { free: space.total - space.used, total: space.total }
    })
  }
}
