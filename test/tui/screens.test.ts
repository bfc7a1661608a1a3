import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { environmentError } from '../../src/errors.ts'
import { readJournal } from '../../src/lab/journal.ts'
import type { PreparedMachines } from './prepared.ts'
import { key, Window } from './window.ts'

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 36 },
  { columns: 60, rows: 16 }
]

const allFive = { debian: 'pass', bound: 'fail', memory: 'not-yet', running: 'error', port: 'blocked' } as const

const finding: PreparedMachines['more'] = {
  expected: 'the management address',
  observed: 'controller1: 127.0.0.1',
  evidence: [{ node: 'controller1', command: 'ss -Hltn', excerpt: 'LISTEN 0 1024 127.0.0.1:11211' }],
  diagnoses: [{ code: 'memcached.loopback', message: 'Only this machine reaches `127.0.0.1`.', look: 'ss -Hltnp' }]
}

describe('the course', () => {
  it('lists the labs with state, minutes and points, and what the chosen one is about', async () => {
    const window = await Window.open()
    await window.shows(
      /› ○ Quorum: who may decide +open +20 min +0\/11 points/,
      /· Later +locked/,
      'Lose one and go on'
    )
  })

  it('says of a locked lab what has to be passed before it', async () => {
    const window = await Window.open()
    await window.shows('Later')
    window.press(key.down, key.enter)
    await window.shows('Locked. To be passed before it: Quorum: who may decide.')
    window.press(key.up)
    await window.waitFor(() => !window.screen.text.includes('Locked.'))
  })
})

describe.each(sizes)('a window of $columns x $rows', (size) => {
  it.each(['en', 'zh-CN'] as const)('holds every screen, in %s', async (locale) => {
    const window = await Window.open({ size, locale })
    window.machines.outcomes = allFive
    window.machines.more = finding
    const { screen } = window
    const words = locale === 'en' ? ['Quorum', 'Look around', 'Keys', 'Hint'] : ['仲裁', '看一看', '按键', '提示']
    const holds = (): void => {
      expect(screen.overflows).toBe(false)
      // Straight lines between panes side by side; where there are tabs, only these are set apart.
      const rows = screen.cellsWith('│').filter((cells) => cells.length > 0)
      if (size.columns >= 116) expect(new Set(rows.flat()).size).toBeLessThanOrEqual(1)
      else expect(rows.length).toBeLessThanOrEqual(1)
    }
    await window.shows(words[0] ?? '')
    const scrolled = screen.scrolled
    holds()
    window.press(key.enter)
    await window.shows('1/3', locale === 'en' ? 'Three nodes' : '三个节点')
    holds()
    window.press(key.tab)
    await window.shows('✖')
    holds()
    window.press(key.tab)
    await window.shows(locale === 'en' ? 'Cluster' : '集群')
    holds()
    window.press(key.shiftTab, key.shiftTab)
    window.press(key.right)
    await window.shows('ping -c 1')
    holds()
    window.press(key.enter)
    await window.shows('✖')
    holds()
    window.press('q', 'h')
    await window.shows(`${words[3]}`)
    holds()
    window.press('?')
    await window.shows(words[2] ?? '')
    holds()
    expect(screen.scrolled).toBe(scrolled)
  })
})

