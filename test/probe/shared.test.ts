import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { askProcesses, askTogether, type Needs } from '../../src/probe/shared.ts'
import { topologyOf } from '../../src/topology.ts'
import { onLinux } from './asking.ts'

const context = { node: 'controller1', topology: topologyOf('10.99') } as const

/** What the shell prints after it has asked, with a program in the place of systemctl. */
const run = (needs: Needs, systemctl: string, after: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-shared-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'systemctl'), `#!/bin/sh\n${systemctl}\n`)
  chmodSync(join(folder, 'systemctl'), 0o755)
  return execFileSync('sh', ['-c', `${askTogether([needs], context)}\n${after}`], {
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env['PATH']}`, LC_ALL: 'C' }
  })
}

/** As systemctl 252 prints two units. */
const twoUnits = `cat <<'END'
Restart=on-failure
Environment=ONE=* TWO=$HOME
ActiveState=active

Listen=[::]:9200 (Stream)
ActiveState=inactive
END`

describe.runIf(onLinux)('what a script asks once', () => {
  const units = ['one.service', 'two.socket']

  it('has each unit in its own block, as it was printed', () => {
    const printed = run({ units }, twoUnits, 'for u in two.socket one.service; do unit $u; echo "$? [$block]"; done')
    expect(printed).toBe(
      '0 [Listen=[::]:9200 (Stream)\nActiveState=inactive]\n' +
        '0 [Restart=on-failure\nEnvironment=ONE=* TWO=$HOME\nActiveState=active]\n'
    )
  })

  it('has no block of a unit that was not asked for, and says how systemctl ended', () => {
    const after = 'unit three.service; echo "$? [$block]"; unit one.service; echo "$? [$block]"'
    expect(run({ units }, 'exit 4', after)).toBe('0 []\n4 []\n')
  })

  it('does not ask systemd for a rare unit that has no file', () => {
    const after = 'unit never-there.socket; echo "$? [$block]"'
    expect(run({ rareUnits: ['never-there.socket'] }, 'echo asked >&2; exit 1', after)).toBe('0 []\n')
    expect(
      run({ units, rareUnits: ['never-there.socket'] }, 'echo "Names=$*"', 'unit one.service; echo "$block"')
    ).toMatch(/^Names=show one\.service two\.socket --property=/)
  })

  it('finds processes by name, and those that a signal has stopped', async () => {
    const child = spawn('sleep', ['60'])
    onTestFinished(() => void child.kill('SIGKILL'))
    await new Promise((resolve) => child.once('spawn', resolve))
    const look = () =>
      execFileSync('sh', ['-c', `${askProcesses(['sleep'])}\nprintf '%s' "$processes"; echo "halted$halted"`], {
        encoding: 'utf8'
      })
    expect(look()).toMatch(new RegExp(`^${child.pid} \\(sleep\\) S `, 'm'))
    child.kill('SIGSTOP')
    await expect.poll(look).toMatch(/^halted .*sleep /m)
  })
})
