import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** @type {readonly NodeJS.Signals[]} */
const handled = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** @param {NodeJS.Signals} signal */
export const exitCodeOfSignal = (signal) => 128 + constants.signals[signal]

/**
 * What a program that runs in our place does with a signal of ours: it gets it.
 * A terminal sends Ctrl-C to its whole foreground group: then it has it already.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
const relay = (child, signal) => {
  if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
}

/**
 * Runs a program with our terminal and waits for its end.
 * @param {string} file
 * @param {readonly string[]} argv
 * @param {import('node:child_process').SpawnOptions} options
 * @param {typeof relay} [onSignal] told of the signals that we get meanwhile, which do not end us
 * @returns {Promise<number>} its exit code, as a shell would tell it
 */
export const run = (file, argv, options, onSignal = relay) =>
  new Promise((resolve, reject) => {
    const child = spawn(file, argv, { stdio: 'inherit', ...options })
    /** @param {NodeJS.Signals} signal */
    const listener = (signal) => onSignal(child, signal)
    for (const signal of handled) process.on(signal, listener)
    const settle = () => {
      for (const signal of handled) process.off(signal, listener)
    }
    child.once('error', (error) => {
      settle()
      reject(error)
    })
    child.once('exit', (code, signal) => {
      settle()
      resolve(signal === null ? (code ?? 1) : exitCodeOfSignal(signal))
    })
  })
