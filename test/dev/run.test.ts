import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { folderWith } from './folder.ts'

const npm = `#!/usr/bin/env node
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
const [command, ...rest] = process.argv.slice(2)
const prefix = rest[rest.indexOf('--prefix') + 1]
appendFileSync(process.env.NPM_CALLS, command + '\\n')
mkdirSync(prefix + '/node_modules/vitest', { recursive: true })
if (process.env.NPM_DOES === 'hang') {
  process.on('SIGINT', () => {})
  setInterval(() => {}, 1000)
  console.log('half-way ' + process.pid)
} else if (process.env.NPM_DOES === 'fail') {
  console.error('npm: no network')
  process.exit(1)
} else {
  writeFileSync(prefix + '/node_modules/vitest/vitest.mjs', \`
    import { writeFileSync } from 'node:fs'
    const file = process.argv.find((argument) => argument.startsWith('--outputFile.json=')).split('=')[1]
    const count = Number(process.env.FAILING)
    console.log('vitest', process.argv.at(-1))
    writeFileSync(file, JSON.stringify({ numPassedTests: 2, numFailedTests: count, numPendingTests: 0, numTodoTests: 0 }))
    process.exit(count > 0 ? 1 : 0)
  \`)
}
`

const buildScript = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build, digestOf } from './fresh.js'
const root = fileURLToPath(new URL('../..', import.meta.url))
appendFileSync(process.env.NPM_CALLS, 'build\\n')
mkdirSync('dist', { recursive: true })
writeFileSync('dist/bin.js', \`
  process.exitCode = Number(process.env.PROGRAM_CODE ?? 0)
  if (process.env.PROGRAM_DOES === 'wait') {
    const waiting = setInterval(() => {}, 1000)
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.once(signal, () => {
        console.log('tidied up after', signal)
        clearInterval(waiting)
      })
    }
  }
  console.log('started', process.argv.slice(2).join(' '))
\`)
writeFileSync(build.stampFile, digestOf(root, build))
`

type Running = ChildProcessByStdio<null, Readable, Readable>

/** A project that has only its sources, with an npm that needs no network. */
const bareProject = () => {
  const root = folderWith({
    'package.json': '{ "type": "module" }',
    'package-lock.json': '{}',
    '.npmrc': '',
    'bin/npm': npm,
    'bin/package.json': '{ "type": "module" }'
  })
  cpSync('src/dev', join(root, 'src/dev'), { recursive: true })
  writeFileSync(join(root, 'src/dev/build.js'), buildScript)
  chmodSync(join(root, 'bin/npm'), 0o755)

  const start = (task: readonly string[], environment: NodeJS.ProcessEnv = {}): Running =>
    spawn(process.execPath, [join(root, 'src/dev/run.js'), ...task], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        LC_ALL: 'C.UTF-8',
        ...environment,
        PATH: [join(root, 'bin'), process.env.PATH].join(delimiter),
        NPM_CALLS: join(root, 'calls')
      }
    })
  return {
    root,
    start,
    run: async (task: readonly string[], environment: NodeJS.ProcessEnv = {}) => {
      const child = start(task, environment)
      const [stdout, stderr, [exitCode]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'exit')
      ])
      return { stdout, stderr, exitCode }
    },
    calls: () => (existsSync(join(root, 'calls')) ? readFileSync(join(root, 'calls'), 'utf8').trim().split('\n') : [])
  }
}

/** Waits until the install is half-way and hangs. @returns its process id */
const hangingNpm = async (child: Running): Promise<number> => {
  let said = ''
  for await (const chunk of child.stderr) {
    said += chunk
    const pid = /half-way (\d+)\n/.exec(said)?.[1]
    if (pid !== undefined) return Number(pid)
  }
  throw new Error(`npm did not hang: ${said}`)
}

