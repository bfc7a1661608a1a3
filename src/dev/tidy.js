import { spawnSync } from 'node:child_process'
import { exitCodeOfSignal } from './child.js'

/** What a UI may have set: reports of the mouse, pastes, held output, a hidden cursor, the other screen. */
const asBefore = ['?1006l', '?1000l', '?2004l', '?2026l', '?25h', '?1049l'].map((mode) => `\u001b[${mode}`).join('')

/**
 * Gives the terminal back for a program that was killed and could not do so itself.
 * @param {number} exitCode of the program
 */
export const tidyTerminal = (exitCode) => {
  if (exitCode === exitCodeOfSignal('SIGKILL') && process.stdout.isTTY) {
    process.stdout.write(asBefore)
    // Keys are shown as they are typed, and lines can be edited; Windows has no such program, and needs none.
    spawnSync('stty', ['sane'], { stdio: 'inherit' })
  }
  return exitCode
}
