// `npm run bench [-- WORD…]`: measures what has a budget on this machine, or just the rows that contain a word.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type BenchRow, measure, tableOf } from './measure.ts'

const bin = fileURLToPath(new URL('../../dist/bin.js', import.meta.url))

/** Quorate as a whole process, from start to exit. */
const quorate = async (...argv: string[]): Promise<void> => {
  const child = spawn(process.execPath, [bin, ...argv], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [exitCode] = await once(child, 'exit')
  if (exitCode !== 0) throw new Error(`quorate ${argv.join(' ')} ended with ${exitCode}`)
}

const rows: readonly BenchRow[] = [
  { what: 'quorate labs, from start to exit', budget: 250, runs: 20, run: () => quorate('labs') }
]

const words = process.argv.slice(2)
const wanted = rows.filter(({ what }) => words.length === 0 || words.some((word) => what.includes(word)))
const measured = []
for (const row of wanted) measured.push(await measure(row))
console.log(tableOf(measured))
