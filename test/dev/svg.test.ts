import xterm from '@xterm/headless'
import { describe, expect, it } from 'vitest'
import { svgOf } from '../../src/dev/svg.ts'

const size = { columns: 20, rows: 2 }

/** What is written where: the column, how many cells, and the text. */
const textsOf = async (written: string): Promise<readonly (readonly [number, number, string])[]> => {
  const terminal = new xterm.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true })
  await new Promise<void>((resolve) => terminal.write(written, resolve))
  const svg = svgOf(terminal.buffer.active, size)
  return [...svg.matchAll(/<text x="(?<x>[\d.]+)" textLength="(?<length>[\d.]+)"[^>]*>(?<text>[^<]*)</g)].map(
    ({ groups: { x = '', length = '', text = '' } = {} }) => [
      Math.round((Number(x) - 12) / 8.4),
      Math.round(Number(length) / 8.4),
      text
    ]
  )
}

describe('a picture of a terminal', () => {
  it('has each text in its cells, however many spaces stand before it', async () => {
    expect(await textsOf('one two   │  ok')).toEqual([
      [0, 7, 'one two'],
      [10, 1, '│'],
      [13, 2, 'ok']
    ])
  })

  it('has each wide character in its two cells', async () => {
    expect(await textsOf('a  仲裁 b')).toEqual([
      [0, 1, 'a'],
      [3, 2, '仲'],
      [5, 2, '裁'],
      [8, 1, 'b']
    ])
  })

  it('has no markup of what a program printed', async () => {
    expect(await textsOf('<b>&"')).toEqual([[0, 5, '&lt;b&gt;&amp;&quot;']])
  })
})
