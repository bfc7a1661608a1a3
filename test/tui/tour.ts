import type { Locale } from '../../src/i18n/messages.ts'
import type { Home } from '../../src/lab/home.ts'
import { appendJournal } from '../../src/lab/journal.ts'
import { newRecord, writeRecord } from '../../src/lab/record.ts'
import { planOf, type Survey } from '../../src/lab/setup-plan.ts'
import { key, Window, type WindowOptions } from './window.ts'

const machine = { machineId: 'a', hostName: 'b', services: [], health: {} }

/** A lab with two points in time, the later of which it came from. */
const prepare = async (home: Home): Promise<void> => {
  const snapshots = ['untouched', 'quorum/start'].map((name) => ({
    name,
    key: `s-${name}`,
    createdAt: '2026-11-22T10:00:00.000Z',
    machines: { controller1: machine, controller2: machine, controller3: machine }
  }))
  await writeRecord(home, { ...newRecord('lxd', '10.77'), snapshots })
  await appendJournal(home, ...snapshots.map(({ name }) => ({ event: 'snapshot-saved', name }) as const))
}

const findings: Survey['findings'] = [
  { id: 'lxd.platform', engine: 'lxd', level: 'ok', fixable: false, detail: 'linux x64' },
  { id: 'lxd.packages', engine: 'lxd', level: 'error', fixable: true, detail: 'lxd lxcfs' },
  { id: 'lxd.disk', engine: 'lxd', level: 'warn', fixable: false, detail: '20.0 GiB' }
]

/** A machine that lacks something. */
const bare: Survey = { engine: 'lxd', findings, plan: planOf('lxd', findings, 'absent') }

/** A window with something of everything in it. */
export const openWindow = async (options: WindowOptions): Promise<Window> => {
  const window = await Window.open({ lab: 'quorum', prepare, ...options })
  window.machines.outcomes = { debian: 'pass', bound: 'fail', memory: 'not-yet', running: 'error', port: 'blocked' }
  window.machines.more = {
    expected: 'the management address',
    observed: 'controller1: 127.0.0.1',
    evidence: [{ node: 'controller1', command: 'ss -Hltn', excerpt: 'LISTEN 0 1024 127.0.0.1:11211' }],
    diagnoses: [{ code: 'memcached.loopback', message: 'Only this machine reaches `127.0.0.1`.', look: 'ss -Hltnp' }]
  }
  window.answer(bare)
  return window
}

const seenIn = {
  en: {
    lesson: 'Three nodes can lose one',
    code: 'ping -c 1',
    link: 'the guide',
    task: 'Look around',
    failed: 'FAILED',
    cluster: 'Machine',
    observed: 'Observed',
    hint: 'Hint 1 of 3',
    question: 'How many of three decide?',
    right: 'Right.',
    keys: 'login shell on',
    actions: 'What to do',
    course: 'A course to look at',
    timeline: 'quorum/start',
    restore: 'Enter restores it',
    naming: 'Enter saves',
    setUp: 'What Quorate will do'
  },
  'zh-CN': {
    lesson: '三个节点',
    code: 'ping -c 1',
    link: '指南',
    task: '看一看',
    failed: '未通过',
    cluster: '机器',
    observed: '实际',
    hint: '提示 1/3',
    question: '三个节点中几个可以决定？',
    right: '正确。',
    keys: '登录 shell',
    actions: '可以做什么',
    course: '用来看的课程',
    timeline: 'quorum/start',
    restore: 'Enter 恢复，',
    naming: 'Enter 保存，',
    setUp: 'Quorate 将要做的事'
  }
} as const satisfies Record<Locale, Record<string, string>>

/** Goes through every screen; what shows on each. */
export const walk = async (
  window: Window,
  locale: Locale,
  hasShellPane: boolean,
  onScreen: (name: string) => Promise<void> = async () => undefined
): Promise<readonly string[]> => {
  const words = seenIn[locale]
  const screens: string[] = []
  const at = async (text: string, ...keys: readonly string[]): Promise<void> => {
    window.press(...keys)
    await window.shows(text)
    screens.push(window.screen.text)
    await onScreen(text)
  }
  await at(words.lesson)
  await at(words.code, key.right)
  await at(words.code, 'c')
  await at(words.link, key.right)
  await at(words.task, key.left, key.tab)
  await at(words.cluster, key.tab)
  if (hasShellPane) await at('Ctrl-]', key.tab)
  if (hasShellPane) window.press(key.leaveShell)
  else window.press(key.tab)
  await at(words.code)
  await at(words.observed, key.enter)
  await at(words.code, 'q', key.shiftTab)
  await at(words.hint, 'h')
  await at(words.question, 'q', 'a')
  await at(words.right, '2', key.enter)
  await at(words.keys, 'q', '?')
  await at(words.actions, 'x', ':')
  window.press(key.escape)
  // Together with a letter, Esc would be Alt.
  await window.waitFor(() => !window.screen.text.includes(words.actions))
  await at(words.course, 'q')
  await at(words.timeline, 's')
  await at(words.restore, key.enter)
  window.press(key.escape)
  await window.waitFor(() => !window.screen.text.includes(words.restore))
  await at(words.naming, 's')
  window.press(key.escape)
  await window.waitFor(() => !window.screen.text.includes(words.naming))
  await at(words.course, 'q')
  await at(words.setUp, 'u')
  await at(words.course, 'q')
  return screens
}
