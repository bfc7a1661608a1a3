import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { asker } from '../../src/probe/asker.ts'
import { readOutput, splitOutput } from '../../src/probe/read.ts'
import { probeIds, probes, sectionsOf } from '../../src/probe/registry.ts'
import { buildScript } from '../../src/probe/script.ts'
import { onLinux } from './asking.ts'
import { scriptFor, topology } from './recorded.ts'

const run = promisify(execFile)

const names = probeIds.flatMap((id) => Object.keys(probes[id].sections).map((name) => `${id}.${name}`))

describe('the script for a controller', { timeout: 30_000 }, () => {
  it('has the sections of the probes that are wanted, and no others', () => {
    const sections = (text: string) => [...text.matchAll(/begin (\w+\.\w+)/g)].map(([, name]) => name)
    expect(sections(scriptFor('controller1').text)).toEqual(names)
    expect(sections(scriptFor('controller1', ['oslo']).text)).toEqual(['oslo.file'])
  })

  it('writes to no file, whatever a section is written in', () => {
    // In perl such arrows mean something else.
    const text = scriptFor('controller2').text.replace(asker, '')
    const targets = [...text.matchAll(/>\s*["']?(\/[a-z][^\s"';)]*|\$\{?\w[^\s"';)]*)/g)]
    const written = targets.map(([, target = '']) => target)
    expect(written.filter((target) => target !== '/dev/null')).toEqual([])
  })

  it('is one that a POSIX shell takes', () => {
    execFileSync('sh', ['-n'], { input: scriptFor('controller3').text })
  })

  it.runIf(onLinux)('runs to its end where nothing of the lab is there, and says nothing healthy', async () => {
    const script = scriptFor('controller1')
    const { stdout } = await run('sh', ['-c', script.text])
    const { sections, exitCode } = splitOutput(stdout, script.nonce)
    expect([...sections.keys()]).toEqual(names)
    expect(exitCode).toBe(0)
    const { memcached, oslo } = readOutput(script, stdout)
    expect(memcached?.facts.kind).not.toBe('known')
    expect(oslo?.facts).toEqual({ kind: 'absent' })
  })

  it.runIf(onLinux)('ends when its time is up, and says so', async () => {
    const script = buildScript(sectionsOf(probeIds), { node: 'controller1', topology }, 'c'.repeat(32), 0.1)
    const hanging = { ...script, text: script.text.replace('export PATH', 'exec tail -f /dev/null; export PATH') }
    const { stdout } = await run('sh', ['-c', hanging.text])
    expect(readOutput(script, stdout).memcached?.facts).toEqual({ kind: 'unknown', reason: 'time-out' })
  })

  it.runIf(onLinux)('leaves what follows it on the same channel alone', async () => {
    const script = scriptFor('controller1', ['oslo'])
    const shell = run('sh', ['-s'])
    shell.child.stdin?.end(`${script.text}echo afterwards\n`)
    expect((await shell).stdout).toMatch(/afterwards\n$/)
  })
})
