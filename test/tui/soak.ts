// A UI that is open for hours, in minutes: a second of it takes some milliseconds here. Run by the test of that name, and
// by `npm run bench`, as a bundle and with --expose-gc. Everything is real but machines and terminal, which keep nothing.
//
//   soak.js HOME MINUTES TIMES    so many minutes, so many times; a line of JSON after each

import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import type { ReadStream, WriteStream } from 'node:tty'
import type { Outcome } from '../../src/check/outcome.ts'
import { loadMessages } from '../../src/i18n/locale.ts'
import { homeOf } from '../../src/lab/home.ts'
import { eventsBetween, record } from '../../src/lab/live-events.ts'
import { type LiveNodes, noSnapshot } from '../../src/lab/live-snapshot.ts'
import { openStudy } from '../../src/lab/study.ts'
import type { Pulse } from '../../src/probe/pulse/pulse.ts'
import { rootFolder } from '../../src/root.ts'
import { paintFor } from '../../src/terminal/paint.ts'
import type { NodeName } from '../../src/topology.ts'
import { openUi } from '../../src/tui/open.tsx'
import { galeraText, pulseFor } from '../probe/pulse/recorded.ts'
import { PreparedMachines } from './prepared.ts'

/** What the memory is after some time, in megabytes. */
export interface SoakReport {
  readonly minutes: number
  /** Objects that are still in use. */
  readonly heap: number
  /** All of the process, before anything was tidied up for this report. */
  readonly memory: number
  /** How often something was written to the terminal. */
  readonly writes: number
  /** Screens that did not show in all the time: the keys of this program lead elsewhere. */
  readonly unseen: readonly string[]
}

/** How many milliseconds stand for a second. */
const second = 4

const [folder = '', minutes, times] = process.argv.slice(2)

/** Words that show on each screen, in one language or the other. */
const landmarks: Readonly<Record<string, RegExp>> = {
  'the course': /Memcached/,
  'a lesson': /· \d+\/\d+ p/,
  'a failed check': /controller1: 127\.0/,
  hints: /Hint 1 of|提示 1/,
  questions: /Question \d|第 \d/,
  keys: /all keys|全部按键/,
  actions: /What to do|可以做什么/,
  'the set-up': /Three controllers|三个控制节点/,
  'the time line': /untouched/,
  'the shell': /controller1:~# tick/,
  'the live cluster': /Synced/,
  'a small window': /This window has|窗口只有/
}

const unseen = new Map(Object.entries(landmarks))
let writes = 0

const keyboard = new PassThrough()
const stdin = Object.assign(keyboard, {
  isTTY: true,
  ref: () => undefined,
  unref: () => undefined,
  setRawMode: () => undefined
}) as unknown as ReadStream
const output = new Writable({
  write: (chunk: Buffer, _encoding, done) => {
    writes += 1
    const text = chunk.toString()
    for (const [screen, words] of unseen) if (words.test(text)) unseen.delete(screen)
    done()
  }
})
const stdout = Object.assign(output, {
  isTTY: true,
  columns: 120,
  rows: 36,
  getColorDepth: () => 8
}) as unknown as WriteStream

const sizes = [
  [80, 24],
  [40, 10],
  [200, 60],
  [120, 36]
] as const

const resize = ([columns, rows]: readonly [number, number]): void => {
  Object.assign(stdout, { columns, rows })
  output.emit('resize')
}

const arrow = { up: '\u001b[A', down: '\u001b[B', right: '\u001b[C', left: '\u001b[D' }
/** What a person does all the time; it ends where it began, in a lab. */
const habit = [
  ...[arrow.right, arrow.right, 'c', 'j', 'j', arrow.left, 'l', '\t', arrow.down, '\r', arrow.down, 'q'],
  ...[
    arrow.right,
    'h',
    'h',
    'q',
    'z',
    'z',
    'x',
    'X',
    '?',
    'x',
    ':',
    'zoom',
    '\r',
    'z',
    's',
    arrow.up,
    'q',
    'u',
    'j',
    'q'
  ],
  ...['a', 'b', '\r', '\r', 'q', '1', 'uptime\r', 'ls\r', '\u001d', 't', '\u001d', 'l', 'q', arrow.down, arrow.up, '\r']
]

const home = homeOf({ QUORATE_HOME: folder })
const courseFolder = join(rootFolder, 'labs')
const study = await openStudy(home, courseFolder)