describe('npm start in a fresh clone', () => {
  it('installs, builds and starts the program with the arguments given', async () => {
    const project = bareProject()
    const { stdout, exitCode } = await project.run(['start', '--yes'])
    expect(stdout).toBe('started start --yes\n')
    expect(exitCode).toBe(0)
    expect(project.calls()).toEqual(['ci', 'build'])
  })

  it('does none of that again when nothing changed', async () => {
    const project = bareProject()
    await project.run(['start'])
    const { stdout, stderr } = await project.run(['start'])
    expect({ stdout, stderr }).toEqual({ stdout: 'started start\n', stderr: '' })
    expect(project.calls()).toEqual(['ci', 'build'])
  })

  it('installs again when the lock file changed, and builds again when a source did', async () => {
    const project = bareProject()
    await project.run(['start'])
    writeFileSync(join(project.root, 'src/new.ts'), '')
    await project.run(['start'])
    expect(project.calls()).toEqual(['ci', 'build', 'build'])
    writeFileSync(join(project.root, 'package-lock.json'), '{ "other": 1 }')
    await project.run(['start'])
    expect(project.calls()).toEqual(['ci', 'build', 'build', 'ci', 'build'])
  })

  it('ends with the exit code of the program', async () => {
    const { exitCode } = await bareProject().run(['start'], { PROGRAM_CODE: '3' })
    expect(exitCode).toBe(3)
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('hands %s on to the program and waits for its tidying up', async (signal) => {
    const child = bareProject().start(['start'], { PROGRAM_DOES: 'wait', PROGRAM_CODE: '130' })
    const said: string[] = []
    child.stdout.on('data', (chunk) => {
      said.push(String(chunk))
      if (said.length === 1) child.kill(signal)
    })
    const [exitCode] = await once(child, 'exit')
    expect(said.join('')).toBe(`started start\ntidied up after ${signal}\n`)
    expect(exitCode).toBe(130)
  })

  it('says what failed and what to do, in the language of the environment, and ends with 3', async () => {
    const project = bareProject()
    const english = await project.run(['start'], { NPM_DOES: 'fail' })
    const chinese = await project.run(['start'], { NPM_DOES: 'fail', LC_ALL: 'zh_CN.UTF-8' })
    expect(english).toMatchObject({ stdout: '', exitCode: 3 })
    expect(english.stderr).toContain('npm: no network')
    expect(english.stderr).toContain('Try again')
    expect(chinese.stderr).toContain('重试')
  })

  it('works after an install that failed', async () => {
    const project = bareProject()
    await project.run(['start'], { NPM_DOES: 'fail' })
    expect(existsSync(join(project.root, 'node_modules'))).toBe(false)
    expect((await project.run(['start'])).exitCode).toBe(0)
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143]
  ] as const)('gives up an install at once on %s, blames nobody and leaves nothing half-made', async (signal, code) => {
    const project = bareProject()
    const child = project.start(['start'], { NPM_DOES: 'hang' })
    await hangingNpm(child)
    child.kill(signal)
    const [exitCode] = await once(child, 'exit')
    expect(exitCode).toBe(code)
    expect(readdirSync(join(project.root, '.cache'))).toEqual([])
    expect((await project.run(['start'])).exitCode).toBe(0)
  })

  it('works after it was killed in the middle of an install', async () => {
    const project = bareProject()
    const child = project.start(['start'], { NPM_DOES: 'hang' })
    const npmProcess = await hangingNpm(child)
    onTestFinished(() => void process.kill(npmProcess, 'SIGKILL'))
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect((await project.run(['start'])).exitCode).toBe(0)
  })
})

describe('npm test', () => {
  it('ends with one line that counts, after whatever else there is to say', async () => {
    const { stdout, exitCode } = await bareProject().run(['test', '--project=unit'], { FAILING: '0' })
    expect(stdout.trim().split('\n')).toEqual(['vitest --project=unit', '2 passed, 0 failed'])
    expect(exitCode).toBe(0)
  })

  it('fails when a test fails', async () => {
    const { stdout, exitCode } = await bareProject().run(['test'], { FAILING: '1' })
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('2 passed, 1 failed')
    expect(exitCode).toBe(1)
  })
})
