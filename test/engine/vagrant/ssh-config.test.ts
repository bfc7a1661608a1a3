import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { asRoot, parseSshConfig, renderSshConfig, socketPath } from '../../../src/engine/vagrant/ssh-config.ts'
import { recorded } from './recorded.ts'

const target = { hostName: '192.168.121.21', port: 22, user: 'vagrant', identityFile: '/home/learner/lab/id_ed25519' }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ssh config '))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('parseSshConfig', () => {
  it("reads what Vagrant says of a machine, and takes the lab's own key, which comes first", () => {
    expect([...parseSshConfig(recorded('ssh-config').stdout)]).toEqual([['controller1', target]])
  })

  it('reads several machines, and paths in quotes with spaces', () => {
    const text = [1, 2]
      .map(
        (n) =>
          `Host controller${n}\r\n  HostName 127.0.0.1\r\n  User vagrant\r\n  Port 220${n}\r\n  IdentityFile "C:/A b/k"\r\n`
      )
      .join('\r\n')
    expect([...parseSshConfig(text)].map(([name, { port, identityFile }]) => [name, port, identityFile])).toEqual([
      ['controller1', 2201, 'C:/A b/k'],
      ['controller2', 2202, 'C:/A b/k']
    ])
  })

  it('leaves out a machine of which something is missing', () => {
    expect(parseSshConfig('Host controller1\n  HostName 10.0.0.1\n  Port many\n').size).toBe(0)
  })

  it('reads whatever was written for ssh, and never fails', () => {
    fc.assert(fc.property(fc.string(), (text) => parseSshConfig(text) instanceof Map))
    const word = fc.stringMatching(/^[\w./-]+$/)
    fc.assert(
      fc.property(word, word, word, fc.integer({ min: 1, max: 65_535 }), (hostName, user, identityFile, port) => {
        const all = { hostName, user, identityFile, port }
        expect(parseSshConfig(renderSshConfig('controller1', all, undefined)).get('controller1')).toEqual(all)
      })
    )
  })
})

describe('renderSshConfig', () => {
  it('is understood by ssh, in a folder with a space in its name', () => {
    const file = join(folder, 'config')
    const identityFile = join(folder, 'id')
    writeFileSync(file, renderSshConfig('controller1', { ...target, identityFile }, join(folder, 's')))
    const understood = execFileSync('ssh', ['-G', '-F', file, 'controller1'], { encoding: 'utf8' }).split('\n')
    expect(understood).toContain('hostname 192.168.121.21')
    expect(understood).toContain(`identityfile ${identityFile}`)
    expect(understood).toContain(`controlpath ${join(folder, 's')}`)
    expect(understood).toContain('controlpersist 600')
    expect(understood).toContain('batchmode yes')
  })

  it('shares no connection where there can be none', () => {
    expect(socketPath('/home/learner/lab/s', 'win32')).toBeUndefined()
    expect(socketPath(`/${'x'.repeat(90)}`, 'linux')).toBeUndefined()
    expect(socketPath('/home/learner/lab/s', 'linux')).toBe('/home/learner/lab/s')
    expect(renderSshConfig('controller1', target, undefined)).not.toContain('Control')
  })
})

describe('asRoot', () => {
  /** Runs a command line as sshd does, where `sudo` runs what it is given. */
  const asThere = (line: string): { status: number | null; stdout: string; stderr: string } => {
    writeFileSync(join(folder, 'sudo'), '#!/bin/sh\nshift 2\nexec "$@"\n', { mode: 0o755 })
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` }
    return spawnSync('bash', ['-c', line], { encoding: 'utf8', env })
  }

  it('hands every argument over as it is, whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0'))), (args) => {
        const { stdout } = asThere(asRoot('printf "%s\\0" "$#" "$@"', args))
        expect(stdout.split('\0').slice(0, -1)).toEqual([String(args.length), ...args])
      }),
      { numRuns: 25 }
    )
  })

  it('says by which signal a command ended, as a shell does, and adds no words to those of the command', () => {
    const { status, stderr } = asThere(asRoot('echo mine >&2; kill -9 $$', []))
    expect({ status, stderr }).toEqual({ status: 137, stderr: 'mine\n' })
  })

  it('lets whoever looks for a program by its words find neither itself nor what leads to it', () => {
    const word = `quorate-${process.pid}-nowhere`
    expect(asThere(asRoot('exec "$@"', ['pgrep', '-f', word]))).toEqual(
      expect.objectContaining({ status: 1, stdout: '' })
    )
  })

  it('leaves nothing of its own in the environment of a command', () => {
    expect(asThere(asRoot('exec env', [])).stdout).not.toContain('QUORATE_SCRIPT')
  })
})
