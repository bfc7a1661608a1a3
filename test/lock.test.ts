import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { lockFaults } from '../src/dev/lock.ts'

describe('the lock file', () => {
  it('installs on every machine and platform', () => {
    expect(lockFaults(JSON.parse(readFileSync('package-lock.json', 'utf8')))).toEqual([])
  })
})

describe('a lock file', () => {
  it('may not name an address', () => {
    const lock = { packages: { 'node_modules/a': { resolved: 'https://packages.example/a.tgz' } } }
    expect(lockFaults(lock)).toEqual(['node_modules/a: names an address, https://packages.example/a.tgz'])
  })

  it('may not lack a platform of a package', () => {
    const lock = {
      packages: {
        'node_modules/tool': { optionalDependencies: { 'tool-linux': '1.0.0', 'tool-darwin': '1.0.0' } },
        'node_modules/tool-linux': {}
      }
    }
    expect(lockFaults(lock)).toEqual(['node_modules/tool: its optional dependency tool-darwin has no entry'])
  })

  it('may have an optional dependency wherever Node finds it', () => {
    const lock = {
      packages: {
        '': { optionalDependencies: { pty: '1.0.0' } },
        'node_modules/pty': { optionalDependencies: { own: '1.0.0', hoisted: '1.0.0' } },
        'node_modules/pty/node_modules/own': { optionalDependencies: { '@scope/nested': '1.0.0', hoisted: '1.0.0' } },
        'node_modules/pty/node_modules/@scope/nested': {},
        'node_modules/hoisted': {}
      }
    }
    expect(lockFaults(lock)).toEqual([])
  })

  it('finds no optional dependency inside of another package', () => {
    const lock = {
      packages: {
        'node_modules/a': { optionalDependencies: { b: '1.0.0' } },
        'node_modules/other/node_modules/b': {}
      }
    }
    expect(lockFaults(lock)).toHaveLength(1)
  })
})
