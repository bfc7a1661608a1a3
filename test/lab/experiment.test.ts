import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BehaviourCheck, ExperimentStep } from '../../src/course/schema.ts'
import type { Controllers } from '../../src/engine/engine.ts'
import { environmentError, Interrupted } from '../../src/errors.ts'
import { runExperiment } from '../../src/lab/experiment.ts'
import { type Home, homeOf } from '../../src/lab/home.ts'
import { readPending } from '../../src/lab/pending.ts'
import { identityOf, newRecord } from '../../src/lab/record.ts'
import { recover } from '../../src/lab/recover.ts'
import { type NodeName, nodeNames } from '../../src/topology.ts'

/** Three folders of this machine stand for three controllers: scripts really run, and really end or hang. */
let home: Home
let gone: NodeName | undefined
const record = newRecord('lxd', '10.77')

beforeEach(async () => {
  home = homeOf({ QUORATE_HOME: await mkdtemp(join(tmpdir(), 'quorate-experiment-')) })
  gone = undefined
  for (const node of nodeNames) await mkdir(join(home.folder, node))
})
afterEach(() => rm(home.folder, { recursive: true }))

const exec: Controllers['exec'] = (node, [program = '', ...args], options = {}) =>
  new Promise((resolve, reject) => {
    if (node === gone) return reject(environmentError('engine-refused', { detail: 'not running' }))
    const child = spawn(program, args, {
      cwd: join(home.folder, node),
      env: { ...process.env, ...options.environment, NODE: node }
    })
    child.stdout.on('data', (chunk: Buffer) => options.onOutput?.('stdout', chunk))
    child.stderr.on('data', (chunk: Buffer) => options.onOutput?.('stderr', chunk))
    options.signal?.addEventListener('abort', () => child.kill('SIGTERM'), { once: true })
    child.on('close', (code) => resolve({ exitCode: code ?? 143, stdout: '', stderr: '', isWhole: true }))
  })

const unused = (): never => {
  throw new Error('not a part of an experiment')
}
const controllers: Controllers = {
  engine: 'lxd',
  identity: identityOf(record),
  inspect: unused,
  create: unused,
  start: unused,
  stop: unused,
  freeze: unused,
  thaw: unused,
  belongings: unused,
  remove: unused,
  exec,
  openChannel: unused,
  openShell: unused,
  snapshots: { keys: unused, save: unused, restore: unused, delete: unused },
  space: unused,
  withIdentity: unused,
  close: unused
}

type Written = Partial<ExperimentStep> & { readonly run: string }

const checkOf = (steps: readonly Written[]): BehaviourCheck => ({
  id: 'drill',
  task: 'task',
  title: { en: 'Drill', 'zh-CN': '演练' },
  why: { en: 'Why', 'zh-CN': '意义' },
  needs: [],
  points: 1,
  tier: 'behaviour',
  experiment: steps.map((step, index) => ({
    says: { en: `Step ${index + 1} on {{vip}}`, 'zh-CN': `第 ${index + 1} 步` },
    on: 'each' as const,
    ...step
  }))
})

const perform = (
  steps: readonly Written[],
  { signal = new AbortController().signal, slowness = 1, onStep = (_says: string): void => {} } = {}
) =>
  runExperiment(
    {
      home,
      controllers,
      values: { vip: '10.9.0.10' },
      slowness,
      signal,
      onStep: ({ en }) => onStep(en)
    },
    checkOf(steps)
  )

const textOn = (node: NodeName, file: string): Promise<string> => readFile(join(home.folder, node, file), 'utf8')
const run = { report: () => undefined, signal: new AbortController().signal }
const pendingOf = async () => {
  const pending = await readPending(home)
  if (pending === undefined || pending.action === 'destroy') throw new Error('nothing is pending')
  return pending
}

