import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseHaproxyConfig, splitHaproxyLine } from '../../../src/probe/haproxy/config.ts'

/** Enough also for a machine that is busy with something else. */
const patience = { timeout: 60_000 }

const proxy = (text: string, name = 'galera') => {
  const found = parseHaproxyConfig(text).proxies.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no proxy ${name}`)
  return found
}

const server = (options: string, more = '') =>
  proxy(`listen galera\n  ${more}\n  server one 10.99.0.11:3306 ${options}`).servers[0]

describe('a line of haproxy.cfg', () => {
  it.each([
    ['server one  10.99.0.11:3306\tcheck', ['server', 'one', '10.99.0.11:3306', 'check']],
    ['# server one', []],
    ['bind *:3306 # all', ['bind', '*:3306']],
    ['bind *:3306#all', ['bind', '*:3306']],
    ['acl path\\ x a\\#b', ['acl', 'path x', 'a#b']],
    [`http-check send uri '/a b#' hdr "x \\"y\\""`, ['http-check', 'send', 'uri', '/a b#', 'hdr', 'x "y"']],
    [`option ""`, ['option', '']],
    ['bind "10.99.0.10":3306', ['bind', '10.99.0.10:3306']],
    [`server 'one`, ['server', 'one']],
    ['server one\\', ['server', 'one']]
  ])('%s', (line, words) => {
    expect(splitHaproxyLine(line)).toEqual(words)
  })
})

describe('the addresses of a proxy', () => {
  it.each([
    ['10.99.0.10:3306', [['10.99.0.10', 3306]]],
    [':3306', [['*', 3306]]],
    ['*:3306', [['*', 3306]]],
    ['ipv4@10.99.0.10:3306', [['10.99.0.10', 3306]]],
    ['[::]:3306', [['::', 3306]]],
    [':::3306', [['::', 3306]]],
    [
      '10.99.0.10:3306,10.99.0.10:3307 tfo',
      [
        ['10.99.0.10', 3306],
        ['10.99.0.10', 3307]
      ]
    ],
    ['/run/haproxy/galera.sock', []],
    ['unix@/run/galera.sock', []],
    ['10.99.0.10', []]
  ])('as in bind %s', (written, expected) => {
    const binds = proxy(`listen galera\n  bind ${written}`).binds
    expect(binds.map(({ host, port }) => [host, port])).toEqual(expected)
  })

  it('are transparent where the line says so', () => {
    expect(proxy('listen galera\nbind 10.99.0.10:3306 transparent').binds[0]?.transparent).toBe(true)
    expect(proxy('listen galera\nbind 10.99.0.10:3306').binds[0]?.transparent).toBe(false)
  })
})

describe('a server', () => {
  it('is neither checked nor a backup unless a word says so', () => {
    expect(server('')).toMatchObject({ checked: false, backup: false, disabled: false, cutsWhenDown: false })
    expect(server('check backup port 9200 on-marked-down shutdown-sessions')).toMatchObject({
      checked: true,
      backup: true,
      checkPort: 9200,
      cutsWhenDown: true
    })
  })

  it('takes words that belong to another option for what they are', () => {
    expect(server('cookie backup check')).toMatchObject({ backup: false, checked: true })
    expect(server('check inter 2s weight 100 backup')).toMatchObject({ backup: true, checked: true })
  })

  it('has what its default-server has, unless it takes that back', () => {
    expect(server('', 'default-server check port 9200 backup')).toMatchObject({
      checked: true,
      checkPort: 9200,
      backup: true
    })
    expect(server('no-check no-backup port 9201', 'default-server check port 9200 backup')).toMatchObject({
      checked: false,
      backup: false,
      checkPort: 9201
    })
    const inherited = 'defaults\n  default-server check\nlisten galera\n  server one controller1:3306'
    expect(proxy(inherited).servers[0]).toMatchObject({ host: 'controller1', port: 3306, checked: true })
  })
})