describe('a lab', () => {
  it('shows one part of the lesson at a time, with the values of the learner', async () => {
    const window = await Window.open({ lab: 'quorum' })
    await window.shows('Three nodes can lose one', '1/3')
    window.press(key.right)
    await window.shows('ping -c 1 10.77.0.10', "cat > /etc/example.conf <<'CONF'", '2/3')
    window.press('n', key.right)
    await window.shows('The server may use 128 MB.', '3/3')
    window.press('p')
    await window.shows('ping -c 1')
  })

  it('scrolls what is longer than its room', async () => {
    const window = await Window.open({ lab: 'quorum', size: { columns: 60, rows: 16 } })
    await window.shows(/1-12 of \d+/)
    window.press(key.down, 'j')
    await window.shows(/3-14 of/)
    window.press(key.end)
    await window.shows('next parts are for.')
    window.press('g')
    await window.shows(/1-12 of/)
  })

  it('leaves code at the left edge, with nothing before it', async () => {
    const window = await Window.open({ lab: 'quorum', color: true })
    await window.shows('Three nodes')
    window.press(key.right)
    await window.shows('ping -c 1')
    window.press('z')
    await window.waitFor(() => !window.screen.text.includes('│'))
    expect(window.screen.rows.filter((row) => /^(?:ping|cat|listen|CONF)/.test(row))).toEqual([
      'ping -c 1 10.77.0.10',
      "cat > /etc/example.conf <<'CONF'",
      'listen = 10.77.0.11',
      'CONF'
    ])
  })

  it('shows five outcomes that differ without colour', async () => {
    const window = await Window.open({ lab: 'quorum' })
    window.machines.outcomes = allFive
    await window.shows(
      '✔ Debian runs here',
      '✖ memcached listens on the management',
      '○ It may use 128 MB',
      '! memcached is running',
      '· The port is 11211'
    )
    const ascii = await Window.open({ lab: 'quorum', unicode: false })
    ascii.machines.outcomes = allFive
    await ascii.shows('+ Debian', 'x memcached', 'o It may', '! memcached', '. The port')
    expect(ascii.screen.text).toMatch(/^[ -~\n]*$/)
  })

  it('looks again by itself, one run at a time, and keys go on working meanwhile', async () => {
    const window = await Window.open({ lab: 'quorum' })
    const { machines } = window
    const first = Promise.withResolvers<void>()
    machines.hold = first.promise
    await window.waitFor(() => machines.running === 1)
    await window.shows('Three nodes')
    window.press(key.right)
    await window.shows('ping -c 1')
    machines.hold = undefined
    first.resolve()
    await window.shows('○ Debian runs here')
    machines.outcomes = { debian: 'pass' }
    await window.shows('✔ Debian runs here')
    expect(machines.mostRunning).toBe(1)
    expect(machines.begun).toEqual(['quorum'])
  })

  it('writes nothing to the terminal while nothing changes', async () => {
    const window = await Window.open({ lab: 'quorum' })
    await window.shows('○ Debian runs here')
    await window.waitFor(() => window.machines.noted === 1)
    const { runs } = window.machines
    const { written } = window.screen
    await window.waitFor(() => window.machines.runs > runs)
    await window.waitFor(() => window.machines.running === 0)
    expect(window.screen.written).toBe(written)
  })

  it('opens a failed check: expected, observed, cause, where to look, evidence, why', async () => {
    const window = await Window.open({ lab: 'quorum', size: { columns: 120, rows: 36 } })
    window.machines.outcomes = allFive
    window.machines.more = finding
    await window.shows('✖ memcached listens', '1/3')
    window.press(key.right, key.enter)
    await window.shows(
      'Expected',
      'the management address',
      'controller1: 127.0.0.1',
      'Only this machine reaches 127.0.0.1.',
      'ss -Hltnp',
      'LISTEN 0 1024'
    )
    window.press(key.end)
    await window.shows('The others reach it at 10.77.0.11 only.')
    window.press(key.right, key.right, key.right)
    await window.shows('Another check comes first: memcached is running')
    window.press(key.enter)
    await window.shows('ping -c 1')
  })

  it('moves in the list of checks when it has the focus', async () => {
    const window = await Window.open({ lab: 'quorum' })
    await window.shows('- ○ Debian')
    window.press(key.tab, key.down)
    await window.shows('› ○ memcached listens')
    window.press(key.shiftTab, key.down)
    await window.shows(/2-\d+ of/, '- ○ memcached listens')
  })

  it('gives hints one by one and writes each down once', async () => {
    const window = await Window.open({ lab: 'quorum' })
    await window.shows('○ Debian')
    window.press('h')
    await window.shows('no task, and no hints')
    window.press(key.right)
    await window.shows('ping -c 1')
    window.press('h')
    await window.shows('Hint 1 of 3', 'What does ss show?')
    window.press(key.escape)
    await window.shows('ping -c 1')
    window.press('h')
    await window.shows('Hint 1 of 3')
    window.press('h')
    await window.shows('Hint 2 of 3', 'Look at 10.77.0.10.')
    window.press('h')
    await window.shows('Hint 3 of 3', 'There are no more hints')
    window.press('h')
    const journal = await readJournal(window.home)
    expect(journal.flatMap((line) => (line.event === 'hint' ? [line.rung] : []))).toEqual([1, 2, 3])
  })

  it('says in one line that it is passed, and that questions are left', async () => {
    const window = await Window.open({ lab: 'quorum' })
    window.machines.outcomes = { debian: 'pass', bound: 'pass', memory: 'pass', running: 'pass', port: 'pass' }
    await window.shows('Passed: 10 of 11 points. Questions are left: a asks them.', '10/11 points')
  })

  it('hides the checks, so that the text can be copied', async () => {
    const window = await Window.open({ lab: 'quorum', size: { columns: 120, rows: 36 } })
    await window.shows('│', 'Debian runs here')
    window.press('z')
    await window.waitFor(() => !window.screen.text.includes('│'))
    window.press('z')
    await window.shows('│')
  })

  it('comes back as it was left', async () => {
    const window = await Window.open({ lab: 'quorum' })
    await window.shows('Three nodes')
    window.press(key.right)
    await window.shows('ping -c 1')
    window.press('q')
    await window.shows('A course to look at')
    window.press(key.enter)
    await window.shows('ping -c 1', '2/3')
  })
})

