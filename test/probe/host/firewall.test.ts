import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFirewall } from '../../../src/probe/host/firewall.ts'

const read = (output: string, exitCode = 0) => readFirewall({ output, exitCode })

const ruleset = `table inet hardening {
	chain input {
		type filter hook input priority filter; policy drop;
		ct state established,related accept
		tcp dport 22 accept comment "drop in"
		udp dport 123 drop
	}
	chain output {
		type filter hook output priority filter; policy accept;
	}
}
table ip filter {
	chain INPUT {
		type filter hook input priority filter; policy accept;
		meta l4proto tcp tcp dport 4567 counter packets 3 bytes 180 drop
		ip saddr 10.77.0.12 counter packets 0 bytes 0 reject with icmp port-unreachable
	}
}
`

describe('the packet filter', () => {
  it('has its rules counted, and those told that throw packets away', () => {
    expect(read(ruleset)).toEqual({
      firewallRules: 5,
      firewallDrops: [
        'input: type filter hook input priority filter; policy drop;',
        'input: udp dport 123 drop',
        'INPUT: meta l4proto tcp tcp dport 4567 drop',
        'INPUT: ip saddr 10.77.0.12 reject with icmp port-unreachable'
      ]
    })
  })

  it('may be empty', () => {
    expect(read('')).toEqual({ firewallRules: 0, firewallDrops: [] })
    expect(read('table inet x {\n}\n')).toEqual({ firewallRules: 0, firewallDrops: [] })
  })

  it('is not known where it could not be listed', () => {
    const unknown = { firewallRules: undefined, firewallDrops: undefined }
    expect(read('', 124)).toEqual(unknown)
    expect(read('sh: 2: nft: not found\n')).toEqual(unknown)
    expect(read('timeout: failed to run command \u2018nft\u2019: No such file or directory\n')).toEqual(unknown)
    expect(read('Operation not permitted (you must be root)\n')).toEqual(unknown)
    expect(read(ruleset.slice(0, 200))).toEqual(unknown)
  })

  it('may be anything', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        const { firewallDrops } = read(text)
        expect(firewallDrops?.length ?? 0).toBeLessThanOrEqual(10)
      })
    )
  })
})