const machines = new PreparedMachines(home)
machines.more = {
  expected: 'the management address',
  observed: 'controller1: 127.0.0.1',
  evidence: [{ node: 'controller1', command: 'ss -Hltn', excerpt: 'LISTEN 0 1024 127.0.0.1:11211' }]
}
const forNodes = <T>(call: (node: NodeName) => T): Record<NodeName, T> => ({
  controller1: call('controller1'),
  controller2: call('controller2'),
  controller3: call('controller3')
})

const outcomes: readonly Outcome[] = ['fail', 'fail', 'fail', 'pass', 'fail', 'not-yet', 'error', 'blocked']

const parts = { galera: { text: galeraText('partition-minority.controller3') } }
const solved = forNodes((node) => pulseFor(node))
/** What happens to the cluster, one after the other. */
const situations: readonly Readonly<Record<NodeName, Pulse | undefined>>[] = [
  solved,
  { ...solved, controller1: pulseFor('controller1', {}, { without: ['haproxy'] }) },
  { ...solved, controller3: pulseFor('controller3', parts, { cut: ['eth1'] }) },
  { ...solved, controller2: undefined }
]

/** Another situation every ten seconds. */
const nodesAt = (time: number): LiveNodes => {
  const pulses = situations[Math.floor(time / 10) % situations.length] ?? solved
  return forNodes((node) => {
    const pulse = pulses[node]
    return pulse === undefined
      ? { kind: 'silent', since: time, machine: 'stopped', pulse: solved[node] }
      : { kind: 'answering', pulse, clusterAt: time }
  })
}

let seen = noSnapshot
const pass = (time: number): void => {
  // A key in five seconds.
  const key = time % 5 === 0 ? habit[(time / 5) % habit.length] : undefined
  if (key !== undefined) keyboard.write(key)
  const after = { ...seen, at: seen.at === 0 ? Date.now() : seen.at + 1000, nodes: nodesAt(time) }
  seen = { ...after, events: record(seen.events, eventsBetween(seen, after)) }
  machines.live.become(seen)
  for (const shell of machines.shells.slice(-3)) {
    shell.print(`\u001b[3${time % 8}mroot@${shell.node}:~# tick ${time}\u001b[m\r\n`)
    // A log that somebody looks at.
    if (time % 600 === 0) shell.print(Array.from({ length: 5000 }, (_, line) => `仲裁 ${line}\r\n`).join(''))
  }
  if (time % 60 === 0) {
    const turn = time / 60
    const checks = study.course.labs.flatMap((lab) => lab.checks)
    const outcomeOf = (index: number): Outcome => outcomes[(turn + index) % outcomes.length] ?? 'pass'
    machines.outcomes = Object.fromEntries(checks.map(({ id }, index) => [id, outcomeOf(index)]))
  }
  const size = time % 300 < sizes.length ? sizes[time % 300] : undefined
  if (size !== undefined) resize(size)
}

const megabytes = (bytes: number): number => Number((bytes / 1e6).toFixed(1))

const reportAt = async (at: number): Promise<SoakReport> => {
  // What is on its way arrives first.
  await setTimeout(500)
  const memory = megabytes(process.memoryUsage().rss)
  globalThis.gc?.()
  await setTimeout(100)
  globalThis.gc?.()
  const heap = megabytes(process.memoryUsage().heapUsed)
  return { minutes: at, heap, memory, writes, unseen: [...unseen.keys()] }
}

const end = new AbortController()
const exited = openUi(
  {
    home,
    courseFolder,
    paint: paintFor(true, true),
    beginning: {
      study,
      language: { locale: 'en', messages: await loadMessages('en') },
      lab: 'galera',
      setup: undefined
    },
    openMachines: async () => machines,
    actOnSnapshot: async () => undefined,
    setup: {
      survey: async () => ({ engine: 'lxd', findings: [], plan: [] }),
      perform: async () => undefined
    },
    signal: end.signal,
    pause: 10 * second
  },
  { stdin, stdout, attachShell: async () => 0, stop: async () => undefined }
)
for (let time = 1; time <= Number(minutes) * 60 * Number(times); time += 1) {
  pass(time)
  await setTimeout(second)
  if (time % (Number(minutes) * 60) === 0) process.stdout.write(`${JSON.stringify(await reportAt(time / 60))}\n`)
}
end.abort()
await exited
process.exit(0)
