import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { rootFolder } from '../../src/root.ts'
import { quorate } from './program.ts'

const folder = mkdtempSync(join(tmpdir(), 'quorate-calls-'))
afterAll(() => rmSync(folder, { recursive: true }))

const emptyHome = { QUORATE_HOME: join(folder, 'home') }

describe('a wrong call', () => {
  it.each([
    [['chekc', 'memcached'], 2, 'check'],
    [['check', 'memcachd'], 2, 'memcached'],
    [['read', 'galeria'], 2, 'labs'],
    [['hint', 'memcached', 'instal'], 2, 'install'],
    [['status', '--bogus'], 2, '--bogus'],
    [['exec'], 2, 'node'],
    [['--engine', 'docker', 'status'], 2, 'docker'],
    [['up', '--prefix', '300.1'], 2, '300.1'],
    [['up', '--prefix', '127.0'], 2, '127.0'],
    [['status', '--course', join(folder, 'nowhere')], 0, '']
  ])('%j ends with %i and names what is meant', async (args, code, named) => {
    const ran = await quorate(args, emptyHome)
    expect(ran.code, ran.stdout + ran.stderr).toBe(code)
    if (code !== 0) {
      expect(ran.stderr).toContain(named)
      expect(ran.stdout).toBe('')
      expect(ran.stderr.trim().split('\n')).toHaveLength(1)
    }
  })

  it('with --json is one document on standard output, and nothing on standard error', async () => {
    const ran = await quorate(['check', 'memcachd', '--json'], emptyHome)
    expect(ran.code).toBe(2)
    expect(JSON.parse(ran.stdout)).toMatchObject({ version: 1, error: { code: 'lab-unknown' } })
    expect(ran.stderr).toBe('')
  })

  it('is answered in Chinese where that is spoken', async () => {
    const ran = await quorate(['check', 'memcachd', '--lang', 'zh-CN'], emptyHome)
    expect(ran.stderr).toMatch(/\p{Script=Han}/u)
    const environment = await quorate(['check', 'memcachd'], { ...emptyHome, LANG: 'zh_CN.UTF-8' })
    expect(environment.stderr).toBe(ran.stderr)
  })

  it('is answered in ASCII on a terminal that is not UTF-8', async () => {
    for (const LANG of ['C', 'zh_CN.GBK', 'en_US.ISO-8859-1']) {
      const ran = await quorate(['labs'], { ...emptyHome, LANG })
      expect(ran.code).toBe(0)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: this is the range that is asked about
      expect(ran.stdout).toMatch(/^[\x00-\x7f]+$/)
    }
  })

  it('without a lab says what to run, with exit code 3', async () => {
    for (const args of [
      ['check', 'memcached'],
      ['exec', 'all', '--', 'true'],
      ['snapshot', 'list'],
      ['down'],
      ['reset', 'memcached', '--yes']
    ]) {
      const ran = await quorate(args, emptyHome)
      expect(ran.code, args.join(' ')).toBe(3)
      expect(ran.stderr).toContain('quorate up')
    }
  })
})

describe('a broken lab.yaml', () => {
  it('is named with file, line and column, and what was expected', async () => {
    const course = join(folder, 'course')
    cpSync(join(rootFolder, 'labs'), course, { recursive: true })
    const file = join(course, '04-memcached', 'lab.yaml')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace(/^minutes: .*$/m, 'minuts: many'))
    const ran = await quorate(['labs', '--course', course], emptyHome)
    expect(ran.code).toBe(2)
    expect(ran.stderr).toMatch(/04-memcached\/lab\.yaml:\d+:\d+/)
    expect(ran.stderr).toContain('minutes')
    writeFileSync(file, text.replace('tasks:', 'tasks: ['))
    const yaml = await quorate(['lint', course], emptyHome)
    expect(yaml.code).toBe(2)
    expect(yaml.stdout + yaml.stderr).toMatch(/04-memcached\/lab\.yaml:\d+:\d+/)
  })
})

describe('the course of this repository', () => {
  it('has nothing that lint finds', async () => {
    expect(await quorate(['lint'], emptyHome)).toMatchObject({ code: 0 })
  })
})

describe.runIf(process.getuid?.() === 0)("an engine's socket that does not let this user in", () => {
  it('is told from one that does not run', async () => {
    const ran = await quorate(['doctor'], {
      ...emptyHome,
      LXD_DIR: join(folder, 'no-engine'),
      INCUS_DIR: join(folder, 'no-engine')
    })
    expect(ran.code).toBe(3)
    chmodSync(folder, 0o755)
  })
})
