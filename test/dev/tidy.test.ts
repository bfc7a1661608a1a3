import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openTerminal } from '../../src/dev/terminal.ts'

const patience = 20_000
const moduleOf = (name: string): string => JSON.stringify(pathToFileURL(`src/dev/${name}.js`).href)

const fullScreen = `
process.stdin.setRawMode(true)
process.stdin.resume()
process.stdout.write('\\u001b[?1049h\\u001b[?25lthe whole screen')
`

const parent = `
import { spawnSync } from 'node:child_process'
import { run } from ${moduleOf('child')}
import { tidyTerminal } from ${moduleOf('tidy')}
const code = tidyTerminal(await run(process.execPath, ['--eval', ${JSON.stringify(fullScreen)}], {}))
spawnSync('stty', ['-a'], { stdio: 'inherit' })
console.log('ended with', code)
`

describe('a program that has the whole screen', () => {
  it('leaves the terminal clean also when it is killed, through the one that started it', async () => {
    const terminal = openTerminal(['--input-type=module', '--eval', parent], { columns: 80, rows: 24 }, process.env)
    onTestFinished(() => terminal.kill('SIGKILL'))
    await terminal.until((text) => text.includes('the whole screen'), patience)
    expect(terminal.isFullScreen()).toBe(true)
    const child = Number(readFileSync(`/proc/${terminal.pid}/task/${terminal.pid}/children`, 'utf8').trim())
    process.kill(child, 'SIGKILL')
    await terminal.until((text) => text.includes('ended with 137'), patience)
    expect(terminal.isFullScreen()).toBe(false)
    expect(terminal.text()).toMatch(/[ ;]icanon/)
    expect(terminal.text()).toMatch(/[ ;\n]echo /)
    const written = terminal.written()
    expect(written.lastIndexOf('\u001b[?25h')).toBeGreaterThan(written.lastIndexOf('\u001b[?25l'))
  })
})
