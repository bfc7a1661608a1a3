import { describe, expect, it } from 'vitest'
import { clustercheck } from '../../../src/probe/haproxy/clustercheck.ts'
import { nodeNames } from '../../../src/topology.ts'
import { loopback, onLinux, printed, serve } from '../asking.ts'
import { withSection } from '../recorded.ts'
import { factsOf, fixture, having, known, solved } from './recorded.ts'

const crlf = (text: string) => text.replace(/\r?\n/g, '\r\n')
const answered = (name: string) =>
  having('clustercheck.answer', `connected\n${crlf(fixture(`clustercheck/${name}.txt`))}\nend 0\n`)

describe('the health check on port 9200', () => {
  it.each(nodeNames)('is seen as it is on %s', (node) => {
    const facts = known('clustercheck', solved(node), node)
    expect(facts).toMatchObject({
      listening: true,
      bound: 'management',
      unit: 'clustercheck.socket',
      enabled: true,
      answer: 'ok',
      status: 200,
      text: 'Galera cluster node is synced.',
      stateless: false
    })
    expect(clustercheck.facts.strict().safeParse(facts).error).toBeUndefined()
  })

  it('is absent where nobody listens and no unit of that kind is there', () => {
    const none = ['sockets', 'unit'].reduce((output, name) => withSection(output, `clustercheck.${name}`, ''), solved())
    const refused = withSection(none, 'clustercheck.answer', 'bash: connect: Connection refused\n\nend 1\n')
    expect(factsOf(refused).clustercheck?.facts).toEqual({ kind: 'absent' })
  })

  it('tells the answers apart as they were recorded', () => {
    expect(answered('healthy.controller1')).toMatchObject({ status: 200, stateless: false })
    expect(answered('mariadb-stopped.controller1')).toMatchObject({
      status: 503,
      answer: 'unavailable',
      stateless: true
    })
    expect(answered('wrong-password.controller2')).toMatchObject({ status: 503, stateless: true })
  })

  it.each([
    ['connected\nHTTP/1.1 200 OK\r\n\r\nPercona XtraDB Cluster Node is synced.\r\n', 0, 'ok'],
    ['connected\nHTTP/1.1 404 Not Found\r\n\r\n', 0, 'other-status'],
    ['connected\n5.5.5-10.11.19-MariaDB', 0, 'not-http'],
    ['connected\n', 0, 'silent'],
    ['connected\n', 124, 'silent'],
    ['bash: connect: Connection refused', 1, 'refused'],
    ['', 124, 'unreachable']
  ])('«%s» (%d) is %s', (said, code, word) => {
    expect(having('clustercheck.answer', `${said}\nend ${code}\n`).answer).toBe(word)
  })

  it('may be there and stopped', () => {
    const stopped = withSection(solved(), 'clustercheck.sockets', '')
    const facts = known(
      'clustercheck',
      withSection(stopped, 'clustercheck.answer', 'bash: connect: Connection refused\n\nend 1\n')
    )
    expect(facts).toMatchObject({ listening: false, bound: 'nothing', answer: 'refused', status: undefined })
  })
})

describe.runIf(onLinux)('asking at port 9200', { timeout: 30_000 }, () => {
  const { management } = loopback.nodes.controller1
  const askedAt = async (port: number) => {
    const { output } = await printed(
      clustercheck.sections.answer,
      { node: 'controller1', topology: loopback },
      (text) => text.replaceAll(' 9200', ` ${port}`)
    )
    return having('clustercheck.answer', output)
  }

  it('takes what is said for an answer', async () => {
    const port = await serve(management, 0, (socket) => {
      socket.once('data', (data) => socket.end(`HTTP/1.1 503 No\r\n\r\n正常？ ${data.toString()}`))
    })
    expect(await askedAt(port)).toMatchObject({ status: 503, text: `正常？ GET / HTTP/1.0 Host: ${management}` })
    expect(await askedAt(await serve(management, 0, (socket) => socket.end()))).toMatchObject({ answer: 'silent' })
    expect(await askedAt(await serve('127.0.0.1', 0, () => {}))).toMatchObject({ answer: 'refused' })
  })
})
