// `npm run bench [-- WORD…]`: measures what has a budget on this machine, or just the rows that contain a word. What
// needs controllers works on a lab of its own, on networks of its own, which is removed at the end.

import { commandRows, endLab, makeLab } from './bench-commands.ts'
import { uiRows } from './bench-ui.ts'
import { lineOf, measure, tableOf } from './measure.ts'

const words = process.argv.slice(2)
const wanted = [...uiRows, ...commandRows].filter(
  ({ what }) => words.length === 0 || words.some((word) => what.includes(word))
)
const needsLab = wanted.some((row) => row.needsLab)
if (needsLab) await makeLab()
const measured = []
for (const row of wanted) {
  const one = await measure(row)
  measured.push(one)
  // All of it takes a while, and whoever interrupts it keeps what is known.
  process.stderr.write(`${lineOf(one)}\n`)
}
if (needsLab) await endLab()
console.log(tableOf(measured))
process.exit(0)
