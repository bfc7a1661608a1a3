import { mkdir, readdir, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { environmentError } from '../../errors.ts'
import { rootFolder } from '../../root.ts'
import type { Belonging, Run } from '../engine.ts'
import type { Host } from '../host.ts'
import type { Workshop } from '../image/build.ts'
import { architectureOf, recipeHash } from '../image/recipe.ts'
import { boxHash, boxName, builtBox, isBoxName } from './box.ts'
import { libvirtUri, removeBoxCopies } from './libvirt.ts'
import { type Box, boxesIn, saidOf } from './machine-readable.ts'
import { fetchedPart } from './progress.ts'
import { providers, publicBox } from './public-box.ts'
import { Vagrant } from './vagrant.ts'

/** What the machines of a lab are made of. */
export interface Choice {
  readonly provider: string
  /** Vagrant's name of the box. */
  readonly box: string
  /** Whether Vagrant has it already. */
  readonly isThere: boolean
  /**
   * Of a public box, which knows nothing of labs: the file in which the package archive is kept that its first machine
   * fetches. Another version of the box lacks other packages, and has a file of its own.
   */
  readonly archive?: string
}

/** The recipe of a controller, which all engines share. */
export const recipeFolder = join(rootFolder, 'src', 'engine', 'image')

/** A Vagrantfile by which Vagrant says on what it would run a machine. */
const anyMachine = `Vagrant.configure("2") { |config| %w[${providers.join(' ')}].each { |name| config.vm.provider name } }\n`

/** The folder that holds what Vagrant keeps for a user. */
const vagrantHome = (environment: NodeJS.ProcessEnv): string =>
  environment['VAGRANT_HOME'] || join(homedir(), '.vagrant.d')

/** The boxes of this user's Vagrant, as far as controllers are made of them, and what belongs to them. */
export class Boxes {
  readonly #host: Host
  readonly #cache: string

  /** @param cache the folder for what can be made anew */
  constructor(host: Host, cache: string) {
    this.#host = host
    this.#cache = cache
  }

  /** Vagrant for what concerns no lab. */
  async #vagrant(): Promise<Vagrant> {
    const folder = join(this.#cache, 'vagrant')
    await mkdir(folder, { recursive: true })
    await writeFileAtomic(join(folder, 'Vagrantfile'), anyMachine)
    return new Vagrant(folder, this.#host.runProgram)
  }

  async #known(): Promise<readonly Box[]> {
    return boxesIn(await (await this.#vagrant()).call(['box', 'list']))
  }

  /** What a box is made with, or undefined where none can be made. */
  #workshop(): Workshop | undefined {
    const { runProgram, user, architecture, platform } = this.#host
    const known = architectureOf(architecture)
    if (known?.debian !== 'amd64' || platform !== 'linux') return undefined
    return { runProgram, recipeFolder, imagesFolder: join(this.#cache, 'boxes'), architecture: known, user }
  }

  get #archives(): string {
    return join(this.#cache, 'archives')
  }

  /** What machines are made of on the provider that Vagrant chooses here, or on another. */
  async choose(asked?: string): Promise<Choice> {
    const provider = asked ?? (await this.#defaultProvider())
    const architecture = architectureOf(this.#host.architecture)
    const box = publicBox(provider, architecture)
    if (box === undefined || architecture === undefined)
      throw environmentError('vagrant-provider', { provider, known: providers.join(', ') })
    const boxes = (await this.#known()).filter((one) => one.provider === provider)
    const workshop = this.#workshop()
    const own = workshop === undefined ? undefined : boxName(await boxHash(workshop))
    if (own !== undefined && boxes.some(({ name }) => name === own)) return { provider, box: own, isThere: true }
    const there = boxes.findLast(({ name }) => name === box)
    const words = [box.replaceAll('/', '-'), there?.version ?? '0', await recipeHash(recipeFolder, architecture)]
    return { provider, box, isThere: there !== undefined, archive: join(this.#archives, `${words.join('-')}.tar`) }
  }

  async #defaultProvider(): Promise<string> {
    const [provider] = saidOf(await (await this.#vagrant()).call(['status']), 'provider-name').values()
    if (provider === undefined) throw environmentError('vagrant-no-provider', { detail: '' })
    return provider
  }

  /** Sees to it that Vagrant has what new labs are made of. */
  async prepare({ report, signal }: Run): Promise<void> {
    const { box, provider, isThere } = await this.choose()
    if (isThere) return
    report({ step: 'add-box' })
    await (await this.#vagrant()).call(['box', 'add', '--provider', provider, box], {
      signal,
      onMessage: (message) => {
        const done = fetchedPart(message)
        if (done !== undefined) report({ step: 'add-box', done })
      }
    })
  }

  /** Makes the box of the present recipe for libvirt from the distribution's packages. @returns Vagrant's name of it */
  async build(run: Run): Promise<string> {
    const workshop = this.#workshop()
    const { platform, architecture, environment } = this.#host
    if (workshop === undefined) throw environmentError('box-unsupported', { platform: `${platform} ${architecture}` })
    const hash = await boxHash(workshop)
    const name = boxName(hash)
    // Asked first: Vagrant writes its well-known key when it is first called.
    if ((await this.#known()).some((box) => box.name === name)) return name
    const insecureKey = join(vagrantHome(environment), 'insecure_private_key')
    const file = await builtBox(workshop, hash, insecureKey, run)
    run.report({ step: 'add-box' })
    const { signal } = run
    await (await this.#vagrant()).call(['box', 'add', '--name', name, '--provider', 'libvirt', file], { signal })
    // Vagrant has its own copy.
    await rm(workshop.imagesFolder, { recursive: true, force: true })
    return name
  }

  async #own(): Promise<readonly string[]> {
    return (await this.#known()).map(({ name }) => name).filter(isBoxName)
  }

  /** What Quorate made. Public boxes are whoever's who uses them. */
  async belongings(): Promise<readonly Belonging[]> {
    const archives = await readdir(this.#archives).catch(() => [])
    return [
      ...(await this.#own()).map((name): Belonging => ({ kind: 'image', name })),
      ...archives.map((name): Belonging => ({ kind: 'archive', name }))
    ]
  }

  /** Removes that. */
  async remove(): Promise<void> {
    const vagrant = await this.#vagrant()
    for (const name of await this.#own()) {
      await vagrant.call(['box', 'remove', '--all', '--force', name])
      await removeBoxCopies(name, this.#host.runProgram, libvirtUri(this.#host.environment))
    }
    await rm(this.#archives, { recursive: true, force: true })
  }
}
