import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Finding, findingIds } from '../../src/engine/engine.ts'
import { en } from '../../src/i18n/en/index.ts'
import { zhCN } from '../../src/i18n/zh-CN/index.ts'
import { planOf, type Survey } from '../../src/lab/setup-plan.ts'
import { widthOf } from '../../src/terminal/cells.ts'
import { paintFor } from '../../src/terminal/paint.ts'
import { sizeText, surveyRows } from '../../src/tui/setup-rows.ts'
import type { Language } from '../../src/tui/ui.ts'

const paint = paintFor(false, true)
const english: Language = { locale: 'en', messages: en }
const chinese: Language = { locale: 'zh-CN', messages: zhCN }

const someFinding = fc.record({
  id: fc.constantFrom(...findingIds),
  engine: fc.constant('lxd' as const),
  level: fc.constantFrom('ok' as const, 'warn' as const, 'error' as const),
  detail: fc.constantFrom('lxd lxcfs dnsmasq-base nftables btrfs-progs mmdebstrap squashfs-tools', '12.0 GiB', '详情'),
  fixable: fc.boolean()
})

const letters = (text: string): string => text.replaceAll(/\s/g, '')

describe('what is said before anything is set up', () => {
  const findings: readonly Finding[] = [
    { id: 'lxd.packages', engine: 'lxd', level: 'error', detail: 'lxd lxcfs', fixable: true },
    { id: 'lxd.disk', engine: 'lxd', level: 'warn', detail: '5.0 GiB', fixable: false },
    { id: 'lxd.platform', engine: 'lxd', level: 'ok', detail: 'linux x64', fixable: false }
  ]

  it('says to whoever listens what is wrong in words', () => {
    const spoken = paintFor(false, true, { spoken: true })
    const rows = surveyRows({ engine: 'lxd', findings, plan: planOf('lxd', findings, 'absent') }, 100, english, spoken)
    expect(rows.filter((row) => /^(?:To be put right|Attention|All right): /.test(row))).toHaveLength(3)
    expect(rows.join('')).not.toMatch(/[✔✖]/)
  })

  it('names the engine, what will be done and how large it is, and what this machine has', () => {
    const rows = surveyRows({ engine: 'lxd', findings, plan: planOf('lxd', findings, 'absent') }, 100, english, paint)
    const text = rows.join('\n')
    expect(text).toContain('LXD runs the controllers, as containers.')
    expect(text).toContain('1 Install packages: lxd lxcfs. At most 30 MB to fetch, 105 MB on disk.')
    expect(text).toMatch(/2 Build the image of a controller, one to three minutes: 190 MB/)
    expect(text).toContain('4.3 GB on disk')
    expect(text.indexOf('✖ Programs that the engine needs')).toBeLessThan(text.indexOf('! Only 5.0 GiB'))
    expect(text.indexOf('! Only 5.0 GiB')).toBeLessThan(text.indexOf('✔'))
    // What Quorate mends itself is not for the person to mend.
    expect(text).not.toContain('doctor --fix')
  })

  it('says first what only the person can put right, and how', () => {
    const permission: Finding = { id: 'lxd.permission', engine: 'lxd', level: 'error', detail: 'lxd', fixable: false }
    const blocked = surveyRows(
      { engine: 'lxd', findings: [...findings, permission], plan: planOf('lxd', findings, 'absent') },
      100,
      english,
      paint
    ).join('\n')
    expect(blocked).toContain(en.tui.setup.blocked)
    expect(blocked).toContain('sudo usermod -aG lxd')
    expect(blocked).not.toContain('Build the image')
  })

  it('is never wider than the window, and nothing of it is lost', () => {
    fc.assert(
      fc.property(
        fc.array(someFinding, { maxLength: 12 }),
        fc.constantFrom('absent' as const, 'stopped' as const, 'partial' as const, 'running' as const),
        fc.constantFrom(60, 80, 120, 200),
        fc.constantFrom(english, chinese),
        (some, lab, columns, language) => {
          const survey: Survey = { engine: 'incus', findings: some, plan: planOf('incus', some, lab) }
          const rows = surveyRows(survey, columns, language, paint)
          for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(columns)
          const whole = letters(rows.join(''))
          expect(whole).toContain(letters(language.messages.tui.setup.intro))
          for (const { id, level, detail } of some) {
            expect(whole).toContain(letters(language.messages.doctor.findings[id][level]({ detail }).message))
          }
        }
      ),
      { numRuns: 80 }
    )
  })
})

describe('a size', () => {
  it('has three digits at most', () => {
    expect([sizeText(29_900_000, 'en'), sizeText(4_300_000_000, 'en'), sizeText(640_000_000, 'zh-CN')]).toEqual([
      '30 MB',
      '4.3 GB',
      '640 MB'
    ])
  })
})
