import { PassThrough } from 'node:stream'
import type { ReadStream } from 'node:tty'
import { describe, expect, it, vi } from 'vitest'
import { keyboardOf } from '../../src/tui/keyboard.ts'

const terminalOf = () => {
  const setRawMode = vi.fn()
  const stream = Object.assign(new PassThrough(), { setRawMode, ref: vi.fn(), unref: vi.fn() })
  return { stream, setRawMode, terminal: stream as unknown as ReadStream }
}

const received = (stream: NodeJS.ReadableStream): (() => string) => {
  let text = ''
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  return () => text
}

describe('the keyboard', () => {
  it('hands keys on to Ink, and to nobody else', async () => {
    const { stream, terminal } = terminalOf()
    const text = received(keyboardOf(terminal).stream)
    stream.write('a')
    await vi.waitFor(() => expect(text()).toBe('a'))
  })

  it('leaves keys to a shell while it is released', async () => {
    const { stream, terminal } = terminalOf()
    const keyboard = keyboardOf(terminal)
    const ink = received(keyboard.stream)
    keyboard.release()
    const shell = received(stream)
    stream.resume()
    stream.write('ls')
    await vi.waitFor(() => expect(shell()).toBe('ls'))
    stream.removeAllListeners('data')
    keyboard.regain()
    stream.write('q')
    await vi.waitFor(() => expect(ink()).toBe('q'))
  })

  it('gives keys as the bytes that they are, whatever encoding Ink asks for', async () => {
    const { stream, terminal } = terminalOf()
    const keyboard = keyboardOf(terminal)
    keyboard.stream.setEncoding('utf8')
    keyboard.release()
    const chunk = new Promise((resolve) => stream.once('data', resolve))
    stream.resume()
    stream.write(Buffer.from([0xe4]))
    expect(await chunk).toEqual(Buffer.from([0xe4]))
  })

  it('gives bytes to who captures them, and what is left of them to Ink again', async () => {
    const { stream, terminal } = terminalOf()
    const keyboard = keyboardOf(terminal)
    const ink = received(keyboard.stream)
    let captured = ''
    const end = keyboard.capture((chunk) => {
      captured += chunk.toString()
    })
    stream.write('ls\u001dq')
    await vi.waitFor(() => expect(captured).toBe('ls\u001dq'))
    end(Buffer.from('q'))
    stream.write('w')
    await vi.waitFor(() => expect(ink()).toBe('qw'))
    expect(captured).toBe('ls\u001dq')
  })

  it('leaves keys to whoever captured them last', async () => {
    const { stream, terminal } = terminalOf()
    const keyboard = keyboardOf(terminal)
    const endFirst = keyboard.capture(() => undefined)
    let second = ''
    keyboard.capture((chunk) => {
      second += chunk.toString()
    })
    endFirst(Buffer.from('a'))
    stream.write('b')
    await vi.waitFor(() => expect(second).toBe('ab'))
  })

  it('puts the terminal itself into raw mode', () => {
    const { setRawMode, terminal } = terminalOf()
    const { stream } = keyboardOf(terminal)
    ;(stream as ReadStream).setRawMode(true)
    expect(setRawMode).toHaveBeenCalledWith(true)
  })

  it('does not read on after it was closed, also when a shell ends later', () => {
    const { stream, terminal } = terminalOf()
    const keyboard = keyboardOf(terminal)
    keyboard.close()
    keyboard.regain()
    expect(stream.listenerCount('data')).toBe(0)
    expect(stream.isPaused()).toBe(true)
  })

  it('survives a terminal that has gone', () => {
    const { stream, terminal } = terminalOf()
    keyboardOf(terminal)
    expect(() => stream.emit('error', new Error('EIO'))).not.toThrow()
  })
})
