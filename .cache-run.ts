import { readFileSync, writeFileSync } from 'node:fs'
import { openTerminal } from './src/dev/terminal.ts'
import { environmentOf, programFile } from './src/dev/program.ts'
const env = { ...environmentOf('bench-ui-home'), NODE_OPTIONS: process.argv[2] ?? '' }
const t = openTerminal([programFile, ...(process.argv[3] ? [process.argv[3]] : [])], {columns:120,rows:36}, env)
await t.until((s) => /Memcached|· \d+\/\d+/.test(s), 20000)
for (const wait of [500, 3000, 10000]) {
await new Promise(r => setTimeout(r, wait))
console.log(wait, readFileSync(`/proc/${t.pid}/status`,'utf8').match(/(VmRSS|RssAnon|RssFile|VmHWM).*/g)!.join(' '))
}
const smaps = readFileSync(`/proc/${t.pid}/smaps`,'utf8')
const by = new Map<string, number>()
let name=''
for (const l of smaps.split('\n')) { const h=/^[0-9a-f]+-[0-9a-f]+ (\S+) \S+ \S+ \S+\s*(.*)$/.exec(l); if (h) name=`${h[2]||'anon'} ${h[1]}`; const m=/^Rss:\s+(\d+)/.exec(l); if (m) by.set(name,(by.get(name)??0)+Number(m[1])) }
console.log([...by].sort((a,b)=>b[1]-a[1]).slice(0,12).map(([n,k])=>`${(k/1024).toFixed(1)} MB ${n}`).join('\n'))
t.kill('SIGTERM'); await t.ended
process.exit(0)
