import { createInterface } from 'node:readline/promises'
import { callError, Interrupted } from '../errors.ts'
import type { CliContext } from './context.ts'

/** Asks one line of the person. @throws Interrupted at Ctrl-C or at the end of input */
export const askLine = async (context: CliContext, question: string): Promise<string> => {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const ended = new Promise<never>((_resolve, reject) => lines.once('close', () => reject(new Interrupted())))
    return await Promise.race([lines.question(question, { signal: context.run.signal }), ended])
  } catch {
    throw new Interrupted()
  } finally {
    lines.close()
  }
}

/**
 * Asks before something that can't be taken back. `--yes` answers; without a terminal there is nobody to ask.
 * @throws call error `needs-yes` where nobody can be asked
 */
export const confirm = async (context: CliContext, question: string): Promise<boolean> => {
  if (context.yes) return true
  if (!context.interactive) throw callError('needs-yes', {})
  const answer = await askLine(context, `${question} ${context.messages.cli.confirm} `)
  return context.messages.cli.yesWords.includes(answer.trim().toLowerCase())
}