describe('a lab of questions', () => {
  const open = async () => {
    const window = await Window.open({ lab: 'ideas', course: 'questions' })
    window.unreachable = environmentError('lab-absent', {})
    return window
  }

  it('needs no machines, and shows what was answered task by task', async () => {
    const window = await open()
    await window.shows(
      'Read, then answer.',
      '0 of 3 questions answered rightly.',
      /○ The majority of 5 +0\/2/,
      /Tasks ─+ 0\/3/
    )
    await vi.waitFor(async () => expect((await readJournal(window.home)).map(({ event }) => event)).toEqual(['opened']))
    expect(window.screen.text).not.toContain('There is no lab yet')
    window.press(key.tab, key.down)
    await window.shows('Read, then answer.')
  })

  it('is taken entirely in the UI, from its first question until it is passed', async () => {
    const window = await open()
    await window.shows('Read, then answer.')
    window.press(key.right)
    await window.shows('more than half decide')
    window.press(key.enter)
    await window.shows('Ideas first · Questions', 'Question 1 of 2 · 2 points · The majority of 5', 'How many of 5')
    window.press(key.enter)
    await window.shows('Please give a number')
    window.press('5', key.enter)
    await window.shows('✖ Not right.', 'That is all of them.', '[✖] ○', '0/4 points')
    // The first answer counts; the question comes again at the end of the round.
    window.press(key.enter)
    await window.shows('Question 2 of 2', '› [ ] a) Yes', '[ ] b) No')
    window.press(key.down, key.enter)
    await window.shows('[x] b) No', '✔ Right.', 'Only one side may.', '1/3 right · 1/4 points')
    window.press(key.enter)
    await window.shows('Question 1 of 2', 'You answered this before')
    window.press('３', key.enter)
    await window.shows('✔ Right.', 'More than half.', 'Enter leads back', '2/3 right · 1/4 points')
    window.press(key.enter)
    await window.shows('2 of 3 questions answered rightly; 1 of 4 points.', 'more than half decide')
    window.press('n')
    await window.shows('is a promise')
    window.press('a', '5', '2', '5', '.', '6', key.enter)
    await window.shows('Question 1 of 1', '✔ Right.', 'With this answer the lab is passed.', '3/3 right · 2/4 points')
    const journal = await readJournal(window.home)
    expect(
      journal.flatMap((line) => (line.event === 'answered' ? [[line.question, line.answer, line.right]] : []))
    ).toEqual([
      ['quorum', '5', false],
      ['half', 'b', true],
      ['quorum', '３', true],
      ['budget', '525.6', true]
    ])
    expect(journal.filter(({ event }) => event === 'passed')).toHaveLength(1)
    window.press(key.enter, 'q')
    await window.shows('✔ Ideas first', '○ Work')
  })

  it('shows a question as it was left, and each part has its own', async () => {
    const window = await open()
    await window.shows('Read, then answer.')
    window.press(key.right, 'a', key.right)
    await window.shows('› [ ] a) Yes')
    window.press('b', 'q')
    await window.shows('more than half decide')
    window.press('q')
    await window.shows('What a majority is.')
    window.press(key.enter)
    await window.shows('more than half decide')
    window.press('a')
    await window.shows('Question 2 of 2', '› [x] b) No')
    window.press('q', 'p', 'a')
    await window.shows('Question 1 of 3')
    window.press('l')
    await window.shows('第 1 题，共 3 题', '5 个里需要几个？')
    window.press('l', '?')
    await window.shows('mark a choice by its letter or number')
    window.press('x', ':')
    await window.shows('next question')
    window.press('n', 'e', 'x', 't')
    await window.waitFor(() => !window.screen.text.includes('previous question'))
    window.press(key.enter)
    await window.shows('Question 2 of 3')
  })

  it('takes one answer, however often Enter is pressed, and all choices that are marked', async () => {
    const window = await open()
    await window.shows('Read, then answer.')
    window.press(key.right, 'a', key.right)
    await window.shows('[ ] b) No')
    window.press(' ', 'b', key.enter, key.enter)
    await window.shows(/✖ Not right\.\s+a\) Both halves would say so\.\s+b\) Only one side may\./)
    const answered = (await readJournal(window.home)).filter(({ event }) => event === 'answered')
    expect(answered).toMatchObject([{ answer: 'a,b', right: false }])
  })
})

