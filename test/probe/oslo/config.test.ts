import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { osloBoolean, osloList, osloNumber, parseOsloConfig } from '../../../src/probe/oslo/config.ts'

const value = (text: string, section = 'cache', option = 'servers') => {
  const config = parseOsloConfig(text)
  return config.ok ? config.sections.get(section)?.get(option) : `broken at ${config.line}`
}

describe('a configuration file of a service', () => {
  it.each([
    ['an equals sign', '[cache]\nservers = a,b', 'a,b'],
    ['a colon', '[cache]\nservers: a', 'a'],
    ['the first of both', '[cache]\nservers = a:11211', 'a:11211'],
    ['the first of both, the other way round', '[cache]\nservers: a=b', 'a=b'],
    ['no blanks', '[cache]\nservers=a', 'a'],
    ['quotes', '[cache]\nservers = "a, b"', 'a, b'],
    ['other quotes', "[cache]\nservers = 'a'", 'a'],
    ['quotes around a part', '[cache]\nservers = "a",b', '"a",b'],
    ['a comment behind it, which is none', '[cache]\nservers = a # b', 'a # b'],
    ['nothing', '[cache]\nservers =', ''],
    ['two values', '[cache]\nservers = a\nservers = b', 'b'],
    ['two sections of one name', '[cache]\nservers = a\n[other]\nx = y\n[cache]\nservers = b', 'b'],
    ['a section in capitals', '[CACHE]\nservers = a', 'a'],
    ['a continuation', '[cache]\nservers = a,\n  b,\n\tc', 'a,\nb,\nc'],
    ['an indented comment, which is none', '[cache]\nservers = a,\n  # b', 'a,\n# b'],
    ['an indented option, which is none', '[cache]\nenabled = true\n  servers = a', undefined],
    ['a comment between', '[cache]\nservers = a\n# servers = b\n; servers = c', 'a'],
    ['another section', '[keystone]\nservers = a', undefined],
    ['line ends of another system', '[cache]\r\nservers = a\r\n', 'a']
  ])('with %s', (_, text, expected) => {
    expect(value(text)).toBe(expected)
  })

  it.each([
    ['a line without a sign', '[cache]\nservers a,b', 2],
    ['a section that does not end', '[cache\nservers = a', 1],
    ['a section without a name', '[]\nservers = a', 1],
    ['an option without a name', '[cache]\n= a', 2],
    ['an option before any section', 'servers = a\n[cache]', 1],
    ['a continuation of nothing', '[cache]\n  servers = a', 2],
    ['a continuation after a blank line', '[cache]\nservers = a\n\n  b', 4]
  ])('does not load with %s', (_, text, line) => {
    expect(parseOsloConfig(text)).toMatchObject({ ok: false, line })
  })

  it('is read or refused, whatever the text', () => {
    const lines = fc.array(fc.constantFrom('[a]', '[', '[]', 'x = y', ' z', '', '#c', '=', ':', 'x', '\u0000', 'x=["'))
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          lines.map((all) => all.join('\n'))
        ),
        (text) => {
          const config = parseOsloConfig(text)
          if (!config.ok) expect(config.line).toBeGreaterThan(0)
        }
      )
    )
  })

  it('gives back what was written plainly', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/)
    fc.assert(
      fc.property(
        fc.dictionary(word, fc.dictionary(word, word, { noNullPrototype: true }), { noNullPrototype: true }),
        (sections) => {
          const text = Object.entries(sections)
            .map(([name, options]) =>
              [`[${name}]`, ...Object.entries(options).map(([key, item]) => `${key} = ${item}`)].join('\n')
            )
            .join('\n')
          const config = parseOsloConfig(text)
          expect(config.ok).toBe(true)
          for (const [name, options] of Object.entries(sections)) {
            for (const [key, item] of Object.entries(options)) expect(value(text, name.toLowerCase(), key)).toBe(item)
          }
        }
      )
    )
  })
})

describe('a value', () => {
  it('is a list by its commas alone', () => {
    expect(osloList('a, b ,c')).toEqual(['a', 'b', 'c'])
    expect(osloList('a b c')).toEqual(['a b c'])
    expect(osloList('a,\nb,')).toEqual(['a', 'b'])
    expect(osloList('a,,b')).toEqual(['a', '', 'b'])
    expect(osloList('  ')).toEqual([])
  })

  it('is a boolean in some words', () => {
    expect(['True', 'yes', 'ON', '1'].map(osloBoolean)).toEqual([true, true, true, true])
    expect(['False', 'no', 'off', '0'].map(osloBoolean)).toEqual([false, false, false, false])
    expect(osloBoolean('enabled')).toBeUndefined()
  })

  it('is a number of its kind', () => {
    expect(osloNumber(' 30 ', 'integer')).toBe(30)
    expect(osloNumber('1.5', 'float')).toBe(1.5)
    for (const text of ['1.5', '', '30s', '0x10', 'Infinity', '1_0'])
      expect(osloNumber(text, 'integer')).toBeUndefined()
    for (const text of ['', '1s', 'nan']) expect(osloNumber(text, 'float')).toBeUndefined()
  })
})
