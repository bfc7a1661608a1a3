import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { environmentError } from '../../errors.ts'
import { rootFolder } from '../../root.ts'
import { topologyOf } from '../../topology.ts'
import type { Belonging, Controllers, Engine, Finding, LabIdentity, Run } from '../engine.ts'
import type { Host } from '../host.ts'
import { runOrExplain, type Workshop } from '../image/build.ts'
import { architectureOf } from '../image/recipe.ts'
import { boxHash, boxName, builtBox, isBoxName } from './box.ts'
import { machinesByVagrant } from './by-vagrant.ts'
import { VagrantControllers } from './controllers.ts'
import { examine, fix } from './doctor.ts'
import { kvmWorks } from './hardware.ts'
import { libvirtMachines, libvirtUri, removeBoxCopies } from './libvirt.ts'
import { boxesIn, saidOf } from './machine-readable.ts'
import { SshConnections } from './ssh.ts'
import { Vagrant } from './vagrant.ts'
import { renderVagrantfile } from './vagrantfile.ts'

/** Where the engine keeps things. */
export interface EngineFolders {
  /** Builds, which can be made anew. */
  readonly cache: string
  /** A folder for each lab, which its machines depend on. */
  readonly machines: string
}

const recipeFolder = join(rootFolder, 'src', 'engine', 'image')
const template = join(rootFolder, 'Vagrantfile.tpl')
const provisionScript = join(rootFolder, 'src', 'engine', 'vagrant', 'box', 'provision.sh')

/** The folder that holds what Vagrant keeps for a user. */
const vagrantHome = (environment: NodeJS.ProcessEnv): string =>
  environment['VAGRANT_HOME'] || join(homedir(), '.vagrant.d')

/** Vagrant, with whatever provider it has. */
export class VagrantEngine implements Engine {
  readonly kind = 'vagrant'
  readonly #host: Host
  readonly #folders: EngineFolders

  constructor(host: Host, folders: EngineFolders) {
    this.#host = host
    this.#folders = folders
  }

  #folderOf(id: string): string {
    return join(this.#folders.machines, id)
  }

  #workshop(): Workshop {
    const { runProgram, user, architecture, platform } = this.#host
    const known = architectureOf(architecture)
    if (known?.debian !== 'amd64' || platform !== 'linux')
      throw environmentError('box-unsupported', { platform: `${platform} ${architecture}` })
    const imagesFolder = join(this.#folders.cache, 'boxes')
    return { runProgram, recipeFolder, imagesFolder, architecture: known, user }
  }

  /** Vagrant for what concerns no lab. */
  async #vagrant(): Promise<Vagrant> {
    await mkdir(this.#folders.cache, { recursive: true })
    return new Vagrant(this.#folders.cache, this.#host.runProgram)
  }

  /** The name of the box that machines are made of: of the present recipe. */
  async #box(): Promise<string> {
    return boxName(await boxHash(this.#workshop()))
  }

  /** Writes what a lab's folder holds; safe to repeat. */
  async #furnish(identity: LabIdentity, vagrant: Vagrant, signal?: AbortSignal): Promise<void> {
    const { folder } = vagrant
    const { runProgram, platform } = this.#host
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const key = join(folder, 'id_ed25519')
    if (!existsSync(key)) {
      const options = signal === undefined ? {} : { signal }
      await runOrExplain(
        { runProgram },
        ['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', `quorate-${identity.id}`, '-f', key],
        options,
        'ssh-keygen'
      )
    }
    const rendered = renderVagrantfile(await readFile(template, 'utf8'), identity, {
      box: await this.#box(),
      size: 'small',
      hardware: platform !== 'linux' || (await kvmWorks(runProgram)),
      publicKey: (await readFile(`${key}.pub`, 'utf8')).trim()
    })
    await copyFile(provisionScript, join(folder, 'provision.sh'))
    await writeFileAtomic(join(folder, 'Vagrantfile'), rendered)
  }

  /** The provider of a lab: Vagrant's choice when the lab was made, which then holds. */
  async #provider(identity: LabIdentity, vagrant: Vagrant): Promise<string> {
    const file = join(vagrant.folder, 'provider')
    const known = await readFile(file, 'utf8').catch(() => undefined)
    if (known !== undefined) return known
    await this.#furnish(identity, vagrant)
    const [chosen] = saidOf(await vagrant.call(['status']), 'provider-name').values()
    if (chosen === undefined) throw environmentError('vagrant-no-provider', { detail: '' })
    await writeFileAtomic(file, chosen)
    return chosen
  }

