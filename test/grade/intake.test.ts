import { execFileSync } from 'node:child_process'
import { sign } from 'node:crypto'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepsTo } from '../../src/grade/bounded-json.ts'
import { filesIn, take } from '../../src/grade/intake.ts'
import { publicHalfOf } from '../../src/grade/key.ts'
import { mostBytes, seal, unseal } from '../../src/grade/seal.ts'
import type { Submission } from '../../src/grade/submission.ts'
import { honest, newKey, ownStandard } from './handed-in.ts'

const standard = await ownStandard()
const key = newKey()
const submission = await honest('s-1')
const sealed = await seal(submission, key)
const [head = '', body = ''] = gunzipSync(sealed).toString().split('\n')

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-intake-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A file with a body that its own key signed, whatever it is. */
const signed = (content: string | Buffer): Buffer => {
  const bytes = Buffer.from(content)
  const seals = {
    format: 'quorate-submission',
    version: 1,
    key: publicHalfOf(key),
    signature: sign(null, bytes, key).toString('base64')
  }
  return gzipSync(Buffer.concat([Buffer.from(`${JSON.stringify(seals)}\n`), bytes]))
}

const changed = (change: (given: Submission) => object): Buffer => signed(JSON.stringify(change(submission)))

const withText = (text: string): Buffer => signed(body.replace('"student":"s-1"', `"student":${JSON.stringify(text)}`))

describe('a file that is handed in', () => {
  it('as it was written is read', async () => {
    expect(await unseal(sealed)).toMatchObject({ isSigned: true })
    expect(await unseal(signed(body))).toMatchObject({ isSigned: true })
  })

  it('has the same key however that was written', async () => {
    const own = publicHalfOf(key)
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
    const twin = own.replace(/.=$/, (end) => `${letters[letters.indexOf(end[0] ?? '') ^ 1]}=`)
    expect(twin).not.toBe(own)
    expect(await unseal(gzipSync(`${head.replace(own, twin)}\n${body}`))).toMatchObject({ key: own, isSigned: true })
  })

  it.each<[string, () => Buffer, string]>([
    ['empty', () => Buffer.alloc(0), 'not-compressed'],
    ['no gzip', () => Buffer.from('PK\u0003\u0004'), 'not-compressed'],
    ['cut off', () => sealed.subarray(0, sealed.length - 9), 'not-compressed'],
    ['too big', () => Buffer.alloc(mostBytes + 1), 'too-big'],
    ['a bomb', () => gzipSync(Buffer.alloc(200 * 1024 ** 2, ' ')), 'inflates-too-much'],
    [
      'a bomb in many members',
      () => Buffer.concat(Array.from({ length: 40 }, () => gzipSync(Buffer.alloc(1024 ** 2, ' ')))),
      'inflates-too-much'
    ],
    ['without a first line', () => gzipSync('x'.repeat(5000)), 'not-submission'],
    ['something else in gzip', () => gzipSync('{"format":"other"}\n{}'), 'not-submission'],
    ['another version', () => gzipSync(`${head.replace('"version":1', '"version":2')}\n${body}`), 'not-submission'],
    ['with a body that is no JSON', () => signed('{'), 'wrong-shape'],
    ['with a body in UTF-16', () => signed(Buffer.from(`\ufeff${body}`, 'utf16le')), 'not-utf-8'],
    ['with a body in another encoding', () => signed(Buffer.from([0x22, 0xcd, 0xf5, 0x22])), 'not-utf-8'],
    ['that begins with the mark of the byte order', () => signed(`\ufeff${body}`), 'wrong-shape'],
    ['deep', () => signed('['.repeat(1_000_000)), 'wrong-shape'],
    ['wide', () => signed(`[${'[],'.repeat(3_000_000)}[]]`), 'wrong-shape'],
    ['with a key that nobody knows', () => changed((given) => ({ ...given, extra: 1 })), 'wrong-shape'],
    ['without what it needs', () => changed(({ journal: _, ...given }) => given), 'wrong-shape'],
    [
      'with a nonce that is a pattern',
      () => signed(body.replaceAll('a'.repeat(32), '(a+)+'.padEnd(32, 'b'))),
      'wrong-shape'
    ],
    ['of a student whose name has a line break', () => withText('a\n"b",100'), 'wrong-shape'],
    ['of a student whose name colours a terminal', () => withText('a\u001b[31m'), 'wrong-shape'],
    ['of a student whose name runs backwards', () => withText('a\u202eb'), 'wrong-shape'],
    ['of a student without a name', () => withText(' '), 'wrong-shape'],
    ['with a number that is none', () => signed(body.replace(/"credit":[\d.]+/, '"credit":1e999')), 'wrong-shape']
  ])('%s is refused', async (_name, file, why) => {
    expect(await unseal(file())).toBe(why)
  })

  it('with the name of a prototype among its keys changes no prototype', async () => {
    const opened = await unseal(signed(body.replace('"outcomes":{', '"outcomes":{"__proto__":"pass",')))
    expect(opened).toMatchObject({ submission: { claimed: { outcomes: submission.claimed.outcomes } } })
    expect(Object.getPrototypeOf(typeof opened === 'string' ? {} : opened.submission.claimed.outcomes)).toBe(
      Object.prototype
    )
  })

  it('and was changed anywhere is refused, or is seen not to be what was signed, or still says just that', async () => {
    const original = await unseal(sealed)
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const file = Buffer.from(sealed)
        file.writeUInt8((file[at] ?? 0) ^ flip, at)
        const opened = await unseal(file)
        // Some bits of gzip mean nothing: most of its header, and what fills up the last byte of its data.
        if (typeof opened !== 'string' && opened.isSigned) expect(opened).toEqual(original)
      }),
      {
        numRuns: 150,
        examples: [
          [4, 1],
          [sealed.length - 9, 0x80]
        ]
      }
    )
  })

  it('whatever its bytes are never throws', async () => {
    const bytes = fc.uint8Array({ maxLength: 300 })
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          bytes,
          bytes.map((raw) => gzipSync(raw)),
          bytes.map((raw) => signed(Buffer.from(raw)))
        ),
        async (file) => {
          expect(typeof (await unseal(file))).toBe('string')
        }
      )
    )
  })

  it('with any JSON at all in any of its places never throws, and is graded or refused', async () => {
    const places = Object.keys(submission)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 4 }), async (place, value) => {
        const file = join(folder, 'fuzzed')
        await writeFile(
          file,
          changed((given) => ({ ...given, [place]: value }))
        )
        expect(['graded', 'refused']).toContain((await take(file, standard)).kind)
      }),
      { numRuns: 60 }
    )
  })

  it('with rubbish as raw output or as journal is graded as far as it goes', async () => {
    const rubbish = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom('\u001b]0;x\u0007', '<a>'.repeat(500), '{"a":'.repeat(500), '\n'.repeat(999))
    )
    await fc.assert(
      fc.asyncProperty(rubbish, fc.nat(4), async (text, index) => {
        const file = join(folder, 'rubbish')
        const nonce = 'a'.repeat(32)
        const content = changed((given) => ({
          ...given,
          journal: text,
          looks: given.looks.map((look, at) => {
            if (at !== index) return look
            // In every section of one controller.
            const sections = look.sections.map((name) => `${nonce} begin ${name}\n${text}\n${nonce} end 0\n`)
            return {
              ...look,
              nodes: { ...look.nodes, controller1: { nonce, output: `\n${sections.join('\n')}\n${nonce} exit 0\n` } }
            }
          })
        }))
        await writeFile(file, content)
        expect((await take(file, standard)).kind).toBe('graded')
      }),
      { numRuns: 20 }
    )
  })
})

