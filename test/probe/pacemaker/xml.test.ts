import { expect, it } from 'vitest'
import { readXml } from '../../../src/probe/pacemaker/xml.ts'

const document = (name: string, characters = 100): string => `<cib name="${name}">${' '.repeat(characters)}</cib>`

it('a document is read once for all who need it, and forgotten after some others', () => {
  const first = readXml(document('first'))
  expect(first?.attributes).toEqual({ name: 'first' })
  expect(readXml(`${document('first')}\n`)).toBe(first)
  for (let count = 0; count < 7; count += 1) readXml(document(`other ${count}`))
  expect(readXml(document('first'))).toBe(first)
  for (let count = 0; count < 8; count += 1) readXml(document(`one more ${count}`))
  expect(readXml(document('first'))).not.toBe(first)
})

it('long documents are not kept beside one another', () => {
  const first = readXml(document('first', 250_000))
  expect(readXml(document('first', 250_000))).toBe(first)
  const second = readXml(document('second', 250_000))
  expect(readXml(document('second', 250_000))).toBe(second)
  expect(readXml(document('first', 250_000))).not.toBe(first)
  expect(readXml(document('endless', 500_000))).toBeUndefined()
})
