import type { NetworkInterfaceInfo } from 'node:os'
import { describe, expect, it } from 'vitest'
import { cardIn, freePrefix } from '../../src/lab/addresses.ts'

const having = (address: string): NetworkInterfaceInfo[] => [
  {
    address,
    netmask: '255.255.255.0',
    family: 'IPv4',
    mac: '00:16:3e:00:00:01',
    internal: false,
    cidr: `${address}/24`
  }
]

describe("the networks of a lab and the machine's own addresses", () => {
  it('names the card that has an address in one of the two networks', () => {
    expect(cardIn('10.77', { lo: having('127.0.0.1'), eth0: having('10.77.1.5') })).toBe('eth0')
    expect(cardIn('10.77', { eth0: having('10.77.2.5'), eth1: having('10.7.0.1'), eth2: undefined })).toBeUndefined()
  })

  it('a lab that names no prefix gets the first that is free', () => {
    expect(freePrefix(undefined, {})).toBe('10.77')
    expect(freePrefix(undefined, { one: having('10.77.0.1'), two: having('10.78.0.1') })).toBe('10.79')
  })

  it('begins again below when nothing is free above', () => {
    expect(freePrefix('10.255', { one: having('10.255.0.1') })).toBe('10.0')
  })
})
