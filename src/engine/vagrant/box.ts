import { createHash } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rootFolder } from '../../root.ts'
import type { Run } from '../engine.ts'
import { bootstrap, builtFolder, pathsIn, runOrExplain, type Workshop } from '../image/build.ts'
import { type Command, contained } from '../image/contained.ts'
import { type Additions, bootstrapArguments, recipeHash } from '../image/recipe.ts'

/** The name under which Vagrant knows boxes made here; the recipe's hash is part of it. */
export const boxName = (hash: string): string => `quorate/controller-${hash}`

/** Whether Vagrant's name of a box is that of a box made here. */
export const isBoxName = (name: string): boolean => /^quorate\/controller-[0-9a-f]{12}$/.test(name)

/** Where the scripts are that run while machines are made. */
export const boxFolder = join(rootFolder, 'src', 'engine', 'vagrant', 'box')

const scripts = {
  machine: join(boxFolder, 'machine.sh'),
  own: join(boxFolder, 'own.sh'),
  disk: join(boxFolder, 'disk.sh')
} as const

/** What a machine needs to boot and to let Vagrant in. */
const additions: Additions = {
  packages: ['linux-image-cloud-amd64', 'initramfs-tools', 'sudo', 'kmod', 'e2fsprogs'],
  hooks: ['sh "$QUORATE_MACHINE" "$1"', 'sh "$QUORATE_OWN" "$1"']
}

/** The programs that make a box, and the packages of Debian that bring them. */
export const boxPrograms = {
  mmdebstrap: 'mmdebstrap',
  'apt-ftparchive': 'apt-utils',
  newuidmap: 'uidmap',
  sfdisk: 'fdisk',
  mcopy: 'mtools',
  syslinux: 'syslinux',
  mke2fs: 'e2fsprogs',
  'qemu-img': 'qemu-utils',
  'ssh-keygen': 'openssh-client'
} as const satisfies Record<string, string>

/** The name of what this recipe makes: twelve hexadecimal digits, which change with every file that decides the box. */
export const boxHash = async ({ recipeFolder, architecture }: Pick<Workshop, 'recipeFolder' | 'architecture'>) => {
  const placeholders = { recipe: 'recipe', archive: 'archive', root: 'root' }
  const hash = createHash('sha256')
    .update(await recipeHash(recipeFolder, architecture))
    .update(JSON.stringify(bootstrapArguments(placeholders, [], additions)))
  for (const script of Object.values(scripts)) hash.update(await readFile(script))
  return hash.digest('hex').slice(0, 12)
}

/** What Vagrant has to know of the box. */
const metadata = { provider: 'libvirt', format: 'qcow2', virtual_size: 8 }

const make = async (workshop: Workshop, work: string, insecureKey: string, run: Run): Promise<void> => {
  const { signal } = run
  const file = (name: string): string => join(work, name)
  const publicKey = file('vagrant.pub')
  const derive: Command = ['sh', '-c', 'ssh-keygen -y -f "$1" >"$2"', 'sh', insecureKey, publicKey]
  await runOrExplain(workshop, derive, { signal }, 'ssh-keygen')
  await bootstrap(workshop, work, run, {
    ...additions,
    environment: { QUORATE_MACHINE: scripts.machine, QUORATE_OWN: scripts.own, QUORATE_PUBLIC_KEY: publicKey }
  })
  const { root, archive } = pathsIn(workshop, work)
  run.report({ step: 'make-box' })
  // The processes of a namespace are seen in a /proc of its own: there SYSLINUX looks for the file that it has open.
  const inWork = 'mount -t proc none /proc && cd "$1" && exec sh "$2" "$3" "$4"'
  const disk: Command = ['sh', '-c', inWork, 'sh', work, scripts.disk, root, file('box.img')]
  await runOrExplain(workshop, contained(disk, workshop.user), { signal }, 'disk.sh')
  await writeFile(file('metadata.json'), JSON.stringify(metadata))
  await rm(root)
  await rm(archive, { recursive: true })
  await rm(publicKey)
  const pack: Command = ['tar', '--sparse', '-cf', file('controller.box'), '-C', work, 'metadata.json', 'box.img']
  await runOrExplain(workshop, pack, { signal }, 'tar')
  await rm(file('box.img'))
  await rm(file('metadata.json'))
}

/**
 * Makes a box from the distribution's packages, where it is not there yet.
 * @param insecureKey the private key that Vagrant tries first
 * @returns the file that `vagrant box add` takes
 */
export const builtBox = async (workshop: Workshop, hash: string, insecureKey: string, run: Run): Promise<string> =>
  join(await builtFolder(workshop, `box-${hash}`, (work) => make(workshop, work, insecureKey, run)), 'controller.box')
