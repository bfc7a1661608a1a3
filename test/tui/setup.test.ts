import { describe, expect, it } from 'vitest'
import type { Finding, FindingId, Run } from '../../src/engine/engine.ts'
import { environmentError, Interrupted } from '../../src/errors.ts'
import { planOf, type Survey } from '../../src/lab/setup-plan.ts'
import { key, Window, type WindowOptions } from './window.ts'

const finding = (id: FindingId, level: Finding['level'], fixable = false, detail = ''): Finding => ({
  id,
  engine: 'lxd',
  level,
  fixable,
  detail
})

const surveyOf = (findings: readonly Finding[], lab: Parameters<typeof planOf>[2]): Survey => ({
  engine: 'lxd',
  findings,
  plan: planOf('lxd', findings, lab)
})

const bare = surveyOf(
  [
    finding('lxd.platform', 'ok', false, 'linux x64'),
    finding('lxd.packages', 'error', true, 'lxd lxcfs'),
    finding('lxd.daemon', 'error', true, 'lxd'),
    finding('lxd.image-tools', 'error', true, 'mmdebstrap squashfs-tools'),
    finding('lxd.disk', 'ok', false, '20.0 GiB'),
    finding('lxd.memory', 'ok', false, '6.0 GiB')
  ],
  'absent'
)
const ready = surveyOf([finding('lxd.image', 'ok')], 'running')
const stopped = surveyOf([finding('lxd.image', 'ok')], 'stopped')
const blocked = surveyOf([finding('lxd.permission', 'error', false, 'lxd')], 'absent')

const open = async (survey: Survey | undefined, options: WindowOptions = {}): Promise<Window> => {
  const window = await Window.open({ setup: 'first', ...options })
  // What the UI asked first is answered here: it asks again.
  await window.shows(options.locale === 'zh-CN' ? '正在查看本机' : 'Looking at this machine')
  if (survey !== undefined) window.answer(survey)
  // A key that comes before there is an answer is for nobody.
  if (survey === bare) await window.shows('Enter does all this.')
  return window
}

/** Something that goes on until a test ends it, or it is stopped. */
const held = () => {
  const end = Promise.withResolvers<void>()
  const begun: Run[] = []
  return {
    begun,
    end: () => end.resolve(),
    setUp: async (_survey: unknown, run: Run): Promise<void> => {
      begun.push(run)
      run.signal.addEventListener('abort', () => end.reject(new Interrupted()))
      await end.promise
    }
  }
}

describe('the first run', () => {
  it('says what will be done and how large it is before it does anything', async () => {
    const window = await open(bare)
    await window.shows(
      'LXD runs the controllers, as containers.',
      'Install packages: lxd lxcfs mmdebstrap squashfs-tools. At most 30 MB',
      /Build the image of a controller.*190 MB/,
      'Make three controllers',
      '✖ Programs that the engine needs are missing',
      'Enter does all this.'
    )
  })

  it('needs one key, shows in words what happens, and goes on into the course', async () => {
    const work = held()
    const window = await open(bare)
    window.setUp = work.setUp
    window.press(key.enter)
    await window.waitFor(() => work.begun.length === 1)
    await window.shows('Reaching the engine', 'Ctrl-C interrupts.')
    const [run] = work.begun
    run?.report({ step: 'install-packages', done: 0.3 })
    await window.shows(/› Installing packages █+░+ 30%/, 'package manager of this machine')
    run?.report({ step: 'bootstrap-image', done: 0.1 })
    await window.shows('✔ Installing packages', '› Building the controller image', 'A Debian is put together')
    run?.report({ step: 'wait-for-controllers', done: 0.67 })
    await window.shows('› Waiting until the controllers are up')
    work.end()
    await window.shows('A course to look at', 'The three controllers run.')
  })

  it('can be left out: the course is there without controllers', async () => {
    const window = await open(bare)
    window.press('q')
    await window.shows('A course to look at')
    const early = await open(undefined)
    early.press('q')
    await early.shows('A course to look at')
  })

  it('does not ask where everything was agreed to, or only controllers are to be started', async () => {
    for (const [survey, setup] of [
      [bare, 'agreed'],
      [stopped, 'first']
    ] as const) {
      const work = held()
      const window = await open(undefined, { setup })
      window.setUp = work.setUp
      window.answer(survey)
      await window.waitFor(() => work.begun.length === 1)
      work.end()
      await window.shows('A course to look at')
    }
  })

  it('is over at once where the controllers run', async () => {
    const window = await open(ready)
    await window.shows('A course to look at', 'The three controllers run.')
  })

  it('says what only the person can put right, and looks again', async () => {
    const window = await open(blocked)
    await window.shows('Quorate cannot do it', 'sudo usermod -aG lxd', 'Enter looks again.')
    window.survey = async () => ready
    window.press(key.enter)
    await window.shows('A course to look at')
  })

  it('says why it failed and what to do, and tries again', async () => {
    const window = await open(bare)
    window.setUp = async (_survey, run) => {
      run.report({ step: 'bootstrap-image', done: 0.4 })
      throw environmentError('image-build-failed', { program: 'mmdebstrap', detail: 'no route to host' })
    }
    window.press(key.enter)
    await window.shows(
      '✖ Building the controller image',
      'mmdebstrap failed (no route to host)',
      'If a download failed',
      'Enter tries again.'
    )
    window.setUp = async () => undefined
    window.press(key.enter)
    await window.shows('A course to look at', 'The three controllers run.')
  })

  it('says why the machine could not be looked at, and tries again', async () => {
    const window = await Window.open({ setup: 'first' })
    await window.shows('Looking at this machine')
    window.fail(environmentError('vagrant-missing', {}))
    await window.shows('Vagrant is not installed on this machine.', 'Enter tries again.')
    window.survey = async () => ready
    window.press(key.enter)
    await window.shows('A course to look at')
  })

  it('is interrupted by Ctrl-C and begun again by Enter, or left', async () => {
    const work = held()
    const window = await open(bare)
    window.setUp = work.setUp
    window.press(key.enter)
    await window.waitFor(() => work.begun.length === 1)
    window.press(key.ctrlC)
    await window.shows('Interrupted.', 'Enter tries again.')
    const again = held()
    window.setUp = again.setUp
    window.press(key.enter)
    await window.waitFor(() => again.begun.length === 1 && !window.screen.text.includes('Interrupted.'))
    window.press(key.ctrlC)
    await window.shows('Interrupted.')
    window.press('q')
    await window.shows('A course to look at')
  })
})

