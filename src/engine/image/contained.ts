import type { RunProgram } from '../../process/run.ts'

/** A program with its arguments. */
export type Command = readonly [program: string, ...args: string[]]

/**
 * A command in namespaces of its own for mounts and processes. Whatever ends it, a signal or the death of Quorate,
 * ends everything that it started and unmounts everything that it mounted: nobody has to clean up after a kill -9.
 *
 * A user who is not root gets a user namespace too, in which the user's own files and subordinate ids belong to root.
 */
export const contained = (command: Command, user: 'root' | 'other'): Command => [
  'setpriv',
  '--pdeathsig',
  'KILL',
  'unshare',
  ...(user === 'root' ? [] : ['--map-root-user', '--map-auto']),
  '--mount',
  '--pid',
  '--',
  // The shell stays outside the namespace of processes, where signals reach it (the first process of a namespace
  // ignores them); the command is that first process, and the kernel ends all others with it.
  'sh',
  '-c',
  'setpriv --pdeathsig KILL "$@"; exit $?',
  'sh',
  ...command
]

/** Removes a folder that contained commands made: a user who is not root does not own all of it outside of them. */
export const removeContained = async (run: RunProgram, folder: string, user: 'root' | 'other'): Promise<void> => {
  const [program, ...args] = contained(['rm', '--recursive', '--force', '--', folder], user)
  await run(program, args)
}