describe('a folder of files', () => {
  it('is read with its folders, but for hidden files, those with another purpose, and what links point to', async () => {
    const own = join(folder, 'class')
    await mkdir(join(own, 'Ann_1_file'), { recursive: true })
    await writeFile(join(own, 'Ann_1_file', 'a.quorate'), sealed)
    await writeFile(join(own, '.DS_Store'), 'x')
    await writeFile(join(own, 'roster.csv'), 'student\n')
    await writeFile(join(own, 'virus.zip'), 'PK')
    await symlink('/etc/passwd', join(own, 'link'))
    await symlink('/', join(own, 'root'))
    execFileSync('mkfifo', [join(own, 'pipe')])
    const files = await filesIn([own], [join(own, 'roster.csv')])
    expect(files.map((file) => file.slice(own.length + 1))).toEqual([
      'Ann_1_file/a.quorate',
      'link',
      'pipe',
      'root',
      'virus.zip'
    ])
    const taken = await Promise.all(files.map((file) => take(file, standard)))
    expect(taken.map((one) => (one.kind === 'graded' ? 'graded' : one.finding))).toEqual([
      'graded',
      { code: 'refused', why: 'not-a-file' },
      { code: 'refused', why: 'not-a-file' },
      { code: 'refused', why: 'not-a-file' },
      { code: 'refused', why: 'not-compressed' }
    ])
  })

  it('that is not there is a wrong call', async () => {
    await expect(filesIn([join(folder, 'nowhere')], [])).rejects.toMatchObject({ code: 'submission-unreadable' })
  })
})

describe('the bounds of a JSON text', () => {
  it('hold for what is deep or rich, and never for what stands in a text', () => {
    const bounds = { depth: 3, marks: 10 }
    const keeps = (text: string): boolean => keepsTo(Buffer.from(text), bounds)
    expect(keeps('[[[1]]]')).toBe(true)
    expect(keeps('[[[[1]]]]')).toBe(false)
    expect(keeps(`[${'1,'.repeat(9)}1]`)).toBe(true)
    expect(keeps(`[${'1,'.repeat(10)}1]`)).toBe(false)
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(keeps(JSON.stringify({ [text]: `[[[[${text},,,,,,,,,,"\\` }))).toBe(true)
      })
    )
  })
})
