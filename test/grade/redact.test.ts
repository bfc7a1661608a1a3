import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redact } from '../../src/grade/redact.ts'

const variables = { dbPassword: { kind: 'password', length: 16 }, vipName: { kind: 'choice', of: ['a', 'b'] } } as const
const values = { dbPassword: 'kT9xQ2mWvB7cRzPa', bmcPassword: 'bM5bM5bM5bM5bM5b', vipName: 'a' }
const redacted = (text: string): string =>
  redact(text, { ...variables, vipName: { kind: 'choice', of: ['a', 'b'] } }, values)

describe('a configuration file that is handed in', () => {
  it.each([
    ['wsrep_sst_auth = sst:kT9xQ2mWvB7cRzPa', 'wsrep_sst_auth = sst:{{dbPassword}}'],
    ['password = other', 'password = ***'],
    ['  auth_pass hunter2', '  auth_pass ***'],
    ['transport_url = rabbit://nova:hunter2@controller1:5672/', 'transport_url = rabbit://nova:***@controller1:5672/'],
    ['<nvpair id="x" name="password" value="hunter2"/>', '<nvpair id="x" name="password" value="***"/>'],
    [
      '<nvpair id="x" name="password" value="bM5bM5bM5bM5bM5b"/>',
      '<nvpair id="x" name="password" value="{{bmcPassword}}"/>'
    ],
    ['erlang_cookie = ABC', 'erlang_cookie = ***'],
    ['listen = 10.0.0.1:80 # a', 'listen = 10.0.0.1:80 # a'],
    ['wsrep_cluster_size = 3', 'wsrep_cluster_size = 3']
  ])('%s shows as %s', (before, after) => {
    expect(redacted(`[a]\n${before}\n[b]`)).toBe(`[a]\n${after}\n[b]`)
  })

  it('never shows a password of the lab, wherever it stands', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(redacted(`${before}${values.dbPassword}${after}`)).not.toContain(values.dbPassword)
      })
    )
  })

  it('is looked through in a moment, however it is made', () => {
    const texts = [
      'pass'.repeat(4000),
      `name="${'pass'.repeat(4000)}`,
      `a://${'x:'.repeat(8000)}`,
      `${'password '.repeat(2000)}`,
      '='.repeat(16_000)
    ]
    for (const text of texts) {
      const began = performance.now()
      redacted(text)
      // Quadratic would be minutes.
      expect(performance.now() - began).toBeLessThan(5000)
    }
  })
})
