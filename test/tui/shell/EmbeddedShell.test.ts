import { describe, expect, it, vi } from 'vitest'
import { EmbeddedShell } from '../../../src/tui/shell/EmbeddedShell.ts'
import { openPrepared, PreparedShell } from './prepared.ts'
import { colorful, shows, textOf } from './pty.ts'

const until = (condition: () => boolean): Promise<void> =>
  vi.waitFor(() => {
    if (!condition()) throw new Error('not so')
  })

const bytes = (text: string): Buffer => Buffer.from(text)

describe('an embedded shell', () => {
  it('is opening until it is there, and keeps nothing of one that comes too late', async () => {
    const late = new PreparedShell()
    const { promise, resolve } = Promise.withResolvers<PreparedShell>()
    const shell = new EmbeddedShell({
      open: () => promise,
      size: { columns: 40, rows: 5 },
      look: colorful,
      onCommandEnd: () => undefined
    })
    expect(shell.state).toEqual({ kind: 'opening' })
    shell.close()
    resolve(late)
    await until(() => late.isClosed)
  })

  it('gets what was typed before it was there, and no more than a line', async () => {
    const prepared = new PreparedShell()
    const { promise, resolve } = Promise.withResolvers<PreparedShell>()
    const shell = new EmbeddedShell({
      open: () => promise,
      size: { columns: 40, rows: 5 },
      look: colorful,
      onCommandEnd: () => undefined
    })
    shell.write(bytes('host'))
    shell.write(bytes('name\r'))
    shell.write(bytes('x'.repeat(10_000)))
    resolve(prepared)
    await until(() => shell.state.kind === 'open')
    expect(prepared.received).toMatch(/^hostname\rx{4087}$/)
  })

  it('says why it could not be opened, and tries again', async () => {
    const error = new Error('no such controller')
    const { shell } = await openPrepared([error, new PreparedShell()])
    expect(shell.state).toEqual({ kind: 'failed', error })
    shell.reopen()
    await until(() => shell.state.kind === 'open')
  })

  it('fails when the controller vanishes, and does not forget what was on the screen', async () => {
    const prepared = new PreparedShell()
    const { shell } = await openPrepared([prepared])
    prepared.say('last words')
    prepared.fail(new Error('gone'))
    await until(() => shell.state.kind === 'failed')
    expect(textOf(shell)).toBe('last words')
    expect(shell.getSnapshot().cursor).toBeUndefined()
    shell.write(bytes('x'))
    shell.resize({ columns: 50, rows: 9 })
    expect(prepared.received).toBe('')
    expect(prepared.sizes).toEqual([[40, 5]])
  })

  it('begins with an empty screen when it is opened again, and hears nothing of the shell before', async () => {
    const [first, second] = [new PreparedShell(), new PreparedShell()]
    const { shell } = await openPrepared([first, second])
    first.say('\u001b[?25l\u001b[?1h\u001b[41mold')
    first.end(0)
    await until(() => shell.state.kind === 'ended')
    shell.reopen()
    await until(() => shell.state.kind === 'open')
    first.say('ghost')
    second.say('new')
    await shows(shell, 'new')
    expect(shell.getSnapshot().rows[0]).toBe('new'.padEnd(40))
    expect(shell.getSnapshot().cursor).toEqual({ x: 3, y: 0 })
    expect(shell.wantsApplicationKeys).toBe(false)
  })

  it('tells of the first change at once and of those within a frame together', async () => {
    const prepared = new PreparedShell()
    const { shell } = await openPrepared([prepared])
    let changes = 0
    shell.subscribe(() => {
      changes += 1
    })
    const before = shell.getSnapshot()
    expect(shell.getSnapshot()).toBe(before)
    const start = performance.now()
    for (let line = 0; line < 2000; line++) prepared.say(`${line}\r\n`)
    await shows(shell, '1999')
    expect(changes).toBeLessThanOrEqual((performance.now() - start) / 16 + 2)
    expect(shell.getSnapshot()).not.toBe(before)
  })

  it('holds a shell up that says more than can be shown, and lets it go on', async () => {
    const prepared = new PreparedShell()
    const { shell } = await openPrepared([prepared])
    prepared.say(Buffer.alloc(300 * 1024, 'x'))
    expect(prepared.isPaused).toBe(true)
    await until(() => !prepared.isPaused)
    prepared.say(Buffer.alloc(300 * 1024, 'x'))
    shell.close()
    expect(prepared.isPaused).toBe(false)
    expect(prepared.isClosed).toBe(true)
  })

  it('answers what programs ask a terminal, and nothing else', async () => {
    const prepared = new PreparedShell()
    const { shell } = await openPrepared([prepared])
    prepared.say('\u001b[c\u001b[6n\u001b[>c')
    prepared.say(
      '\u001b]52;c;?\u0007\u001b]10;?\u0007\u001b]4;1;?\u0007\u001b[21t\u001b[18t\u001b[14t\u001bP+q544e\u001b\\'
    )
    prepared.say('\u001b]2;rm -rf /\r\u0007\u001b[21t\u0005|')
    await shows(shell, '|')
    expect(prepared.received).toBe('\u001b[?1;2c\u001b[1;1R\u001b[>0;276;0c')
  })

  it('does not answer without end', async () => {
    const prepared = new PreparedShell()
    const { shell } = await openPrepared([prepared])
    prepared.say('\u001b[c'.repeat(50_000))
    prepared.say('asked')
    await shows(shell, 'asked')
    expect(prepared.received.length).toBeLessThanOrEqual(64 * 1024)
  })

  it('is not stopped by sequences that ask for two thousand million of something', async () => {
    const prepared = new PreparedShell()
    const { shell } = await openPrepared([prepared])
    const start = performance.now()
    prepared.say(['I', 'L', 'M', 'S', 'T', 'Z', 'b', '@', 'P', 'X'].map((end) => `a\u001b[2147483647${end}`).join(''))
    prepared.say('\u001b[2J\u001b[Hthere')
    await shows(shell, 'there')
    expect(performance.now() - start).toBeLessThan(2000)
  })

  it('keeps of endless accents, titles and links only what shows', async () => {
    const prepared = new PreparedShell()
    const { shell } = await openPrepared([prepared])
    prepared.say(`e${'\u0301'.repeat(1000)}`)
    prepared.say(`\u001b]2;${'t'.repeat(100_000)}\u0007\u001b]8;;${'u'.repeat(100_000)}\u0007|`)
    await shows(shell, '|')
    expect(shell.getSnapshot().rows.join('').length).toBeLessThan(40 * 5 * 9 + 1)
  })

  it('sends a paste as one where the program can tell, and never with keys in it', async () => {
    const prepared = new PreparedShell()
    const { shell } = await openPrepared([prepared])
    shell.paste('a\u001b[201~\u0003\tb\r\nc\n')
    expect(prepared.received).toBe('a[201~\tb\rc\r')
    prepared.say('\u001b[?2004h|')
    await shows(shell, '|')
    prepared.received = ''
    shell.paste('a\nb')
    expect(prepared.received).toBe('\u001b[200~a\rb\u001b[201~')
  })

  it('knows whether a command runs, from its marks', async () => {
    const prepared = new PreparedShell()
    const { shell, onCommandEnd } = await openPrepared([prepared])
    prepared.say('\u001b]133;D;0\u0007\u001b]133;A\u0007$ ')
    await shows(shell, '$')
    expect(onCommandEnd).not.toHaveBeenCalled()
    prepared.say('\u001b]133;C\u0007working')
    await shows(shell, 'working')
    expect(shell.isRunning).toBe(true)
    prepared.say('\u001b]133;D;1\u0007\u001b]133;A\u0007done')
    await shows(shell, 'done')
    expect(shell.isRunning).toBe(false)
    expect(onCommandEnd).toHaveBeenCalledTimes(1)
  })

  it('does not believe that a command runs for ever in a shell without prompts that are marked', async () => {
    const prepared = new PreparedShell()
    const { shell } = await openPrepared([prepared])
    prepared.say('\u001b]133;C\u0007|')
    await shows(shell, '|')
    expect(shell.isRunning).toBe(false)
  })

  it('hides the cursor when a program does', async () => {
    const prepared = new PreparedShell()
    const { shell } = await openPrepared([prepared])
    prepared.say('\u001b[?25;7lx')
    await shows(shell, 'x')
    expect(shell.getSnapshot().cursor).toBeUndefined()
    prepared.say('\u001b[?25hy')
    await shows(shell, 'xy')
    expect(shell.getSnapshot().cursor).toEqual({ x: 2, y: 0 })
  })
})
