import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lintCourse } from '../../src/check/lint.ts'
import { en } from '../../src/i18n/en/index.ts'
import { zhCN } from '../../src/i18n/zh-CN/index.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-lint-'))
  await cp('test/fixtures/courses/small', folder, { recursive: true })
})
afterEach(() => rm(folder, { recursive: true }))

/** The problems of the course in the folder, as English lines. */
const problems = async (): Promise<readonly string[]> =>
  (await lintCourse(folder)).map((problem) => {
    expect(zhCN.course.problem(problem)).toContain(problem.place.file)
    return en.course.problem(problem).replaceAll(`${folder}/`, '')
  })

const edit = async (file: string, from: string | RegExp, to: string): Promise<void> => {
  const text = await readFile(join(folder, file), 'utf8')
  const edited = text.replace(from, to)
  expect(edited, `${file} has ${from}`).not.toBe(text)
  await writeFile(join(folder, file), edited)
}

const first = '01-first/lab.yaml'
const second = '02-second/lab.yaml'

describe('a course with nothing wrong', () => {
  it('has no problems', async () => {
    expect(await problems()).toEqual([])
  })

  it('is the one that Quorate ships', async () => {
    expect(await lintCourse('labs')).toEqual([])
  })

  it('is not an empty folder', async () => {
    await expect(lintCourse('test/fixtures')).rejects.toMatchObject({ code: 'course-absent' })
  })
})

