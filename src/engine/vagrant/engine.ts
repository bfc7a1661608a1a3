import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { environmentError } from '../../errors.ts'
import { rootFolder } from '../../root.ts'
import { machineSizes, nodeNames, topologyOf } from '../../topology.ts'
import { amount } from '../amounts.ts'
import type { Belonging, Engine, Finding, LabIdentity, Run } from '../engine.ts'
import type { Host } from '../host.ts'
import { runOrExplain } from '../image/build.ts'
import { keepArchive } from './archive.ts'
import { boxFolder } from './box.ts'
import { Boxes, recipeFolder } from './boxes.ts'
import { machinesByVagrant } from './by-vagrant.ts'
import { VagrantControllers } from './controllers.ts'
import { examine, fix } from './doctor.ts'
import { equipScript } from './equip.ts'
import { kvmWorks } from './hardware.ts'
import { libvirtMachines, libvirtUri } from './libvirt.ts'
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

const template = join(rootFolder, 'Vagrantfile.tpl')
const provisionScript = join(boxFolder, 'provision.sh')

const mebibyte = 1024 ** 2

/** Vagrant, with whatever provider it has. */
export class VagrantEngine implements Engine {
  readonly kind = 'vagrant'
  readonly #host: Host
  readonly #machines: string
  readonly #boxes: Boxes

  constructor(host: Host, { cache, machines }: EngineFolders) {
    this.#host = host
    this.#machines = machines
    this.#boxes = new Boxes(host, cache)
  }

  /** Writes what a lab's folder holds; safe to repeat. */
  async #furnish(identity: LabIdentity, folder: string, provider: string, { signal }: Run): Promise<void> {
    const { runProgram, platform } = this.#host
    const key = join(folder, 'id_ed25519')
    if (!existsSync(key)) {
      const comment = `quorate-${identity.id}`
      await runOrExplain(
        { runProgram },
        ['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', key],
        { signal },
        'ssh-keygen'
      )
    }
    const { box, archive } = await this.#boxes.choose(provider)
    const rendered = renderVagrantfile(await readFile(template, 'utf8'), identity, {
      box,
      ...(archive === undefined ? {} : { archive }),
      hardware: platform !== 'linux' || (await kvmWorks(runProgram)),
      publicKey: (await readFile(`${key}.pub`, 'utf8')).trim()
    })
    await copyFile(provisionScript, join(folder, 'provision.sh'))
    await writeFileAtomic(join(folder, 'equip.sh'), await equipScript(recipeFolder))
    await writeFileAtomic(join(folder, 'Vagrantfile'), rendered)
  }

  /** Whether this host has what three machines of a size are promised. */
  #checkMemory({ size }: LabIdentity): void {
    const needed = nodeNames.length * machineSizes[size].memory * mebibyte
    const has = this.#host.memoryBytes()
    if (has < needed) throw environmentError('vagrant-memory', { size, needed: amount(needed), has: amount(has) })
  }

  /** Keeps the archive that the first machine of a public box has fetched, for all others. */
  async #keepArchive(provider: string, connections: SshConnections, node: (typeof nodeNames)[number]): Promise<void> {
    const { archive } = await this.#boxes.choose(provider)
    if (archive !== undefined && !existsSync(archive)) await keepArchive(connections, node, archive)
  }

  /** The provider of a lab: Vagrant's choice when the lab was made, which then holds. */
  async #provider(folder: string): Promise<string> {
    const file = join(folder, 'provider')
    const known = await readFile(file, 'utf8').catch(() => undefined)
    if (known !== undefined) return known
    const { provider } = await this.#boxes.choose()
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeFileAtomic(file, provider)
    return provider
  }

  async controllers(identity: LabIdentity): Promise<VagrantControllers> {
    const { runProgram, environment } = this.#host
    const folder = join(this.#machines, identity.id)
    const vagrant = new Vagrant(folder, runProgram)
    const provider = await this.#provider(folder)
    const hypervisor =
      provider === 'libvirt'
        ? libvirtMachines(identity, runProgram, libvirtUri(environment))
        : machinesByVagrant(identity, vagrant)
    const connections = new SshConnections(folder, {
      sshConfig: (node) => vagrant.sshConfig(node),
      isRunning: async (node) => (await hypervisor.state(node)) === 'running'
    })
    return new VagrantControllers(identity, {
      folder,
      vagrant,
      hypervisor,
      connections,
      furnish: async (run) => {
        this.#checkMemory(identity)
        await this.#furnish(identity, folder, provider, run)
      },
      made: (node) => this.#keepArchive(provider, connections, node)
    })
  }

  prepare(run: Run): Promise<void> {
    return this.#boxes.prepare(run)
  }

  /** Makes the box of the present recipe for libvirt from the distribution's packages. @returns Vagrant's name of it */
  buildBox(run: Run): Promise<string> {
    return this.#boxes.build(run)
  }

  examine(): Promise<readonly Finding[]> {
    return examine(this.#host, () => this.#boxes.choose())
  }

  fix(run: Run): Promise<void> {
    return fix(this.#host, () => this.#boxes.choose(), run)
  }

  async #labs(): Promise<readonly VagrantControllers[]> {
    const ids = (await readdir(this.#machines).catch(() => [])).filter((name) => /^[0-9a-f]{8}$/.test(name))
    // What else identifies them is nobody's business where only their names are asked.
    const others = {
      topology: topologyOf('10.77'),
      size: 'small',
      generations: { controller1: 1, controller2: 1, controller3: 1 }
    } as const
    return Promise.all(ids.map((id) => this.controllers({ id, ...others })))
  }

  async belongings(): Promise<readonly Belonging[]> {
    const ofLabs = await Promise.all((await this.#labs()).map((lab) => lab.belongings()))
    return [...ofLabs.flat(), ...(await this.#boxes.belongings())]
  }

  async removeAll(run: Run): Promise<void> {
    for (const lab of await this.#labs()) await lab.remove(run)
    await this.#boxes.remove()
  }
}