describe('the questions of a lab with checks', () => {
  it('are asked from its screen, too, while its checks go on', async () => {
    const window = await Window.open({ lab: 'quorum' })
    await window.shows('○ Debian')
    window.press('a')
    await window.shows('How many of three decide?')
    const { runs } = window.machines
    await window.waitFor(() => window.machines.runs > runs)
    window.press('2', key.enter)
    await window.shows('✔ Right.', '1/11 points')
    window.press(key.enter)
    await window.shows('1 of 1 questions answered rightly; 1 of 11 points.', 'Three nodes')
  })
})

describe('machines that cannot be reached', () => {
  it('leave the lesson readable, and are reached for again', async () => {
    const window = await Window.open({ lab: 'quorum' })
    window.unreachable = environmentError('lab-absent', {})
    await window.shows('Three nodes can lose one', 'There is no lab yet. u, in a lab')
    window.unreachable = undefined
    await window.shows('○ Debian runs here')
    expect(window.screen.text).not.toContain('There is no lab yet')
  })

  it('say what is finished first, such as a restore that was interrupted', async () => {
    const window = await Window.open({ lab: 'quorum' })
    const recovered = Promise.withResolvers<void>()
    window.unreachable = environmentError('engine-not-running', {})
    await window.shows('The engine is not running')
    window.unreachable = undefined
    window.reach = async (report) => {
      report({ step: 'recover' })
      report({ step: 'wait-for-services', done: 0.5 })
      await recovered.promise
    }
    await window.shows('Waiting until the services are healthy again…')
    recovered.resolve()
    await window.shows('○ Debian runs here')
    expect(window.screen.text).not.toContain('Waiting until')
  })

  it('that fail later leave the last results', async () => {
    const window = await Window.open({ lab: 'quorum' })
    window.machines.outcomes = { debian: 'pass' }
    await window.shows('✔ Debian')
    window.machines.failure = environmentError('controllers-not-running', { nodes: 'controller2' })
    await window.shows('Not running: controller2. u, in a lab', '✔ Debian')
  })

  it('give no shell, and the UI says why', async () => {
    const window = await Window.open()
    window.unreachable = environmentError('lab-absent', {})
    await window.shows('A course')
    window.press('1')
    await window.shows('There is no lab yet. u, in a lab')
    expect(window.screen.isAlternate).toBe(true)
  })
})

