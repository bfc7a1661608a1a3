import { describe, expect, it } from 'vitest'
import { providers, publicBox } from '../../../src/engine/vagrant/public-box.ts'

const intel = { debian: 'amd64', engine: 'x86_64' } as const
const arm = { debian: 'arm64', engine: 'aarch64' } as const

describe('the public box', () => {
  it("is Debian's own where its makers have one", () => {
    expect(publicBox('libvirt', intel)).toBe('debian/bookworm64')
    expect(publicBox('virtualbox', intel)).toBe('debian/bookworm64')
    expect(publicBox('vmware_desktop', intel)).toBe('bento/debian-12')
    for (const provider of providers) expect(publicBox(provider, arm)).toBe('bento/debian-12')
  })

  it('is none where a machine would have one network card, or be no machine at all', () => {
    expect(publicBox('hyperv', intel)).toBeUndefined()
    expect(publicBox('docker', intel)).toBeUndefined()
  })
})
