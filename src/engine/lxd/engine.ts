import { join } from 'node:path'
import { environmentError } from '../../errors.ts'
import { rootFolder } from '../../root.ts'
import type { Belonging, Controllers, Engine, Finding, LabIdentity, Run } from '../engine.ts'
import type { Host } from '../host.ts'
import { architectureOf, recipeHash } from '../image/recipe.ts'
import { allBelongings, removeAllBelongings } from './belongings.ts'
import { LxdClient } from './client.ts'
import { LxdControllers } from './controllers.ts'
import { type DaemonKind, disksFolder, findDaemon } from './daemon.ts'
import { examine, fix } from './doctor.ts'
import { explaining } from './failure.ts'
import { projectName } from './names.ts'
import { prepare } from './prepare.ts'
import { controllerRecipe } from './template.ts'

/** The files that the image is made of. */
const recipeFolder = join(rootFolder, 'src', 'engine', 'image')

/** LXD or Incus on this machine. */
export class LxdEngine implements Engine {
  readonly kind: DaemonKind
  readonly #host: Host
  readonly #cacheFolder: string

  constructor(kind: DaemonKind, host: Host, cacheFolder: string) {
    this.kind = kind
    this.#host = host
    this.#cacheFolder = cacheFolder
  }

  /** @throws environment errors that tell an engine that is not there from one that lets nobody in */
  async #connect(): Promise<LxdClient> {
    const daemon = await findDaemon(this.#host, this.kind)
    if (daemon.state === 'forbidden') throw environmentError('engine-group', { group: daemon.group })
    if (daemon.state !== 'ready') throw environmentError('engine-not-running', {})
    return new LxdClient({ socketPath: daemon.socketPath, project: projectName })
  }

  async #with<T>(use: (client: LxdClient) => Promise<T>): Promise<T> {
    const client = await this.#connect()
    try {
      return await explaining(() => use(client))
    } finally {
      client.close()
    }
  }

  #architecture() {
    const { architecture, platform } = this.#host
    const known = architectureOf(architecture)
    if (known === undefined) throw environmentError('platform-unsupported', { platform: `${platform} ${architecture}` })
    return known
  }

  /** The hash of the present recipe, which everything made from it is named by. */
  async #hash(): Promise<string> {
    return recipeHash(recipeFolder, architectureOf(this.#host.architecture) ?? { debian: 'amd64', engine: 'x86_64' })
  }

  async examine(): Promise<readonly Finding[]> {
    return examine({ kind: this.kind, host: this.#host, hash: await this.#hash() })
  }

  async fix(run: Run): Promise<void> {
    await fix({ kind: this.kind, host: this.#host, hash: await this.#hash() }, run)
  }

  async prepare(run: Run): Promise<void> {
    const hash = await this.#hash()
    await this.#with((client) =>
      prepare(
        {
          client,
          hash,
          freeBytes: () => this.#host.freeDiskBytes(disksFolder(client.place.socketPath)),
          workshop: {
            runProgram: this.#host.runProgram,
            recipeFolder,
            imagesFolder: join(this.#cacheFolder, 'images'),
            architecture: this.#architecture(),
            user: this.#host.user
          }
        },
        run
      )
    )
  }

  async controllers(identity: LabIdentity): Promise<Controllers> {
    const client = await this.#connect()
    return new LxdControllers(this.kind, client, identity, async () => controllerRecipe(await this.#hash()))
  }

  async belongings(): Promise<readonly Belonging[]> {
    return this.#with(allBelongings)
  }

  async removeAll(run: Run): Promise<void> {
    await this.#with((client) => removeAllBelongings(client, run))
  }
}