describe('a shell in a pane', () => {
  it('has all keys but the one that leaves it, and stays as it is while one reads', async () => {
    const window = await Window.open({ lab: 'quorum' })
    await window.shows('○ Debian')
    window.press('2')
    await window.shows('Ctrl-] leaves the shell')
    await window.waitFor(() => window.machines.shells.length === 1)
    const [shell] = window.machines.shells
    expect(shell?.node).toBe('controller2')
    shell?.print('\u001b[1mroot@controller2\u001b[0m:~# ')
    await window.shows('root@controller2:~#')
    window.press('l', 's', ' ', 'q', key.tab, key.ctrlC)
    await window.waitFor(() => shell?.received === `ls q\t${key.ctrlC}`)
    window.press(key.leaveShell, key.right)
    await window.shows('ping -c 1', 'root@controller2:~#')
    window.press('3')
    await window.waitFor(() => window.machines.shells.length === 2)
    window.press(key.leaveShell, '2')
    await window.shows('Ctrl-] leaves the shell', 'root@controller2:~#')
    window.press('x')
    await window.waitFor(() => shell?.received.endsWith('x') === true)
    expect(window.machines.shells.map(({ node }) => node)).toEqual(['controller2', 'controller3'])
  })

  it('gets what is typed behind the key that opens it, though all of it comes at once', async () => {
    const window = await Window.open({ lab: 'quorum' })
    await window.shows('○ Debian')
    window.press(`1if true; then fg; fi\r${key.leaveShell}3xX控\r${key.leaveShell}1z`)
    const received = (node: string) => window.machines.shells.find((shell) => shell.node === node)?.received
    await window.waitFor(() => received('controller1') === 'if true; then fg; fi\rz')
    await window.waitFor(() => received('controller3') === 'xX控\r')
    // In pieces, as a line that is slow brings them.
    window.press(key.leaveShell, '3', 'fq', 'n', `!${key.leaveShell}`, '2', 'fi')
    await window.waitFor(() => received('controller3') === 'xX控\rfqn!')
    await window.waitFor(() => received('controller2') === 'fi')
    await window.shows('Ctrl-] leaves the shell')
  })

  it('leaves nothing of what it prints but text and colours to the terminal', async () => {
    const window = await Window.open({ lab: 'quorum', color: true })
    await window.shows('○ Debian')
    window.press('2')
    await window.waitFor(() => window.machines.shells.length === 1)
    const before = window.screen.raw.length
    const hostile = [
      '\u001b]0;title\u0007\u001b]2;title\u001b\\',
      '\u001b]52;c;cm0gLXJmIC8=\u0007\u001b]52;c;?\u0007',
      '\u001b[c\u001b[>c\u001b[6n\u001b]10;?\u0007\u001b[21t\u001bP+q544e\u001b\\\u0005',
      '\u001b[?1000h\u001b[?1006h\u001b[?2004h\u001b[?1h\u001b[?47h\u001b[?5h',
      '\u001b[8;5;5t\u001b[3;3r\u001b[?6h\u001bc\u001b(0\u001b#8\u000e',
      '\u001b]8;;http://x\u0007link\u001b]8;;\u0007\u0007\u009b31m\u009d0;x\u009c',
      `${'x'.repeat(3_000_000)}\u001b[2147483647b\u001b[2147483647S`
    ]
    for (const text of hostile) window.machines.shells[0]?.print(text)
    window.machines.shells[0]?.print('\u001bc\r\nall of it')
    await window.shows('all of it', 'Tasks', 'Cluster')
    const written = window.screen.raw.slice(before)
    // Colours, the cursor and its place, erasing, and frames that are shown at once.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
    const left = written.replace(/\u001b\[(?:[\d;:]*[mABCDEFGHJK]|\?(?:25|2026)[hl])/g, '')
    expect(left.match(/[^\n\r\P{Cc}]/gu) ?? []).toEqual([])
    expect(written).not.toMatch(/title|cm0gLXJm|http:/)
    expect(window.screen.overflows).toBe(false)
  })

  it('gets the chosen code without Enter', async () => {
    const window = await Window.open({ lab: 'quorum' })
    await window.shows('○ Debian')
    window.press(key.right, 'c')
    await window.shows('ping -c 1 10.77.0.10 ←')
    window.press('t')
    await window.waitFor(() => window.machines.shells[0]?.received === 'ping -c 1 10.77.0.10')
    // What follows is what a command prints, and what is for the lab host.
    window.press(key.leaveShell, 'c', 'c', 'c')
    await window.shows("cat > /etc/example.conf <<'CONF' ←")
    window.press('t')
    // Nothing in the shell said that it can tell pasted lines from typed ones.
    await window.shows('several lines are typed only where a shell waits')
    window.machines.shells[0]?.print('\u001b[?2004hready# ')
    await window.shows('ready#')
    window.press(key.leaveShell, 't')
    await window.waitFor(
      () =>
        window.machines.shells[0]?.received.endsWith(
          "\u001b[200~cat > /etc/example.conf <<'CONF'\rlisten = 10.77.0.11\rCONF\u001b[201~"
        ) === true
    )
  })

  it('asks before it gets several pasted lines', async () => {
    const window = await Window.open({ lab: 'quorum' })
    await window.shows('○ Debian')
    window.press('1')
    await window.shows('Ctrl-] leaves the shell')
    await window.waitFor(() => window.machines.shells.length === 1)
    window.press('\u001b[200~one\rtwo\u001b[201~')
    await window.shows('Paste 2 lines into the shell on controller1?', 'one', 'two')
    expect(window.machines.shells[0]?.received).toBe('')
    window.press(key.enter)
    await window.waitFor(() => window.machines.shells[0]?.received === 'one\rtwo')
  })

  it('has the checks look again when a command has ended', async () => {
    const window = await Window.open({ lab: 'quorum', pause: 60_000 })
    await window.shows('○ Debian')
    window.press('1')
    await window.waitFor(() => window.machines.shells.length === 1)
    const [shell] = window.machines.shells
    shell?.print('\u001b]133;A\u0007# ')
    await window.shows('#')
    window.machines.outcomes = { debian: 'pass' }
    shell?.print('\u001b]133;C\u0007done\r\n\u001b]133;D;0\u0007\u001b]133;A\u0007# ')
    await window.shows('✔ Debian runs here')
  })

  it('that runs a program is not left without a question', async () => {
    const window = await Window.open({ lab: 'quorum' })
    await window.shows('○ Debian')
    window.press('1')
    await window.waitFor(() => window.machines.shells.length === 1)
    window.machines.shells[0]?.print('\u001b]133;A\u0007# \u001b]133;C\u0007working')
    await window.shows('working')
    window.press(key.leaveShell, 'q')
    await window.shows('A course')
    window.press('q')
    await window.shows('A program still runs on controller1.')
    window.press('q')
    expect(await window.exited).toBe(0)
  })
})

describe('the palette', () => {
  it('does by name what a key does', async () => {
    const window = await Window.open({ lab: 'quorum' })
    await window.shows('○ Debian')
    window.press(':')
    await window.shows('What to do', 'next part of the lesson')
    window.press('n', 'e', 'x', 't', ' ', 'p', 'a', 'r')
    await window.waitFor(() => !window.screen.text.includes('hide the pane'))
    window.press(key.enter)
    await window.shows('ping -c 1')
    window.press(':', 'z', 'z', 'z')
    await window.shows('Nothing is called so.')
    window.press(key.escape)
    await window.shows('ping -c 1')
  })
})

describe('keys', () => {
  it('are never shown by the terminal itself, also those that come before the first frame', async () => {
    const window = await Window.open()
    await window.shows('A course')
    expect(window.screen.wasRawAtFirst).toBe(true)
  })

  it('that come several at once each find what the one before them did, on a machine that is busy, too', async () => {
    const window = await Window.open({ lab: 'quorum' })
    await window.shows('Three nodes')
    window.press(':')
    await window.shows('What to do')
    // React gives way to others every five milliseconds: there are as many between any two looks at this clock.
    let late = 0
    const now = performance.now.bind(performance)
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      late += 5
      return now() + late
    })
    onTestFinished(() => clock.mockRestore())
    window.press('full shell')
    await window.shows(/its name: full shell$/m)
    window.press('\u007f'.repeat(6))
    await window.shows(/its name: full$/m)
  })
})

