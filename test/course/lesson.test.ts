import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeBlocksOf, parseLesson, readLesson } from '../../src/course/lesson.ts'
import { loadCourse } from '../../src/course/loader.ts'

describe('a lesson', () => {
  it('is cut where a task begins, without the mark', () => {
    const lesson = parseLesson(
      '# Title\n\nIntro.\n\n## Install it {#install}\n\nText.\n\n### Below\n\nMore.\n\n## Look {#look}\nEnd'
    )
    expect(lesson).toEqual([
      { heading: 'Title', markdown: '# Title\n\nIntro.\n' },
      { task: 'install', heading: 'Install it', markdown: '## Install it\n\nText.\n\n### Below\n\nMore.\n' },
      { task: 'look', heading: 'Look', markdown: '## Look\nEnd\n' }
    ])
  })

  it('has sections of no task too', () => {
    expect(
      parseLesson('## A {#a}\n\n## What you learned\n\nMuch.\n').map(({ task, heading }) => [task, heading])
    ).toEqual([
      ['a', 'A'],
      [undefined, 'What you learned']
    ])
  })

  it.each([
    ['```', '```'],
    ['````text', '````'],
    ['~~~', '~~~~~'],
    ['```', '']
  ])('is not cut inside a code block that %s opens', (open, close) => {
    expect(parseLesson(`# T\n${open}\n## no {#no}\n\`\`\`x\n${close}`)).toHaveLength(1)
  })

  it('goes on after a code block ends', () => {
    expect(parseLesson('```\n# x\n```\n## A {#a}')).toEqual([
      { heading: '', markdown: '```\n# x\n```\n' },
      { task: 'a', heading: 'A', markdown: '## A\n' }
    ])
    expect(parseLesson('a ```code``` b\n## A {#a}')).toHaveLength(2)
  })

  it('has blocks of code with what their fences say, and their lines', () => {
    expect(codeBlocksOf('a\n```sh\nb\n\nc\n```\n~~~~ output \n```\n~~~\n~~~~\n```\n```\n```file')).toEqual([
      { info: 'sh', text: 'b\n\nc', line: 2 },
      { info: 'output', text: '```\n~~~', line: 7 },
      { info: '', text: '', line: 11 },
      { info: 'file', text: '', line: 13 }
    ])
  })

  it('keeps every line, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('# a', '## b', '## c {#c}', '```', '~~~', 'text', '', '   x')), (lines) => {
        const inked = (all: readonly string[]) => all.map((line) => line.replace(' {#c}', '').trim()).filter(Boolean)
        const kept = parseLesson(lines.join('\n')).flatMap(({ markdown }) => markdown.split('\n'))
        expect(inked(kept)).toEqual(inked(lines))
      })
    )
  })

  it('is read from the folder of its lab', async () => {
    const [lab] = (await loadCourse('test/fixtures/courses/small')).labs
    if (lab === undefined) throw new Error('no lab')
    expect((await readLesson(lab, 'zh-CN'))[1]).toMatchObject({ task: 'look', heading: '看一看' })
    await expect(readLesson({ ...lab, folder: '/nowhere' }, 'en')).rejects.toMatchObject({ code: 'lesson-absent' })
  })
})
