import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { macOf, renderVagrantfile } from '../../../src/engine/vagrant/vagrantfile.ts'
import { rootFolder } from '../../../src/root.ts'
import { nodeNames } from '../../../src/topology.ts'
import { identity } from './identity.ts'

const template = readFileSync(join(rootFolder, 'Vagrantfile.tpl'), 'utf8')
const settings = {
  box: 'debian/bookworm64',
  hardware: true,
  publicKey: "ssh-ed25519 A$& o'lab"
} as const

const documentIn = (text: string): unknown => JSON.parse(/<<'LAB'\)\n(.*?)\nLAB\n/s.exec(text)?.[1] ?? '')

describe('renderVagrantfile', () => {
  it('puts the topology into the template, and leaves nothing to fill in', () => {
    const text = renderVagrantfile(template, identity, settings)
    expect(text).not.toContain('{{')
    expect(documentIn(text)).toMatchObject({
      box: 'debian/bookworm64',
      labHost: '10.95.0.1',
      prefix: 'q-0a1b2c3d-',
      publicKey: settings.publicKey,
      machines: [
        { name: 'controller1', management: { address: '10.95.0.11' }, cluster: { address: '10.95.1.11' } },
        { name: 'controller2', management: { address: '10.95.0.12' }, cluster: { address: '10.95.1.12' } },
        { name: 'controller3', management: { address: '10.95.0.13' }, cluster: { address: '10.95.1.13' } }
      ]
    })
  })

  it("gives machines of full size what the HA guide's table asks for", () => {
    expect(documentIn(renderVagrantfile(template, { ...identity, size: 'full' }, settings))).toMatchObject({
      memory: 12_288,
      cpus: 4
    })
  })

  it('waits longer for what is emulated', () => {
    const timeout = z.object({ bootTimeout: z.number() })
    const wait = (hardware: boolean): number =>
      timeout.parse(documentIn(renderVagrantfile(template, identity, { ...settings, hardware }))).bootTimeout
    expect(wait(false)).toBeGreaterThan(wait(true))
  })
})

describe('macOf', () => {
  it('gives every card of a lab an address of its own that no maker of cards has given out', () => {
    const all = nodeNames.flatMap((node) => [macOf(identity, node, 'management'), macOf(identity, node, 'cluster')])
    expect(new Set(all).size).toBe(6)
    for (const address of all) expect(address).toMatch(/^02:0a:1b:2c:3d:0[1-6]$/)
  })
})