describe('the health check of a proxy', () => {
  it.each([
    ['', 'tcp', undefined],
    ['option httpchk', 'http', '/'],
    ['option httpchk GET /ready', 'http', '/ready'],
    ['option httpchk /ready', 'http', '/ready'],
    ['option httpchk\n http-check send meth GET uri /ready', 'http', '/ready'],
    ['option httpchk\n no option httpchk', 'tcp', undefined],
    ['option httpchk\n option tcp-check', 'tcp', undefined],
    ['option mysql-check user haproxy', 'mysql', undefined],
    ['option external-check', 'other', undefined],
    ['option tcpka', 'tcp', undefined]
  ])('with «%s» is %s', (lines, kind, path) => {
    const found = proxy(`listen galera\n ${lines}\n server one controller1:3306 check`)
    expect([found.healthCheck, found.healthPath]).toEqual([kind, path])
  })

  it('asks the port that a rule of it names', () => {
    const text = 'listen galera\n option httpchk\n http-check connect port 9200\n server one controller1:3306 check'
    expect(proxy(text).servers[0]?.checkPort).toBe(9200)
  })

  it('comes from the defaults that count for the section, and from no others', () => {
    const text = `
defaults
  option httpchk
  mode http
defaults plain
  mode tcp
listen galera from plain
  server one controller1:3306
listen other
  server one controller1:3306`
    expect(proxy(text)).toMatchObject({ healthCheck: 'tcp', mode: 'tcp' })
    expect(proxy(text, 'other')).toMatchObject({ healthCheck: 'tcp', mode: 'tcp' })
    expect(
      proxy(text.replace('listen other', 'defaults again from plain\n mode http\nlisten other'), 'other').mode
    ).toBe('http')
  })
})

describe('a whole haproxy.cfg', () => {
  it('names its sockets', () => {
    const sockets = (line: string) => parseHaproxyConfig(`global\n ${line}`).statsSockets
    expect(sockets('stats socket /run/haproxy/admin.sock mode 660 level admin')).toEqual(['/run/haproxy/admin.sock'])
    expect(sockets('stats socket unix@/run/a.sock')).toEqual(['/run/a.sock'])
    expect(sockets('stats socket ipv4@127.0.0.1:9999')).toEqual([])
    expect(sockets('stats timeout 30s')).toEqual([])
  })

  it('tells a page of statistics with a password from one without', () => {
    expect(proxy('listen galera\n stats enable\n stats auth admin:***')).toMatchObject({
      statistics: true,
      statisticsProtected: true
    })
    expect(proxy('listen galera\n stats uri /')).toMatchObject({ statistics: true, statisticsProtected: false })
    expect(proxy('listen galera\n mode tcp')).toMatchObject({ statistics: false })
  })

  it('never throws, and gives no healthy proxy for what is none', patience, () => {
    const word = fc.oneof(
      fc.constantFrom(
        'listen',
        'bind',
        'server',
        'defaults',
        'from',
        'backup',
        'check',
        '"',
        "'",
        '\\',
        '#',
        '\n',
        ' ',
        ':3306'
      ),
      fc.string({ unit: 'binary', maxLength: 20 })
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const { proxies } = parseHaproxyConfig(words.join(' '))
        for (const { binds, servers } of proxies) {
          for (const { port } of binds) expect(port > 0 && port < 65536).toBe(true)
          expect(servers.every(({ name, host }) => name !== undefined && host !== '')).toBe(true)
        }
      })
    )
  })

  it('of absurd size is dealt with at once', patience, () => {
    const began = performance.now()
    parseHaproxyConfig('\\"'.repeat(100_000))
    parseHaproxyConfig('a '.repeat(100_000))
    parseHaproxyConfig('listen x\n'.repeat(20_000))
    parseHaproxyConfig(`listen x\n${'server a b:1 check\n'.repeat(10_000)}`)
    expect(performance.now() - began).toBeLessThan(20_000)
  })
})