describe('a shell in the whole window', () => {
  it('gets the terminal and its keys, and gives both back', async () => {
    const window = await Window.open({ lab: 'quorum' })
    await window.shows('Three nodes')
    window.press(key.right, key.tab, key.down)
    await window.shows('ping -c 1', '› ○ memcached')
    const before = window.screen.text
    window.press('f')
    await window.waitFor(() => window.machines.shells.length === 1 && !window.screen.isAlternate)
    const [shell] = window.machines.shells
    expect(shell?.node).toBe('controller1')
    await window.shows('Login shell on controller1. exit or Ctrl-D leads back to Quorate.')
    window.press('q', key.ctrlC)
    await window.waitFor(() => shell?.received === `q${key.ctrlC}`)
    const { runs } = window.machines
    shell?.close()
    await window.waitFor(() => window.screen.isAlternate && window.screen.text === before)
    await window.waitFor(() => window.machines.runs > runs)
    window.press('f')
    await window.waitFor(() => window.machines.shells.length === 2)
  })

  it('is not disturbed by checks', async () => {
    const window = await Window.open({ lab: 'quorum' })
    await window.shows('○ Debian')
    window.press('f')
    await window.waitFor(() => !window.screen.isAlternate)
    await window.waitFor(() => window.machines.running === 0)
    const { runs } = window.machines
    const { written } = window.screen
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect([window.machines.runs, window.screen.written]).toEqual([runs, written])
  })
})

