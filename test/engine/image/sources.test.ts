import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { debianSources } from '../../../src/engine/image/sources.ts'

const line = (...fields: string[]): string => fields.join('\t')

const debian = [
  line('Debian', 'http://mirror.example/debian/', 'bookworm', 'main'),
  line('Debian', 'http://mirror.example/debian/', 'bookworm-updates', 'main'),
  line('Debian', 'http://mirror.example/debian-security/', 'bookworm-security', 'main')
]

const signed = 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]'

describe('debianSources', () => {
  it("takes this machine's own mirrors of the release", () => {
    expect(debianSources(debian.join('\n'))).toEqual([
      `${signed} http://mirror.example/debian/ bookworm main`,
      `${signed} http://mirror.example/debian/ bookworm-updates main`,
      `${signed} http://mirror.example/debian-security/ bookworm-security main`
    ])
  })

  it('leaves out what others publish, also under the name of the release', () => {
    const others = [
      line('Docker', 'https://download.example/linux/debian/', 'bookworm', 'stable'),
      line('. nodistro', 'https://node.example/', 'nodistro', 'main'),
      line('cloud-sdk', 'https://cloud.example/apt/', 'cloud-sdk-bookworm', 'main'),
      line('Debian', 'http://mirror.example/debian/', 'bookworm', 'non-free'),
      line('Debian', 'cdrom:[Debian GNU/Linux 12]/', 'bookworm', 'main'),
      line('$(ORIGIN)', 'http://never-fetched.example/', 'bookworm', 'main')
    ]
    expect(debianSources([...others, ...debian].join('\n'))).toEqual(debianSources(debian.join('\n')))
  })

  it('takes none of a machine that runs another release or distribution', () => {
    expect(debianSources(line('Debian', 'http://mirror.example/debian/', 'trixie', 'main'))).toEqual([])
    expect(debianSources(line('Ubuntu', 'http://mirror.example/ubuntu/', 'noble', 'main'))).toEqual([])
    expect(debianSources(line('Debian', 'http://mirror.example/debian/', 'bookworm-updates', 'main'))).toEqual([])
  })

  it('gives one signed line a source, whatever it is told', () => {
    const field = fc.oneof(fc.constantFrom('Debian', 'bookworm', 'bookworm-security', 'main'), fc.string())
    const answer = fc.array(fc.array(field, { maxLength: 6 }).map((fields) => fields.join('\t')))
    fc.assert(
      fc.property(answer, (lines) => {
        for (const source of debianSources(lines.join('\n'))) {
          expect(source.startsWith(signed)).toBe(true)
          expect(source).not.toContain('\n')
        }
      })
    )
  })
})
