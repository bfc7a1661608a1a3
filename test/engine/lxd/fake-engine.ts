import { mkdtemp, rm } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'

/**
 * The part of LXD's API that preparing uses, kept in memory and as strict as the real one where that matters: a name
 * is given once, a running instance is not deleted, a volume in use stays. It can lose its client at any request.
 */

interface Instance {
  status: 'Stopped' | 'Running'
  config: Record<string, string>
  devices: Record<string, Record<string, string>>
  snapshots: Set<string>
}

/** Loses the client at the n-th changing request, before the request took effect or after. */
export interface Loss {
  readonly request: number
  readonly when: 'before' | 'after'
}

class Refusal extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The answer to a request whose work goes on. */
class Started {
  readonly operation: string
  readonly metadata: object
  constructor(id: string, metadata: object) {
    this.operation = id
    this.metadata = { id, status_code: 103, metadata }
  }
}

const recipeOf = (properties: Record<string, string> | undefined): string | undefined => properties?.['quorate.recipe']

export class FakeEngine {
  readonly socketPath: string
  server = { auth: 'trusted', kind: 'lxd', drivers: ['btrfs', 'dir'] }
  /** Drivers that are said to be there and then fail, as btrfs does where there are no loop devices. */
  brokenDrivers: string[] = []
  readonly projects = new Map<string, { config: Record<string, string> }>()
  readonly pools = new Map<string, { driver: string; config: Record<string, string> }>()
  readonly images = new Map<string, string>()
  readonly volumes = new Map<string, Map<string, number>>()
  readonly instances = new Map<string, Instance>()
  /** What `systemctl is-system-running` says, call by call; the last answer stays. */
  bootStates = ['starting', 'running']
  /** Whether the streams of commands are lost before their end. */
  losesStreams = false
  changes = 0
  loss: Loss | undefined
  readonly #http: http.Server
  readonly #sockets = new Set<Duplex>()
  readonly #operations = new Map<string, { error?: string; metadata: object }>()
  readonly #execs = new Map<string, { script: string; sockets: Map<string, WebSocket> }>()
  readonly #websockets = new WebSocketServer({ noServer: true })
  #nextId = 1