describe('an experiment', () => {
  it('holds when every step is so; what was found is known to later steps', async () => {
    const said: string[] = []
    const end = await perform(
      [
        { run: '[ $NODE != controller2 ] || echo $NODE', keep: 'holder' },
        { on: { kept: 'holder' }, run: 'echo "{{vip}} $holder" >seen' },
        { on: { others: 'holder' }, run: '[ ! -e seen ]' }
      ],
      { onStep: (says) => said.push(says) }
    )
    expect(end).toEqual({ kind: 'held' })
    expect(await textOn('controller2', 'seen')).toBe('10.9.0.10 controller2\n')
    expect(said).toEqual(['Step 1 on 10.9.0.10', 'Step 2 on 10.9.0.10', 'Step 3 on 10.9.0.10'])
  })

  it('fails at the first step that is not so, and tells where and what was printed', async () => {
    const end = await perform([
      { run: 'true' },
      { run: '[ $NODE = controller1 ] || { echo out; echo "no row here" >&2; exit 1; }' },
      { run: 'touch never' }
    ])
    expect(end).toMatchObject({
      kind: 'failed',
      says: { en: 'Step 2 on 10.9.0.10' },
      results: [{ node: 'controller2' }, { node: 'controller3' }]
    })
    expect(end.kind === 'failed' && end.results[0]?.printed).toContain('no row here')
    await expect(textOn('controller1', 'never')).rejects.toThrow()
  })

  it('could not look where a program is missing or a controller is gone', async () => {
    expect(await perform([{ run: 'no-such-program-here' }])).toMatchObject({ kind: 'not-looked' })
    gone = 'controller3'
    expect(await perform([{ run: 'true' }])).toMatchObject({
      kind: 'not-looked',
      results: [{ node: 'controller3', exitCode: undefined }]
    })
  })

  it('tries a step again until it is so, or its time is over', async () => {
    expect(
      await perform([{ on: ['controller1'], run: 'echo x >>tries; [ $(wc -l <tries) -ge 3 ]', within: 20_000 }])
    ).toEqual({ kind: 'held' })
    expect(await textOn('controller1', 'tries')).toBe('x\nx\nx\n')
    expect(await perform([{ on: ['controller1'], run: 'echo x >>late; exit 1', within: 1200 }])).toMatchObject({
      kind: 'failed'
    })
    expect((await textOn('controller1', 'late')).length).toBeGreaterThan(2)
  })

  it('has failed where an attempt was surely not so, though the last one was cut off', async () => {
    const run = 'if [ -e tried ]; then sleep 1000; fi; touch tried; echo "not yet"; exit 1'
    expect(await perform([{ on: ['controller1'], run, within: 2000 }])).toMatchObject({
      kind: 'failed',
      results: [{ stdout: 'not yet\n' }]
    })
  })

  it('ends a script that hangs, and says that it could not look', async () => {
    expect(await perform([{ on: ['controller1'], run: 'sleep 1000' }], { slowness: 0.01 })).toMatchObject({
      kind: 'not-looked'
    })
  })
})

describe('what an experiment disturbs', () => {
  const steps: readonly Written[] = [
    { on: ['controller1'], run: 'echo one >>log', undo: 'echo undo one >>log' },
    { on: ['controller1'], run: 'echo two >>log; exit 1', undo: 'echo undo two >>log' },
    { on: ['controller1'], run: 'echo three >>log', undo: 'echo undo three >>log' }
  ]

  it('is put back, the last step first, when it fails', async () => {
    expect(await perform(steps)).toMatchObject({ kind: 'failed' })
    expect(await textOn('controller1', 'log')).toBe('one\ntwo\nundo two\nundo one\n')
    expect(await readPending(home)).toBeUndefined()
  })

  it('is put back when somebody interrupts', async () => {
    const stop = new AbortController()
    const performed = perform(
      [
        { on: ['controller1'], run: 'echo one >>log', undo: 'echo undo one >>log' },
        { on: ['controller1'], run: 'sleep 1000' }
      ],
      { signal: stop.signal, onStep: (says) => void (says.startsWith('Step 2') && stop.abort()) }
    )
    await expect(performed).rejects.toBeInstanceOf(Interrupted)
    expect(await textOn('controller1', 'log')).toBe('one\nundo one\n')
    expect(await readPending(home)).toBeUndefined()
  })

  it('is written down before it happens, and put back by the next command after a kill', async () => {
    const seen: unknown[] = []
    await perform(
      [
        { on: ['controller1'], run: 'holder=1; echo controller1', keep: 'holder' },
        {
          on: { kept: 'holder' },
          run: `cp ${join(home.folder, 'pending.json')} pending`,
          undo: 'echo "undone on $holder" >>log'
        }
      ],
      { onStep: (says) => seen.push(says) }
    )
    await writeFile(home.pending, await textOn('controller1', 'pending'))
    await recover({ home, record, controllers }, await pendingOf(), 'keep', run)
    expect(await textOn('controller1', 'log')).toBe('undone on controller1\nundone on controller1\n')
    expect(await readPending(home)).toBeUndefined()
  })

  it('stays written down where it cannot be put back; the next command says so, and a roll-back goes on', async () => {
    const end = await perform([{ on: ['controller1'], run: 'true', undo: 'echo stuck; exit 1' }], { slowness: 0.001 })
    expect(end).toMatchObject({ kind: 'not-undone', results: [{ node: 'controller1', stdout: 'stuck\n' }] })
    const slow = { ...record, slowness: 0.001 }
    await expect(recover({ home, record: slow, controllers }, await pendingOf(), 'keep', run)).rejects.toMatchObject({
      code: 'experiment-not-undone'
    })
    await recover({ home, record: slow, controllers }, await pendingOf(), 'replace', run)
    expect(await readPending(home)).toBeUndefined()
  })

  it('is tried again until it succeeds: a controller may be booting', async () => {
    const end = await perform([{ on: ['controller1'], run: 'true', undo: 'echo x >>tries; [ $(wc -l <tries) -ge 2 ]' }])
    expect(end).toEqual({ kind: 'held' })
    expect(await textOn('controller1', 'tries')).toBe('x\nx\n')
  })
})
