import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

/**
 * What a controller is made of, as data. Everything here and in the files beside it goes into `recipeHash`: the image
 * is built anew when, and only when, one of them changes.
 */

/** The release of Debian that controllers run. */
export const release = 'bookworm'

/** Names of processor architectures: Debian's and the engine's. */
export interface Architecture {
  readonly debian: 'amd64' | 'arm64'
  readonly engine: 'x86_64' | 'aarch64'
}

/** The architecture of a machine from Node's name of it, or undefined where there is no image for it. */
export const architectureOf = (nodeName: string): Architecture | undefined => {
  if (nodeName === 'x64') return { debian: 'amd64', engine: 'x86_64' }
  if (nodeName === 'arm64') return { debian: 'arm64', engine: 'aarch64' }
  return undefined
}

/** What every controller has from the start: a machine to work on, and nothing that a lab installs. */
export const basePackages: readonly string[] = [
  'systemd-sysv',
  'udev',
  'dbus',
  'iproute2',
  'iputils-ping',
  'netbase',
  'nftables',
  'tcpdump',
  'procps',
  'psmisc',
  'lsof',
  'curl',
  'netcat-openbsd',
  'socat',
  'jq',
  'less',
  'nano',
  'vim-tiny',
  'bash-completion',
  'ncurses-term',
  'man-db',
  'ca-certificates',
  // A learner copies keys from one controller to the next as the HA guide does it.
  'openssh-client',
  'openssh-server',
  'python3'
]

/** What the labs install; their dependencies come with them into the archive. */
export const labPackages: readonly string[] = [
  'chrony',
  'memcached',
  'libmemcached-tools',
  'mariadb-server',
  'mariadb-backup',
  'galera-4',
  'rsync',
  'rabbitmq-server',
  'corosync',
  'pacemaker',
  'crmsh',
  'pcs',
  'resource-agents',
  'fence-agents',
  'haproxy',
  'keepalived',
  // Clients: the libraries that OpenStack's services use, so that a lesson proves a line of configuration with them.
  'python3-memcache',
  'python3-pymemcache',
  'python3-oslo.cache',
  'python3-keystonemiddleware',
  'python3-pymysql',
  'python3-pika'
]

const aptOptions: readonly string[] = ['APT::Install-Recommends "false"', 'Acquire::Languages "none"']

/** Where the files of a build are: what the hooks read from their environment. */
export interface BuildPaths {
  /** The folder of `customize.sh`, `collect.sh`, `rootfs` and `templates`. */
  readonly recipe: string
  /** The folder that the package archive goes to; it does not exist yet. */
  readonly archive: string
  /** The tar file of the root that is made. */
  readonly root: string
}

/** The environment in which the hooks run. */
export const bootstrapEnvironment = (paths: BuildPaths): Record<string, string> => ({
  QUORATE_RECIPE: paths.recipe,
  QUORATE_ARCHIVE: paths.archive,
  QUORATE_PACKAGES: labPackages.join(' ')
})

/** What a root has beyond a container's: packages, and hooks that run last. */
export interface Additions {
  readonly packages: readonly string[]
  readonly hooks: readonly string[]
}

/** A container's root. */
export const noAdditions: Additions = { packages: [], hooks: [] }

/** The call of mmdebstrap. Without sources it takes the mirror that it knows for the release. */
export const bootstrapArguments = (
  paths: BuildPaths,
  sources: readonly string[],
  { packages, hooks } = noAdditions
): string[] => [
  // Its own namespaces of mounts and processes, also for root: nothing of it outlives it.
  '--mode=unshare',
  '--variant=minbase',
  '--verbose',
  `--include=${[...basePackages, ...packages].join(',')}`,
  ...aptOptions.map((option) => `--aptopt=${option}`),
  // Not as --dpkgopt: mmdebstrap then filters each package that it unpacks itself, which takes a quarter of a minute.
  '--setup-hook=cp "$QUORATE_RECIPE/rootfs/etc/dpkg/dpkg.cfg.d/quorate" "$1/etc/dpkg/dpkg.cfg.d/"',
  '--customize-hook=sh "$QUORATE_RECIPE/collect.sh" "$1"',
  '--customize-hook=sh "$QUORATE_RECIPE/customize.sh" "$1"',
  ...hooks.map((hook) => `--customize-hook=${hook}`),
  release,
  paths.root,
  ...sources
]

/** How the root is packed: level 3 costs a second where the default costs thirty, for a tenth more bytes. */
export const squashOptions: readonly string[] = [
  '-tar',
  // Else everybody may write to `/`, and careful programs refuse to run anything below it.
  '-root-mode',
  '755',
  '-comp',
  'zstd',
  '-Xcompression-level',
  '3',
  '-quiet',
  '-no-progress'
]

/**
 * What the engine writes into an instance when it is made or copied, from the `user.quorate.*` keys of its
 * configuration. Not at each start: what a learner edits survives a reboot.
 */
const instanceTemplates: Readonly<Record<string, string>> = {
  '/etc/hostname': 'hostname.tpl',
  '/etc/hosts': 'hosts.tpl',
  '/etc/machine-id': 'empty.tpl',
  '/etc/systemd/network/10-management.network': 'management.network.tpl',
  '/etc/systemd/network/20-cluster.network': 'cluster.network.tpl'
}

/** The property by which an image on the engine is recognised. */
export const recipeProperty = 'quorate.recipe'

/** What the engine has to know of the image: its `metadata.yaml`, of which JSON is a subset. */
export const imageMetadata = (architecture: Architecture, hash: string, createdAt: Date): object => ({
  architecture: architecture.engine,
  creation_date: Math.floor(createdAt.getTime() / 1000),
  properties: {
    os: 'debian',
    release,
    architecture: architecture.debian,
    description: 'A controller of Quorate',
    [recipeProperty]: hash
  },
  templates: Object.fromEntries(
    Object.entries(instanceTemplates).map(([path, template]) => [path, { when: ['create', 'copy'], template }])
  )
})

/** The files beside this one that decide the image, as paths below the recipe's folder. */
export const recipeFiles = async (folder: string): Promise<string[]> => {
  const trees = await Promise.all(
    ['rootfs', 'templates'].map(async (tree) => {
      const entries = await readdir(join(folder, tree), { recursive: true, withFileTypes: true })
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    })
  )
  return ['collect.sh', 'customize.sh', ...trees.flat()].sort()
}

/** The name of what this recipe makes on an architecture: twelve hexadecimal digits. */
export const recipeHash = async (folder: string, architecture: Architecture): Promise<string> => {
  const placeholders: BuildPaths = { recipe: 'recipe', archive: 'archive', root: 'root' }
  const hash = createHash('sha256').update(
    JSON.stringify([
      bootstrapArguments(placeholders, []),
      bootstrapEnvironment(placeholders),
      squashOptions,
      imageMetadata(architecture, '', new Date(0))
    ])
  )
  for (const file of await recipeFiles(folder)) {
    const content = await readFile(join(folder, file))
    hash.update(JSON.stringify([file, content.length])).update(content)
  }
  return hash.digest('hex').slice(0, 12)
}
