// `npm run captures`: what the README shows of the terminal UI. The real program, on a lab of its own with real
// controllers, is taken through a lab up to where something is wrong; what the terminal shows then is drawn.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { locales } from '../i18n/messages.ts'
import { rootFolder } from '../root.ts'
import { environmentOf, programFile, runProgram } from './program.ts'
import { svgOf } from './svg.ts'
import { openTerminal } from './terminal.ts'

const folder = join(rootFolder, 'docs', 'captures')
const size = { columns: 120, rows: 36 }
/** In milliseconds: a package is installed meanwhile. */
const patience = 180_000
const environment = environmentOf('captures-home', { NO_COLOR: undefined, COLORFGBG: '15;0' })

const quorate = (...argv: readonly string[]): Promise<void> => runProgram(environment, ...argv)

/** A memcached on each controller; two of them are told to listen on their management address, as the lesson asks. */
const install = 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq memcached'
const listen = 'sed -i "s/^-l .*/-l $(hostname)/" /etc/memcached.conf && systemctl restart memcached'

mkdirSync(folder, { recursive: true })
await quorate('up')
await quorate('goto', 'memcached')
await quorate('exec', 'all', '--', 'bash', '-c', install)
for (const node of ['controller1', 'controller3']) await quorate('exec', node, '--', 'bash', '-c', listen)
try {
  for (const locale of locales) {
    const terminal = openTerminal([programFile, 'memcached', '--lang', locale], size, environment)
    const capture = (name: string): void =>
      writeFileSync(join(folder, `${name}.${locale}.svg`), svgOf(terminal.buffer, size))
    const shows = (text: string): Promise<void> => terminal.until((screen) => screen.includes(text), patience)
    const isJudged = (screen: string): boolean => screen.includes('✖') && screen.includes('✔')
    await shows('1/6 · ')
    // A part opens at its first check that does not pass: that has to be known.
    await terminal.until(isJudged, patience)
    terminal.press('n', 'n', '2')
    await shows('controller2:~#')
    terminal.press("ss -Hltn 'sport = :11211'\r")
    await shows('LISTEN')
    terminal.press('\u001d')
    await terminal.until((screen) => isJudged(screen) && !screen.includes('Ctrl-]'), patience)
    capture('lab')
    terminal.press('\t', '\r')
    await shows('ss -Hltnup')
    capture('check')
    terminal.kill('SIGTERM')
    await terminal.ended
  }
} finally {
  await quorate('destroy')
}
