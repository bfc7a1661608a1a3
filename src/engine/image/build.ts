import { mkdir, mkdtemp, readdir, rename, rm, rmdir, stat, statfs, writeFile } from 'node:fs/promises'
import { freemem } from 'node:os'
import { join } from 'node:path'
import { environmentError } from '../../errors.ts'
import type { RunProgram } from '../../process/run.ts'
import type { Run } from '../engine.ts'
import { type Command, contained, removeContained } from './contained.ts'
import { afterLine, buildProgress, buildStart } from './progress.ts'
import {
  type Additions,
  type Architecture,
  type BuildPaths,
  bootstrapArguments,
  bootstrapEnvironment,
  imageMetadata,
  noAdditions,
  squashOptions
} from './recipe.ts'
import { debianSources, sourcesQuery } from './sources.ts'

/** What a build needs to know of this machine. */
export interface Workshop {
  readonly runProgram: RunProgram
  /** The folder of the recipe's files. */
  readonly recipeFolder: string
  /** Where finished images are kept, each in a folder named by its hash. */
  readonly imagesFolder: string
  readonly architecture: Architecture
  readonly user: 'root' | 'other'
}

/** A finished image: what the engine imports, and the packages for the archive. */
export interface BuiltImage {
  readonly metadata: string
  readonly root: string
  /** The folder of the package archive: packages and their index, no folders. */
  readonly archive: string
}

/** The programs that a build starts, and the packages of Debian that bring them. */
export const buildPrograms = {
  mmdebstrap: 'mmdebstrap',
  mksquashfs: 'squashfs-tools',
  'apt-ftparchive': 'apt-utils',
  newuidmap: 'uidmap'
} as const satisfies Record<string, string>

const mebibyte = 1024 ** 2

/** What the root and its packages take while they are made: 0.7 GiB was seen. */
const workBytes = 1536 * mebibyte

/** Free memory from which on the root is made in memory, in half the time. */
const plentyOfMemory = 2 * workBytes

const unfinishedName = /^building-(\d+)-/