describe('the set-up by its key', () => {
  it('shows what is there, also where nothing is to be done', async () => {
    const window = await Window.open({ lab: 'quorum' })
    window.survey = async () => ready
    await window.shows('Debian runs here')
    window.press('u')
    await window.shows('Nothing is left to do', 'The controller image and its template are ready.')
    window.press(key.enter)
    await window.shows('Debian runs here')
  })

  it('brings back a lab whose controllers were stopped', async () => {
    const window = await Window.open({ lab: 'quorum' })
    window.unreachable = environmentError('controllers-not-running', { nodes: 'controller1' })
    window.survey = async () => stopped
    await window.shows('Not running: controller1.')
    window.press('u')
    await window.shows('Start the three controllers.')
    window.unreachable = undefined
    window.press(key.enter)
    await window.shows('The three controllers run.', '○ Debian runs here')
  })
})

describe.each([
  { columns: 80, rows: 24 },
  { columns: 120, rows: 36 },
  { columns: 60, rows: 16 }
])('a window of $columns x $rows', (size) => {
  it.each(['en', 'zh-CN'] as const)('holds the whole set-up, in %s', async (locale) => {
    const zh = locale === 'zh-CN'
    const window = await open(undefined, { size, locale })
    const { screen } = window
    const scrolled = screen.scrolled
    const holds = (): void => {
      expect([screen.overflows, screen.scrolled]).toEqual([false, scrolled])
    }
    window.answer(bare)
    // The decision can be taken without scrolling.
    await window.shows('mmdebstrap', '190', '105', zh ? 'Enter 开始' : 'Enter does all this.')
    holds()
    window.press(key.end)
    await window.shows('6.0 GiB')
    holds()
    window.press('?')
    await window.shows(zh ? '全部按键' : 'all keys')
    holds()
    window.press('x')
    const work = held()
    window.setUp = work.setUp
    window.press(key.enter)
    await window.waitFor(() => work.begun.length === 1)
    for (const step of [
      'install-packages',
      'start-daemon',
      'create-pool',
      'bootstrap-image',
      'collect-archive'
    ] as const)
      work.begun[0]?.report({ step, done: 0.5 })
    for (const step of ['import-image', 'prepare-template', 'create-networks', 'create-controllers'] as const)
      work.begun[0]?.report({ step })
    await window.shows(zh ? '› 正在创建控制节点' : '› Creating the controllers')
    holds()
    window.press(key.ctrlC)
    await window.shows(zh ? 'Enter 重试' : 'Enter tries again.')
    holds()
  })
})