describe('lint', () => {
  it.each([
    [
      'points that do not add up',
      first,
      'points: 3',
      'points: 4',
      `${first}:5:9: The lab says 4 points; its checks and questions add up to 3.`
    ],
    [
      'a task that does not exist',
      second,
      'task: serve',
      'task: sevre',
      `${second}:13:11: There is no task «sevre». Did you mean «serve»?`
    ],
    [
      'a check that does not exist',
      second,
      'needs: [active]',
      'needs: [actvie]',
      `${second}:26:13: There is no check «actvie». Did you mean «active»?`
    ],
    [
      'checks that need each other',
      second,
      'within: 5s',
      'needs: [memory]',
      `${second}:18:12: These need one another in a circle: active -> memory -> active.`
    ],
    [
      'two checks of one name',
      second,
      'id: memory',
      'id: active',
      `${second}:20:9: There is more than one check «active».`
    ],
    [
      'a lab that does not exist',
      second,
      'needs: [first]',
      'needs: [frist]',
      `${second}:5:9: There is no lab «frist». Did you mean «first»?`
    ],
    [
      'a lab that comes later',
      first,
      'points: 3',
      'points: 3\nneeds: [second]',
      `${first}:6:9: The lab «second» is needed here but comes later in the course.`
    ],
    [
      'a mistake that fails an unknown check',
      second,
      'fails: [memory]',
      'fails: [memroy]',
      `${second}:41:56: There is no check «memroy». Did you mean «memory»?`
    ],
    [
      'a mistake with an unknown diagnosis',
      second,
      'diagnosis: memcached.stopped',
      'diagnosis: memcached.stoped',
      `${second}:40:69: There is no diagnosis «memcached.stoped». Did you mean «memcached.stopped»?`
    ],
    [
      'a lab whose checks are proved on one way only',
      first,
      'routes:\n  - { name: other-way, title: { en: Another way, zh-CN: 另一种做法 } }\n',
      '',
      `${first}:14:3: The lab first has no route`
    ],
    [
      'a mistake without a diagnosis',
      first,
      ', diagnosis: host.other-system }',
      ' }',
      `${first}:30:13: The key «diagnosis» is missing`
    ],
    [
      'an experiment on a controller that nobody found',
      second,
      "    on: [controller1, controller2]\n    tier: service\n    needs: [active]\n    expect: { memcached.memory: '{{memory}}', memcached.maxConnections: { gte: '{{memory}}' } }\n",
      `    tier: behaviour
    experiment:
      - { says: { en: A, zh-CN: 甲 }, run: echo x, keep: holder }
      - { says: { en: B, zh-CN: 乙 }, run: echo x, on: { kept: hodler } }
`,
      `${second}:27:55: There is no kept value of an earlier step «hodler». Did you mean «holder»?`
    ],
    [
      'a check that no mistake fails',
      second,
      'fails: [active]',
      'fails: [memory]',
      `${second}:12:9: No mistake makes the check «active» fail`
    ],
    [
      'a variable that nobody defines',
      second,
      '{{memory}} MB',
      '{{memroy}} MB',
      `${second}:22:18: There is no variable «memroy». Did you mean «memory»?`
    ],
    [
      'a variable in one language only',
      second,
      "zh-CN: '{{memory}} MB'",
      "zh-CN: 'MB'",
      `${second}:22:18: {{memory}} stands in the en text only.`
    ],
    [
      'a text that was not translated',
      second,
      'It must., zh-CN: 必须运行。',
      'It must run for all of us., zh-CN: It must run for all of us.',
      `${second}:15:51: The English and the Chinese text are the same`
    ],
    [
      'an unknown fact',
      second,
      'memcached.active: true',
      'memcached.actve: true',
      `${second}:17:15: There is no fact «memcached.actve». Did you mean «memcached.active»?`
    ],
    [
      'a value of another type',
      second,
      'memcached.active: true',
      'memcached.active: 1',
      `${second}:17:33: The matcher «1» cannot apply to memcached.active, which is boolean.`
    ],
    [
      'a word that a fact never is',
      second,
      'memcached.active: true',
      'memcached.bound: localhost',
      `${second}:17:32: memcached.bound is never «localhost»; it is one of management,`
    ],
    [
      'a list for what is none',
      second,
      'memcached.active: true',
      'memcached.bound: [loopback]',
      'The matcher «[…]» cannot apply to memcached.bound'
    ],
    [
      'a scalar for a list',
      second,
      'memcached.active: true',
      'memcached.answeredBy: controller1',
      'The matcher «controller1» cannot apply to memcached.answeredBy, which is [controller1 | '
    ],
    [
      'an unknown controller in a list',
      second,
      'memcached.active: true',
      'memcached.answeredBy: [controller4]',
      'memcached.answeredBy is never «controller4»'
    ],
    [
      'a number where there is none',
      second,
      'memcached.active: true',
      'memcached.bound: { gte: 3 }',
      'The matcher «gte» cannot apply to memcached.bound'
    ],
    [
      'a text variable for a number',
      second,
      "memcached.memory: '{{memory}}'",
      "memcached.memory: '{{colour}}'",
      'The matcher «{{colour}}» cannot apply to memcached.memory, which is number.'
    ],
    [
      'a bound that is no number',
      second,
      "gte: '{{memory}}'",
      "gte: '{{colour}}'",
      '{{colour}} is no number, and this place needs one.'
    ],
    [
      'a broken pattern',
      second,
      'memcached.active: true',
      "memcached.version: { matches: '(1' }",
      '«(1» is no regular expression:'
    ],
    [
      'an unknown fact inside not',
      second,
      'memcached.active: true',
      'memcached.active: { not: maybe }',
      'The matcher «maybe» cannot apply to memcached.active'
    ],
    [
      'a formula that is none',
      second,
      'answer: 3 * memory',
      'answer: 3 * * memory',
      `${second}:33:13: «3 * * memory» is no formula from character 5 on.`
    ],
    [
      'a formula with an unknown variable',
      second,
      'answer: 3 * memory',
      'answer: 3 * memroy',
      'There is no variable «memroy». Did you mean «memory»?'
    ],
    [
      'a choice between texts and numbers',
      'course.yaml',
      'of: [red, green, blue]',
      'of: [red, 2]',
      'course.yaml:6:31: variables.colour.of: found a list, expected two or more texts, or two or more numbers.'
    ],
    [
      'a formula that is no number',
      second,
      'answer: 3 * memory',
      'answer: 3 * colour',
      '«3 * colour» does not come to a number.'
    ],
    [
      'a formula that divides by zero',
      second,
      '{ answer: memory,',
      '{ answer: memory / (memory - memory),',
      'does not come to a number'
    ],
    [
      'a variable of the machines',
      'course.yaml',
      'memory:',
      'vip:',
      'course.yaml:5:3: There is more than one variable «vip».'
    ],
    [
      'a lab twice',
      'course.yaml',
      '[first, second]',
      '[first, second, first]',
      'course.yaml:3:23: There is more than one lab «first».'
    ],
    [
      'a lab folder that the course does not list',
      'course.yaml',
      '[first, second]',
      '[first]',
      '02-second: «02-second» belongs to nothing'
    ],
    [
      'two diagnoses of one code',
      'diagnoses/memcached.yaml',
      'code: memcached.memory-default',
      'code: memcached.stopped',
      'There is more than one diagnosis «memcached.stopped».'
    ],
    [
      'an unknown fact in a diagnosis',
      'diagnoses/memcached.yaml',
      'when: { memcached.memory: 64',
      'when: { memcached.memroy: 64',
      'There is no fact «memcached.memroy». Did you mean «memcached.memory»?'
    ],
    [
      'an unknown fact in the words of a diagnosis',
      'diagnoses/memcached.yaml',
      '{{node}} has {{memcached.memory}}',
      '{{node}} has {{memcached.memroy}}',
      'There is no fact «memcached.memroy»'
    ],
    [
      'an unknown variable in the words of a diagnosis',
      'diagnoses/memcached.yaml',
      'not {{memory}}',
      'not {{memroy}}',
      'There is no variable «memroy»'
    ],
    [
      'the words of a diagnosis that differ',
      'diagnoses/memcached.yaml',
      "zh-CN: '{{node}} 上的",
      "zh-CN: '机器上的",
      '{{node}} stands in the en text only.'
    ],
    [
      'a lesson without the section of a task',
      '01-first/lesson.en.md',
      ' {#look}',
      '',
      '01-first/lesson.en.md: The lesson has no section for the task «look»'
    ],
    [
      'a lesson with the section of no task',
      '01-first/lesson.en.md',
      '{#look}',
      '{#lok}',
      '01-first/lesson.en.md:5:1: There is no task «lok». Did you mean «look»?'
    ],
    [
      'lessons with other sections',
      '01-first/lesson.zh-CN.md',
      '## 看一看 {#look}',
      '## 看一看 {#look}\n\n## 总结',
      '01-first/lesson.zh-CN.md: The sections are not those of lesson.en.md'
    ],
    [
      'lessons with other commands',
      '01-first/lesson.zh-CN.md',
      /```.*```/s,
      '{{vip}}',
      'The section «看一看» has 0 code blocks, in lesson.en.md it has 1.'
    ],
    [
      'code that does not say what it is',
      '01-first/lesson.en.md',
      '```sh',
      '```',
      '01-first/lesson.en.md:7:1: This block of code does not say what it is: one of sh, host, output, file, diagram.'
    ],
    [
      'code of an unknown kind',
      '01-first/lesson.zh-CN.md',
      '```sh',
      '```ouptut',
      '01-first/lesson.zh-CN.md:7:1: «ouptut» is no kind of code. Did you mean «output»? It is one of sh, host,'
    ],
    [
      'code of different kinds',
      '01-first/lesson.zh-CN.md',
      '```sh',
      '```output',
      '01-first/lesson.zh-CN.md:7:1: This block of code is of another kind than the one in lesson.en.md, line 7.'
    ],
    [
      'code that differs',
      '01-first/lesson.zh-CN.md',
      'ls {{vip}}',
      'ls -l {{vip}}',
      '01-first/lesson.zh-CN.md:7:1: This block of code is not the same as the one in lesson.en.md, line 7.'
    ],
    [
      'a command that no package brings',
      '01-first/lesson.en.md',
      'ls {{vip}}',
      'ls {{vip}}\n  ls | xargs catt x',
      '01-first/lesson.en.md:9:1: There is no command «catt». Did you mean «cat»?'
    ],
    [
      'a command of the lab host for a controller',
      '01-first/lesson.en.md',
      'ls {{vip}}',
      'quorate up',
      '01-first/lesson.en.md:8:1: There is no command «quorate».'
    ],
    [
      'a script that the lesson makes later',
      '01-first/lesson.en.md',
      'ls {{vip}}',
      '/root/x {{vip}}\n```\n\n```sh\ncat > /root/x\n/root/x',
      '01-first/lesson.en.md:8:1: There is no command «/root/x».'
    ],
    [
      'a malformed command',
      'commands.yaml',
      'cat, ls',
      'cat -n, ls',
      'commands.yaml:1:13: coreutils[1]: found «cat -n», expected the name of a command'
    ],
    [
      'a malformed package',
      'commands.yaml',
      'coreutils',
      'Core Utils',
      'commands.yaml:1:1: The file: found «Core Utils», expected the name of a Debian package'
    ],
    [
      'a command of two packages',
      'commands.yaml',
      'cat, ls',
      'cat, ls, cat',
      'commands.yaml:1:22: There is more than one command «cat».'
    ],
    [
      'lessons with other variables',
      '01-first/lesson.zh-CN.md',
      'ls {{vip}}',
      'ls',
      '01-first/lesson.en.md: {{vip}} stands in the en text only.'
    ],
    [
      'an unknown variable in a lesson',
      '01-first/lesson.en.md',
      'ls {{vip}}',
      'ls {{vpi}}',
      '01-first/lesson.en.md:8:4: There is no variable «vpi». Did you mean «vip»?'
    ],
    [
      'an unknown variable in a script',
      '02-second/solution/01-serve.sh',
      'true',
      'echo {{vpi}}',
      '02-second/solution/01-serve.sh:1:6: There is no variable «vpi».'
    ],
    [
      'what the loader tells as well',
      first,
      'minutes: 5',
      'minuets: 5',
      `${first}:4:1: There is no key «minuets» here.`
    ]
  ])('finds %s', async (_, file, from, to, line) => {
    await edit(file, from, to)
    expect((await problems()).join('\n')).toContain(line)
  })

  it('lets the words of drawings differ, and lessons run what they made', async () => {
    const code = (drawing: string): string =>
      `\`\`\`sh\nls {{vip}}\nf() { ls; }\ncat > /root/x <<X\nno such command\nX\n\`\`\`\n
\`\`\`diagram\n${drawing}\n\`\`\`\n
\`\`\`output\nno such command\n\`\`\`\n
\`\`\`sh\n/root/x && f\n\`\`\`\n
\`\`\`host\nquorate exec all -- ls\n\`\`\``
    await edit('01-first/lesson.en.md', /```.*```/s, code('[ first ]'))
    await edit('01-first/lesson.zh-CN.md', /```.*```/s, code('[ 第一 ]'))
    expect(await problems()).toEqual([])
  })

  it.each([
    [
      'a question of a task that does not exist',
      'task: majority\n    kind: number',
      'task: majorty\n    kind: number',
      'There is no task «majorty». Did you mean «majority»?'
    ],
    [
      'a task of a lab of questions that nobody asks about',
      'task: promise',
      'task: majority',
      '01-ideas/lab.yaml:10:9: The task «promise» has no check, and in a lab without checks no question.'
    ]
  ])('finds %s', async (_, from, to, line) => {
    await cp('test/fixtures/courses/questions', folder, { recursive: true })
    await rm(join(folder, '01-first'), { recursive: true })
    await rm(join(folder, '02-second'), { recursive: true })
    await rm(join(folder, 'diagnoses', 'memcached.yaml'))
    expect(await problems()).toEqual([])
    await edit('01-ideas/lab.yaml', from, to)
    expect((await problems()).join('\n')).toContain(line)
  })

  it.each([
    ['01-first/lesson.en.md', '01-first/lesson.en.md: The file lesson.en.md is missing.'],
    ['02-second/lesson.zh-CN.md', '02-second/lesson.zh-CN.md: The file lesson.zh-CN.md is missing.'],
    ['02-second/solution/01-serve.sh', '02-second/solution: The file NN-serve.sh is missing.'],
    ['02-second/mistakes/stopped.sh', '02-second/mistakes/stopped.sh: The file stopped.sh is missing.'],
    ['02-second/routes/other-way/01-serve.sh', '02-second/routes/other-way: The file NN-<task>.sh is missing.'],
    ['01-first/lab.yaml', '01-first/lab.yaml: The file cannot be read (ENOENT).']
  ])('finds that %s is missing', async (file, line) => {
    await rm(join(folder, file))
    expect(await problems()).toContain(line)
  })

  it.each([
    ['notes.txt', 'notes.txt: «notes.txt» belongs to nothing'],
    ['diagnoses/old.yml', 'diagnoses/old.yml: «old.yml» belongs to nothing'],
    ['01-first/lesson.de.md', '01-first/lesson.de.md: «lesson.de.md» belongs to nothing'],
    ['02-second/solution/serve.sh', '02-second/solution/serve.sh: «serve.sh» belongs to nothing'],
    [
      '02-second/solution/02-sevre.sh',
      '02-second/solution/02-sevre.sh: There is no task «sevre». Did you mean «serve»?'
    ],
    ['02-second/solution/02-serve.sh', '02-second/solution/02-serve.sh: There is more than one task «serve».'],
    ['02-second/mistakes/other.sh', '02-second/mistakes/other.sh: «other.sh» belongs to nothing'],
    ['02-second/routes/another/01-serve.sh', '02-second/routes/another: «another» belongs to nothing']
  ])('finds that %s belongs to nothing', async (file, line) => {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), 'true\n')
    expect((await problems()).join('\n')).toContain(line)
  })

  it('leaves what authors keep for themselves alone', async () => {
    await writeFile(join(folder, 'README.md'), '# Ours\n')
    await writeFile(join(folder, '01-first', '.lab.yaml.swp'), '')
    expect(await problems()).toEqual([])
  })

  it('tells all problems in the order of files and lines', async () => {
    await edit(second, 'points: 5', 'points: 6')
    await edit(second, 'task: serve', 'task: sevre')
    await edit(first, 'points: 3', 'points: 4')
    const places = (await problems()).map((line) => line.split(': ')[0])
    expect(places).toEqual([`${first}:5:9`, `${second}:6:9`, `${second}:13:11`])
  })
})