describe('the language', () => {
  it('changes with a key, in the middle of a lesson', async () => {
    const window = await Window.open({ lab: 'quorum' })
    await window.shows('Three nodes')
    window.press(key.right)
    await window.shows('Look around', 'ping -c 1')
    window.press('l')
    await window.shows('看一看', 'ping -c 1', '按键')
    window.press('l')
    await window.shows('Look around', 'keys')
  })

  it('stays English where a terminal cannot show Chinese', async () => {
    const window = await Window.open({ unicode: false })
    await window.shows('A course')
    window.press('l')
    await window.shows('cannot show Chinese')
  })
})

describe('the window', () => {
  it('says that it is too small, and goes on when it is larger', async () => {
    const window = await Window.open({ lab: 'quorum', size: { columns: 40, rows: 10 } })
    await window.shows('This window has 40x10 cells')
    expect(window.screen.overflows).toBe(false)
    await window.screen.resize({ columns: 80, rows: 24 })
    await window.shows('Three nodes can lose one', 'Tasks')
  })

  it('is filled at every size that it is given, and never by more than fits', async () => {
    const window = await Window.open({ lab: 'quorum', size: { columns: 120, rows: 36 } })
    const { screen } = window
    await window.shows('○ Debian')
    const scrolled = screen.scrolled
    for (const size of [
      { columns: 80, rows: 24 },
      { columns: 100, rows: 20 },
      { columns: 60, rows: 16 },
      { columns: 40, rows: 10 },
      { columns: 130, rows: 40 }
    ]) {
      await screen.resize(size)
      await window.shows(size.columns === 40 ? 'This window' : 'Three nodes')
      await window.waitFor(() => size.columns < 116 || (screen.rows[1] ?? '').length === size.columns)
      expect(screen.overflows).toBe(false)
    }
    expect(screen.scrolled).toBe(scrolled)
  })

  it('closes help with any key', async () => {
    const window = await Window.open()
    await window.shows('A course')
    window.press('?')
    await window.shows('login shell on the controller of that number')
    window.press('x')
    await window.shows('A course')
  })

  it('takes nothing that was pasted for keys', async () => {
    const window = await Window.open({ lab: 'quorum' })
    await window.shows('Three nodes')
    window.press('\u001b[200~qq\u001b[201~', key.right)
    await window.shows('ping -c 1')
  })
})

describe('leaving', () => {
  it.each([
    ['q', 0],
    [key.ctrlC, 130]
  ])('by %j gives the terminal back', async (pressed, code) => {
    const window = await Window.open()
    await window.shows('A course')
    expect([window.screen.isRaw, window.screen.isCursorHidden]).toEqual([true, true])
    window.press(pressed)
    expect(await window.exited).toBe(code)
    expect(window.machines.isClosed).toBe(false)
    const { screen } = window
    await window.waitFor(() => !screen.isRaw && !screen.isAlternate && !screen.isCursorHidden)
  })

  it('lets go of the machines', async () => {
    const window = await Window.open({ lab: 'quorum' })
    await window.shows('○ Debian')
    window.press('q', 'q')
    await window.exited
    expect(window.machines.isClosed).toBe(true)
  })

  it('is asked for by a signal, also while a shell is open', async () => {
    const window = await Window.open({ lab: 'quorum' })
    await window.shows('○ Debian')
    window.press('f')
    await window.waitFor(() => window.machines.shells.length === 1 && !window.screen.isAlternate)
    window.interruption.abort()
    expect(await window.exited).toBe(130)
    await vi.waitFor(() => expect(window.screen.isRaw).toBe(false))
    expect(window.screen.isAlternate).toBe(false)
  })
})
