import { join } from 'node:path'
import { environmentError } from '../../errors.ts'
import type { ProgramResult, RunProgram } from '../../process/run.ts'
import { failureIn, failureOf } from './failure.ts'
import { type Message, parseMessage, parseMessages } from './machine-readable.ts'

/** How a call goes on. */
export interface CallOptions {
  readonly signal?: AbortSignal
  /** Called with each message as it comes. */
  readonly onMessage?: (message: Message) => void
}

/** Milliseconds that Vagrant may wait for a machine to have an address. */
const sshConfigLimit = 60_000

/** `vagrant` in one folder: every call is `--machine-readable`, and a failure is an error that a person understands. */
export class Vagrant {
  readonly folder: string
  readonly #runProgram: RunProgram

  constructor(folder: string, runProgram: RunProgram) {
    this.folder = folder
    this.#runProgram = runProgram
  }

  /** @throws environment errors that say what stands in the way */
  async call(args: readonly string[], { signal, onMessage }: CallOptions = {}): Promise<readonly Message[]> {
    const result = await this.#run(['--machine-readable', ...args], {
      ...(signal === undefined ? {} : { signal }),
      ...(onMessage === undefined
        ? {}
        : {
            onLine: (line: string) => {
              const message = parseMessage(line)
              if (message !== undefined) onMessage(message)
            }
          })
    })
    if (result.kind !== 'ended') throw environmentError('vagrant-missing', {})
    const messages = parseMessages(result.stdout)
    if (result.exitCode === 0) return messages
    // A broken plug-in ends in a Ruby backtrace on standard error, before there is a machine-readable word.
    throw failureIn(messages) ?? failureOf({ type: '', text: firstWords(result.stderr) })
  }

  /** What `vagrant ssh-config` says of a machine: plain text, in both ways of calling. */
  async sshConfig(name: string): Promise<string> {
    const result = await this.#run(['ssh-config', name], { limit: sshConfigLimit })
    return result.kind === 'ended' && result.exitCode === 0 ? result.stdout : ''
  }

  #run(args: readonly string[], options: Parameters<RunProgram>[2]): Promise<ProgramResult> {
    return this.#runProgram('vagrant', args, {
      ...options,
      environment: {
        // By its environment: paths with spaces need no quoting, and what the person has set for other projects of
        // theirs is none of ours.
        VAGRANT_CWD: this.folder,
        VAGRANT_VAGRANTFILE: 'Vagrantfile',
        VAGRANT_DOTFILE_PATH: join(this.folder, '.vagrant'),
        VAGRANT_CHECKPOINT_DISABLE: '1',
        VAGRANT_BOX_UPDATE_CHECK_DISABLE: '1',
        // What providers say is read: in one language.
        LC_ALL: 'C.UTF-8'
      }
    })
  }
}

/** How a text begins, without the lines of a backtrace and what every failure at start begins with. */
const firstWords = (text: string): string =>
  text
    .replace(/^\s*Vagrant failed to initialize at a very early stage:/, '')
    // Three paragraphs of advice stand before the one that says what is wrong.
    .replace(/(The plugins failed to initialize) .*Error message given during initialization:/s, '$1:')
    .split('\n')
    .filter((line) => !/^\s+(?:from\s|\d+:)/.test(line))
    .join(' ')