  async controllers(identity: LabIdentity): Promise<Controllers> {
    const { runProgram } = this.#host
    const folder = this.#folderOf(identity.id)
    const vagrant = new Vagrant(folder, runProgram)
    const provider = await this.#provider(identity, vagrant)
    const hypervisor =
      provider === 'libvirt'
        ? libvirtMachines(identity, runProgram, libvirtUri(this.#host.environment))
        : machinesByVagrant(identity, vagrant)
    return new VagrantControllers(identity, {
      folder,
      vagrant,
      hypervisor,
      connections: new SshConnections(folder, {
        sshConfig: (node) => vagrant.sshConfig(node),
        isRunning: async (node) => (await hypervisor.state(node)) === 'running'
      }),
      furnish: ({ signal }) => this.#furnish(identity, vagrant, signal)
    })
  }

  async prepare(run: Run): Promise<void> {
    await this.buildBox(run)
  }

  /** Makes the box of the present recipe for libvirt from the distribution's packages. @returns Vagrant's name of it */
  async buildBox(run: Run): Promise<string> {
    const workshop = this.#workshop()
    const hash = await boxHash(workshop)
    const name = boxName(hash)
    const vagrant = await this.#vagrant()
    // Asked first: Vagrant writes its well-known key when it is first called.
    const known = boxesIn(await vagrant.call(['box', 'list']))
    if (known.some((box) => box.name === name)) return name
    const insecureKey = join(vagrantHome(this.#host.environment), 'insecure_private_key')
    const file = await builtBox(workshop, hash, insecureKey, run)
    run.report({ step: 'add-box' })
    const { signal } = run
    await vagrant.call(['box', 'add', '--name', name, '--provider', 'libvirt', file], { signal })
    // Vagrant has its own copy.
    await rm(workshop.imagesFolder, { recursive: true, force: true })
    return name
  }

  examine(): Promise<readonly Finding[]> {
    return examine(this.#host, async () => {
      const box = await this.#box()
      return (await this.#ownBoxes()).includes(box) ? box : undefined
    })
  }

  fix(run: Run): Promise<void> {
    return fix(this.#host, run)
  }

  async #labs(): Promise<readonly Controllers[]> {
    const ids = (await readdir(this.#folders.machines).catch(() => [])).filter((name) => /^[0-9a-f]{8}$/.test(name))
    const generations = { controller1: 1, controller2: 1, controller3: 1 }
    // Its addresses are nobody's business where only its names are asked.
    return Promise.all(ids.map((id) => this.controllers({ id, topology: topologyOf('10.77'), generations })))
  }

  async #ownBoxes(): Promise<readonly string[]> {
    const vagrant = await this.#vagrant()
    const names = boxesIn(await vagrant.call(['box', 'list'])).map(({ name }) => name)
    return names.filter(isBoxName)
  }

  async belongings(): Promise<readonly Belonging[]> {
    const ofLabs = await Promise.all((await this.#labs()).map((lab) => lab.belongings()))
    const boxes = await this.#ownBoxes()
    return [...ofLabs.flat(), ...boxes.map((name): Belonging => ({ kind: 'image', name }))]
  }

  async removeAll(run: Run): Promise<void> {
    for (const lab of await this.#labs()) await lab.remove(run)
    const vagrant = await this.#vagrant()
    for (const name of await this.#ownBoxes()) {
      await vagrant.call(['box', 'remove', '--all', '--force', name])
      await removeBoxCopies(name, this.#host.runProgram, libvirtUri(this.#host.environment))
    }
  }
}