  private constructor(socketPath: string) {
    this.socketPath = socketPath
    this.#http = http.createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => this.#answer(request, Buffer.concat(chunks), response))
    })
    this.#http.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
    this.#http.on('upgrade', (request, socket, head) => {
      this.#websockets.handleUpgrade(request, socket, head, (websocket) => this.#attach(request.url ?? '', websocket))
    })
  }

  /** One that answers; its socket is in a folder of its own, which `stop` removes. */
  static async start(): Promise<FakeEngine> {
    const folder = await mkdtemp(join(tmpdir(), 'engine-'))
    const engine = new FakeEngine(join(folder, 'unix.socket'))
    await new Promise<void>((resolve) => engine.#http.listen(engine.socketPath, resolve))
    return engine
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#http.close(resolve))
    await rm(join(this.socketPath, '..'), { recursive: true, force: true })
  }

  #answer(request: http.IncomingMessage, body: Buffer, response: http.ServerResponse): void {
    const method = request.method ?? 'GET'
    const url = new URL(request.url ?? '/', 'http://engine')
    const isChange = method !== 'GET'
    if (isChange) this.changes += 1
    const isLost = isChange && this.loss?.request === this.changes
    if (isLost && this.loss?.when === 'before') return void request.socket.destroy()
    const send = (status: number, content: object): void => {
      if (isLost) return void request.socket.destroy()
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(content))
    }
    try {
      const result = this.#handle(method, url, body, request.headers['content-type'] ?? '')
      if (result instanceof Started)
        send(202, { type: 'async', operation: `/1.0/operations/${result.operation}`, metadata: result.metadata })
      else send(200, { type: 'sync', metadata: result })
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 500
      send(status, { type: 'error', error_code: status, error: String(error), metadata: null })
    }
  }

  #operation(change: () => void): Started {
    const id = `op${this.#nextId++}`
    try {
      change()
      this.#operations.set(id, { metadata: {} })
    } catch (error) {
      this.#operations.set(id, { error: String(error), metadata: {} })
    }
    return new Started(id, {})
  }

  #instance(name: string): Instance {
    const instance = this.instances.get(name)
    if (instance === undefined) throw new Refusal(404, 'Instance not found')
    return instance
  }

  #usersOf(volume: string): string[] {
    return [...this.instances]
      .filter(([, { devices }]) => Object.values(devices).some(({ source }) => source === volume))
      .map(([name]) => `/1.0/instances/${name}`)
  }

  #handle(method: string, url: URL, body: Buffer, type: string): unknown {
    const [, , kind = '', ...rest] = url.pathname.split('/')
    const json = () => JSON.parse(body.toString()) as never
    const call = `${method} ${kind}`
    const found = <T>(value: T | undefined): T => {
      if (value === undefined) throw new Refusal(404, 'not found')
      return value
    }
    const fresh = (map: ReadonlyMap<string, unknown>, name: string): void => {
      if (map.has(name)) throw new Refusal(409, `${name} already exists`)
    }
    const project = url.searchParams.get('project')
    if (kind !== '' && kind !== 'projects' && kind !== 'storage-pools' && !this.projects.has(project ?? ''))
      throw new Refusal(404, `no project ${project}`)

    switch (call) {
      case 'GET ':
        return {
          auth: this.server.auth,
          environment: {
            server: this.server.kind,
            server_version: '5.0.2',
            server_pid: 1,
            storage_supported_drivers: this.server.drivers.map((Name) => ({ Name }))
          }
        }
      case 'GET projects':
        return found(this.projects.get(rest[0] ?? ''))
      case 'POST projects': {
        const { name, config } = json() as { name: string; config: Record<string, string> }
        fresh(this.projects, name)
        this.projects.set(name, { config })
        return {}
      }
      case 'GET operations':
        return this.#getOperation(rest)
      case 'GET images':
        return [...this.images].map(([recipe, fingerprint]) => ({
          fingerprint,
          properties: { 'quorate.recipe': recipe }
        }))
      case 'POST images':
        return this.#operation(() => {
          const boundary = /boundary=(.*)/.exec(type)?.[1] ?? 'none'
          const metadata = body.toString('latin1').split(`--${boundary}`)[1]?.split('\r\n\r\n')[1]?.trim() ?? ''
          fresh(this.images, metadata)
          this.images.set(metadata, `fingerprint-${metadata}`)
        })
      case 'DELETE images':
        return this.#operation(() => {
          for (const [recipe, fingerprint] of this.images) if (fingerprint === rest[0]) this.images.delete(recipe)
        })
    }
    if (kind === 'storage-pools') return this.#pools(method, rest, json)
    if (kind === 'instances') return this.#instances(method, rest, json)
    throw new Refusal(404, `nothing at ${url.pathname}`)
  }

  #getOperation([id]: string[]): unknown {
    if (id === undefined) return {}
    const operation = this.#operations.get(id)
    if (operation === undefined) throw new Refusal(404, 'Operation not found')
    return {
      id,
      status_code: operation.error === undefined ? 200 : 400,
      err: operation.error,
      metadata: operation.metadata
    }
  }

  #pools(method: string, [pool, part, , volume]: string[], json: () => never): unknown {
    if (method === 'POST' && pool === undefined) {
      const { name, driver, config } = json() as { name: string; driver: string; config: Record<string, string> }
      if (this.pools.has(name)) throw new Refusal(409, 'already exists')
      if (this.brokenDrivers.includes(driver)) throw new Refusal(500, `no ${driver} here`)
      this.pools.set(name, { driver, config })
      this.volumes.set(name, new Map())
      return {}
    }
    const volumes = this.volumes.get(pool ?? '')
    const found = this.pools.get(pool ?? '')
    if (found === undefined || volumes === undefined) throw new Refusal(404, 'no pool')
    if (part === undefined) return { ...found, name: pool }
    if (part === 'resources') return { space: { used: 1024 ** 3, total: 30 * 1024 ** 3 } }
    if (method === 'POST') {
      const { name } = json() as { name: string }
      if (volumes.has(name)) throw new Refusal(409, 'already exists')
      volumes.set(name, 0)
      return {}
    }
    if (volume === undefined)
      return [...volumes.keys()].map((name) => ({ name, type: 'custom', used_by: this.#usersOf(name) }))
    if (!volumes.has(volume)) throw new Refusal(404, 'no volume')
    if (method === 'GET') return { name: volume }
    if (this.#usersOf(volume).length > 0) throw new Refusal(400, 'the volume is in use')
    volumes.delete(volume)
    return {}
  }

  #instances(method: string, [name, part, snapshot]: string[], json: () => never): unknown {
    if (name === undefined) {
      if (method === 'GET') return [...this.instances].map(([each, instance]) => ({ name: each, ...instance }))
      const asked = json() as {
        name: string
        devices: Instance['devices']
        source: { properties?: Record<string, string> }
      }
      return this.#operation(() => {
        if (this.instances.has(asked.name)) throw new Refusal(400, 'already exists')
        const fingerprint = this.images.get(recipeOf(asked.source.properties) ?? '')
        if (fingerprint === undefined) throw new Refusal(404, 'no such image')
        const config = { 'volatile.base_image': fingerprint }
        this.instances.set(asked.name, { status: 'Stopped', config, devices: asked.devices, snapshots: new Set() })
      })
    }
    const instance = this.#instance(name)
    switch (`${method} ${part ?? ''}`) {
      case 'GET ':
        return { name, ...instance }
      case 'DELETE ':
        return this.#operation(() => {
          if (instance.status !== 'Stopped') throw new Refusal(400, 'the instance is running')
          this.instances.delete(name)
        })
      case 'PUT state': {
        const { action } = json() as { action: string }
        return this.#operation(() => {
          const wanted = action === 'start' ? 'Running' : 'Stopped'
          if (instance.status === wanted) throw new Refusal(400, `the instance is already ${wanted}`)
          instance.status = wanted
        })
      }
      case 'GET snapshots':
        if (!instance.snapshots.has(snapshot ?? '')) throw new Refusal(404, 'no snapshot')
        return { name: snapshot }
      case 'POST snapshots': {
        const wanted = json() as { name: string }
        return this.#operation(() => {
          if (instance.snapshots.has(wanted.name)) throw new Refusal(400, 'already exists')
          instance.snapshots.add(wanted.name)
        })
      }
      case 'POST files': {
        const volume = instance.devices['archive']?.['source'] ?? ''
        const volumes = [...this.volumes.values()].find((map) => map.has(volume))
        volumes?.set(volume, (volumes.get(volume) ?? 0) + 1)
        return {}
      }
      case 'POST exec':
        return this.#exec(instance, (json() as { command: string[] }).command.at(-1) ?? '')
    }
    throw new Refusal(404, `nothing at ${method} ${part}`)
  }

  #exec(instance: Instance, script: string): Started {
    if (instance.status !== 'Running') throw new Refusal(400, 'Instance is not running')
    const id = `op${this.#nextId++}`
    this.#execs.set(id, { script, sockets: new Map() })
    this.#operations.set(id, { metadata: { return: 0 } })
    const fds = { '0': '0', '1': '1', '2': '2', control: 'control' }
    return new Started(id, { fds })
  }

  #attach(path: string, websocket: WebSocket): void {
    const url = new URL(path, 'http://engine')
    const exec = this.#execs.get(url.pathname.split('/')[3] ?? '')
    if (exec === undefined) {
      websocket.close()
      return
    }
    exec.sockets.set(url.searchParams.get('secret') ?? '', websocket)
    if (exec.sockets.size < 4) return
    const isQuestion = exec.script.includes('is-system-running')
    const state = this.bootStates.length > 1 ? this.bootStates.shift() : this.bootStates[0]
    const output = exec.sockets.get('1')
    if (isQuestion) output?.send(Buffer.from(`${state}\n`))
    for (const fd of ['1', '2']) {
      if (this.losesStreams) exec.sockets.get(fd)?.terminate()
      else exec.sockets.get(fd)?.send('')
    }
  }
}
