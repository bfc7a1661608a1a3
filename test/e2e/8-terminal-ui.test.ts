import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { openTerminal, type Terminal } from '../../src/dev/terminal.ts'
import { loadMessages } from '../../src/i18n/locale.ts'
import { homeOf } from '../../src/lab/home.ts'
import { openStudy } from '../../src/lab/study.ts'
import { rootFolder } from '../../src/root.ts'
import { type NodeName, nodeNames } from '../../src/topology.ts'
import { environment, program, quorate, testPrefix, upUntouched } from './program.ts'

const leaveShell = '\u001d'
const up = '\u001b[A'
const down = '\u001b[B'
const enter = '\r'
const tab = '\t'

/** Packages may have to be installed meanwhile. */
const patience = 180_000

/** The screen as one line: what is looked for may be broken over rows, with the other pane between them. */
const shows = (terminal: Terminal, wanted: string | RegExp): Promise<void> =>
  terminal.until((text) => (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)), patience)

/** Opens the shell of a controller and types a line there; waits until it is done, and goes back to the lesson. */
const typeOn = async (terminal: Terminal, node: NodeName, line: string): Promise<void> => {
  terminal.press(String(nodeNames.indexOf(node) + 1))
  await shows(terminal, new RegExp(`${node}:~# *(│|$)`, 'm'))
  // What is typed shows as well: only the shell can work out the number.
  terminal.press(`${line}; echo ended-$((6 * 7))${enter}`)
  await shows(terminal, 'ended-42')
  terminal.press(`clear${enter}`)
  await terminal.until((text) => !text.includes('ended-42'), patience)
  terminal.press(leaveShell)
}

const windows = [
  {
    locale: 'en',
    columns: 120,
    rows: 36,
    refused: /Debian's default/,
    open: /every address \(0\.0\.0\.0\)/,
    running: /✔ memcached is installed and running/
  },
  {
    locale: 'zh-CN',
    columns: 80,
    rows: 24,
    refused: /只监听回环地址/,
    open: /本机的所有地址/,
    running: /✔ memcached 已安装并正在运行/
  }
] as const

beforeEach(upUntouched)

describe.each(windows)('the lab memcached by typing, in $locale at $columns x $rows', (window) => {
  const { locale, columns, rows, running, refused, open } = window

  it('is gone wrong, read why, put right and passed, without leaving the window', async () => {
    const { values } = await openStudy(homeOf(environment), join(rootFolder, 'labs'))
    const { tui } = await loadMessages(locale)
    const { NO_COLOR: _, ...colorful } = environment
    const terminal = openTerminal([program, 'memcached', '--lang', locale], { columns, rows }, colorful)
    onTestFinished(() => terminal.kill('SIGKILL'))
    // In its title: which task of how many.
    await shows(terminal, /1\/6 · /)

    for (const node of nodeNames) {
      await typeOn(terminal, node, 'apt-get install -yqq memcached python3-oslo.cache >/dev/null 2>&1')
    }
    // The row turns without a key, and the one behind it says why it does not.
    terminal.press(tab)
    await shows(terminal, running)
    terminal.press(down, down, down, enter)
    await shows(terminal, refused)
    terminal.press('q')

    const everywhere = "sed -i 's/^-l .*/-l 0.0.0.0/' /etc/memcached.conf; systemctl restart memcached"
    await typeOn(terminal, 'controller1', everywhere)
    terminal.press(tab, up, enter)
    await shows(terminal, open)
    terminal.press('q')

    const servers = nodeNames.map((name) => `${name}:11211`).join(',')
    const waiting = [`socket_timeout = 1`, `dead_retry = ${values['deadRetry']}`]
    const service = [
      '[keystone_authtoken]',
      `memcached_servers = ${servers}`,
      ...waiting.map((line) => `memcache_pool_${line}`),
      '[cache]',
      'enabled = true',
      'backend = oslo_cache.memcache_pool',
      `memcache_servers = ${servers}`,
      ...waiting.map((line) => `memcache_${line}`)
    ]
    const written = (lines: readonly string[]): string => `printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')}`
    for (const [index, node] of nodeNames.entries()) {
      const options = [
        `-l ${testPrefix}.0.${11 + index}`,
        '-p 11211',
        '-U 0',
        `-m ${values['memcachedMemory']}`,
        `-c ${values['memcachedConnections']}`
      ]
      await typeOn(terminal, node, "sed -i '/^-[lpUmc]/d' /etc/memcached.conf; mkdir -p /etc/nova")
      await typeOn(terminal, node, `${written(options)} >>/etc/memcached.conf; systemctl restart memcached`)
      await typeOn(terminal, node, `${written(service)} >/etc/nova/nova.conf`)
    }
    await shows(terminal, locale === 'en' ? 'Passed: ' : '已通过：')

    // An experiment, in the same window.
    terminal.press('e')
    await shows(terminal, tui.check.steps)
    terminal.press('e')
    await shows(terminal, tui.check.underWay)
    await terminal.until((text) => !text.includes(tui.check.underWay), patience)
    await shows(terminal, /^✔/m)
    terminal.press('q', 'q', 'q')
    expect(await terminal.ended).toBe(0)

    const raw = terminal.written()
    const times = (sequence: string): number => raw.split(sequence).length - 1
    // The screen is drawn over, never cleared: a clear flickers.
    expect(times('\u001b[2J') + times('\u001b[3J')).toBeLessThanOrEqual(1)
    // The terminal is left as it was found: its own screen, and a cursor.
    expect(raw.lastIndexOf('\u001b[?1049l')).toBeGreaterThan(raw.lastIndexOf('\u001b[?1049h'))
    expect(raw.lastIndexOf('\u001b[?25h')).toBeGreaterThan(raw.lastIndexOf('\u001b[?25l'))

    expect(await quorate(['check', 'memcached'])).toMatchObject({ code: 0 })
  })
})
