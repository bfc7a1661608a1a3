import type { AttachableShell, TerminalSize } from '../../process/terminal.ts'
import { type NodeName, nodeNames } from '../../topology.ts'
import type { Size } from '../layout.ts'
import { EmbeddedShell } from './EmbeddedShell.ts'
import type { Look } from './rows.ts'
import type { Shells } from './ShellPane.tsx'

export interface ShellDeckOptions {
  readonly open: (node: NodeName, size: TerminalSize) => Promise<AttachableShell>
  readonly look: Look
  readonly onCommandEnd: () => void
}

/** The size of a shell that nobody looks at yet. */
const usualSize: Size = { columns: 80, rows: 24 }

/** The login shells of the UI, one a controller: opened when somebody asks for one first, and kept until the UI ends. */
export class ShellDeck {
  readonly #options: ShellDeckOptions
  readonly #listeners = new Set<() => void>()
  #shells: Shells = {}

  constructor(options: ShellDeckOptions) {
    this.#options = options
  }

  /** Calls the listener when another shell was opened; returns what ends that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly getSnapshot = (): Shells => this.#shells

  /** The shell on a controller, which is opened if it never was. */
  get(node: NodeName): EmbeddedShell {
    const known = this.#shells[node]
    if (known !== undefined) return known
    const { open, look, onCommandEnd } = this.#options
    const shell = new EmbeddedShell({ open: (size) => open(node, size), size: usualSize, look, onCommandEnd })
    this.#shells = { ...this.#shells, [node]: shell }
    for (const listener of this.#listeners) listener()
    return shell
  }

  /** The controllers on which a program runs that leaving would end. */
  get running(): readonly NodeName[] {
    return nodeNames.filter((node) => this.#shells[node]?.isRunning === true)
  }

  /** Ends all shells; whoever comes to one later finds a new one. */
  end(): void {
    this.close()
    for (const listener of this.#listeners) listener()
  }

  close(): void {
    for (const node of nodeNames) this.#shells[node]?.close()
    this.#shells = {}
  }
}

/** Does something with a shell as soon as it is open; nothing, where it does not open. */
export const whenOpen = (shell: EmbeddedShell, use: () => void): void => {
  if (shell.state.kind === 'open') {
    use()
    return
  }
  shell.reopen()
  const end = shell.subscribe(() => {
    if (shell.state.kind === 'opening') return
    end()
    if (shell.state.kind === 'open') use()
  })
}
