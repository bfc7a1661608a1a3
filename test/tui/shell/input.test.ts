import { describe, expect, it, vi } from 'vitest'
import { inputTo } from '../../../src/tui/shell/input.ts'
import { openPrepared, PreparedShell } from './prepared.ts'
import { shows } from './pty.ts'

const bytes = (text: string): Buffer => Buffer.from(text)

const openInput = async (openings?: readonly (PreparedShell | Error)[]) => {
  const prepared = new PreparedShell()
  const { shell } = await openPrepared(openings ?? [prepared])
  const onPaste = vi.fn<(paste: { text: string; isWhole: boolean }) => void>()
  const onLeave = vi.fn<(rest: Buffer) => void>()
  return { prepared, shell, onPaste, onLeave, input: inputTo(shell, { onPaste, onLeave }) }
}

describe('the way from the keyboard to a shell', () => {
  it('asks before it sends several lines, and not before one', async () => {
    const { prepared, onPaste, input } = await openInput()
    input.take(bytes('\u001b[200~echo one\n\u001b[201~'))
    expect(prepared.received).toBe('echo one')
    input.take(bytes('\u001b[200~echo one\necho two\n\u001b[201~'))
    expect(prepared.received).toBe('echo one')
    expect(onPaste).toHaveBeenCalledExactlyOnceWith({ text: 'echo one\necho two', isWhole: true })
  })

  it('asks when the end of a paste was lost, and takes keys again', async () => {
    const { prepared, onPaste, input } = await openInput()
    input.take(bytes('\u001b[200~ech'))
    await vi.waitFor(() => expect(onPaste).toHaveBeenCalledWith({ text: 'ech', isWhole: false }), { timeout: 5000 })
    input.take(bytes('x'))
    expect(prepared.received).toBe('x')
  })

  it('sends a lone Escape after a moment', async () => {
    const { prepared, input } = await openInput()
    input.take(bytes('\u001b'))
    expect(prepared.received).toBe('')
    await vi.waitFor(() => expect(prepared.received).toBe('\u001b'))
  })

  it('sends arrows as the program in the pane wants them', async () => {
    const { prepared, shell, input } = await openInput()
    prepared.say('\u001b[?1h|')
    await shows(shell, '|')
    input.take(bytes('\u001b['))
    input.take(bytes('A'))
    expect(prepared.received).toBe('\u001bOA')
  })

  it('hands on what follows the key that leaves', async () => {
    const { prepared, onLeave, input } = await openInput()
    input.take(bytes('ls\u001dq'))
    expect(prepared.received).toBe('ls')
    expect(onLeave).toHaveBeenCalledWith(bytes('q'))
  })

  it('opens a shell again with Enter, and with no other key', async () => {
    const { shell, input } = await openInput([new Error('no'), new PreparedShell()])
    input.take(bytes('x'))
    expect(shell.state.kind).toBe('failed')
    input.take(bytes('\r'))
    await vi.waitFor(() => expect(shell.state.kind).toBe('open'))
  })
})