const isAlive = (processId: number): boolean => {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Removes what builds left that did not come to their end. */
const removeUnfinished = async ({ runProgram, imagesFolder, user }: Workshop): Promise<void> => {
  for (const name of await readdir(imagesFolder)) {
    const processId = unfinishedName.exec(name)?.[1]
    if (processId !== undefined && !isAlive(Number(processId)))
      await removeContained(runProgram, join(imagesFolder, name), user)
  }
}

const complaint = /^(?:E: |W: Failed|dpkg: error|FATAL|mksquashfs: )|no space left on device/i

/** What a log first complains about, which is the cause of what comes after; else how it ends. */
const causeIn = (log: string): string => {
  const lines = log.split('\n').filter((line) => line.trim() !== '')
  const complaints = lines.filter((line) => complaint.test(line)).slice(0, 2)
  return (complaints.length > 0 ? complaints : lines.slice(-2)).join('; ').slice(0, 500)
}

/** Runs a program of a build. @throws environment error `image-build-failed` with the cause */
export const runOrExplain = async (
  { runProgram }: Pick<Workshop, 'runProgram'>,
  [program, ...args]: Command,
  options: Parameters<RunProgram>[2],
  shown: string
): Promise<void> => {
  const result = await runProgram(program, args, options)
  if (result.kind === 'missing') throw environmentError('image-tool-missing', { program })
  if (result.kind === 'time-out') throw environmentError('image-build-failed', { program: shown, detail: result.kind })
  if (result.exitCode === 0) return
  const detail = causeIn(result.stderr === '' ? result.stdout : result.stderr)
  throw environmentError('image-build-failed', { program: shown, detail })
}

const answerOf = async (run: RunProgram, program: string, args: readonly string[]): Promise<string> => {
  const result = await run(program, args)
  return result.kind === 'ended' && result.exitCode === 0 ? result.stdout : ''
}

/** Where a root in a tar file and the package archive come to be in the folder of a build. */
export const pathsIn = ({ recipeFolder }: Workshop, folder: string): BuildPaths => ({
  recipe: recipeFolder,
  archive: join(folder, 'archive'),
  root: join(folder, 'root.tar')
})

/** Makes a root and the package archive from the distribution's packages. `environment` is for the additions' hooks. */
export const bootstrap = async (
  workshop: Workshop,
  folder: string,
  run: Run,
  additions: Additions & { readonly environment: Readonly<Record<string, string>> } = {
    ...noAdditions,
    environment: {}
  }
): Promise<void> => {
  const { runProgram, user } = workshop
  const paths = pathsIn(workshop, folder)
  const [targets, proxy] = await Promise.all([
    answerOf(runProgram, 'apt-get', sourcesQuery),
    answerOf(runProgram, 'apt-config', ['dump', '--format', '%v', 'Acquire::http::Proxy'])
  ])
  const work = join(folder, 'work')
  await mkdir(work)
  const command: Command = ['mmdebstrap', ...bootstrapArguments(paths, debianSources(targets), additions)]
  // A file system in memory is part of the namespace: it goes with it.
  const inMemory: Command = [
    'sh',
    '-c',
    `mount -t tmpfs -o size=${workBytes},mode=755 none "$TMPDIR"; exec "$@"`,
    'sh',
    ...command
  ]
  let state = buildStart
  await runOrExplain(
    workshop,
    contained(freemem() > plentyOfMemory ? inMemory : command, user),
    {
      environment: {
        ...bootstrapEnvironment(paths),
        ...additions.environment,
        TMPDIR: work,
        // The log is read: in one language.
        LC_ALL: 'C.UTF-8',
        ...(proxy === '' ? {} : { http_proxy: proxy })
      },
      signal: run.signal,
      onLine: (line) => {
        state = afterLine(state, line)
        run.report(buildProgress(state))
      }
    },
    'mmdebstrap'
  )
  await rmdir(work)
}

const imageIn = (folder: string): BuiltImage => ({
  metadata: join(folder, 'metadata.tar'),
  root: join(folder, 'rootfs.squashfs'),
  archive: join(folder, 'archive')
})

const build = async (workshop: Workshop, hash: string, folder: string, run: Run): Promise<void> => {
  const image = imageIn(folder)
  const { root } = pathsIn(workshop, folder)
  await bootstrap(workshop, folder, run)
  const { signal } = run
  const read = 'tar=$1; shift; exec mksquashfs - "$@" <"$tar"'
  const pack: Command = ['sh', '-c', read, 'sh', root, image.root, ...squashOptions]
  await runOrExplain(workshop, pack, { signal }, 'mksquashfs')
  await rm(root)
  const metadata = join(folder, 'metadata.yaml')
  await writeFile(metadata, JSON.stringify(imageMetadata(workshop.architecture, hash, new Date()), undefined, 2))
  const owner = ['--owner=0', '--group=0', '--numeric-owner', '--mode=u=rwX,go=rX']
  const files = ['-C', folder, 'metadata.yaml', '-C', workshop.recipeFolder, 'templates']
  await runOrExplain(workshop, ['tar', '-cf', image.metadata, ...owner, ...files], { signal }, 'tar')
  await rm(metadata)
  run.report({ step: 'collect-archive', done: 1 })
}

/**
 * The folder of what is built from a recipe, built where it is not there yet. It is built in a folder of its own that
 * gets its name when everything is in it: whatever interrupts a build, nothing half-made bears that name.
 */
export const builtFolder = async (
  workshop: Workshop,
  name: string,
  make: (folder: string) => Promise<void>
): Promise<string> => {
  const { imagesFolder, runProgram, user } = workshop
  const finished = join(imagesFolder, name)
  if (await stat(finished).catch(() => undefined)) return finished
  await mkdir(imagesFolder, { recursive: true })
  await removeUnfinished(workshop)
  const { bavail, bsize } = await statfs(imagesFolder)
  if (bavail * bsize < workBytes)
    throw environmentError('image-no-space', { folder: imagesFolder, needed: workBytes / mebibyte })
  const folder = await mkdtemp(join(imagesFolder, `building-${process.pid}-`))
  try {
    await make(folder)
    await rename(folder, finished)
  } catch (error) {
    await removeContained(runProgram, folder, user)
    throw error
  }
  return finished
}

/** The image of a recipe, built where it is not there yet. */
export const builtImage = async (workshop: Workshop, hash: string, run: Run): Promise<BuiltImage> =>
  imageIn(await builtFolder(workshop, hash, (folder) => build(workshop, hash, folder, run)))

/** Removes finished images of other recipes. */
export const removeOtherImages = async ({ imagesFolder }: Workshop, hash: string): Promise<void> => {
  const others = (await readdir(imagesFolder).catch(() => [])).filter(
    (name) => /^[0-9a-f]{12}$/.test(name) && name !== hash
  )
  await Promise.all(others.map((name) => rm(join(imagesFolder, name), { recursive: true, force: true })))
}
