import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import WebSocket from 'ws'
import { z } from 'zod'

const names = ['chromium', 'chromium-browser', 'google-chrome']

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A real browser of this machine: that of `QUORATE_BROWSER`, else one of those that are usually there. */
export const browserProgram: string | undefined =
  process.env['QUORATE_BROWSER'] ??
  names
    .flatMap((name) => (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)))
    .find(isProgram)

/** What a page looks like from inside. */
export interface Seen {
  /** What the expression that was asked comes to. */
  readonly value: unknown
  /** What the page wanted to load, itself included. */
  readonly requests: readonly string[]
  readonly dialogs: number
}

const message = z.object({
  id: z.number().optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional()
})
const evaluated = z.object({ result: z.object({ value: z.unknown() }) })
const request = z.object({ request: z.object({ url: z.string() }) })
const target = z.object({ targetId: z.string() })
const session = z.object({ sessionId: z.string() })

/** Opens a page in a headless browser on a screen of this width, and asks an expression of it. */
export const lookAt = async (program: string, url: string, width: number, expression: string): Promise<Seen> => {
  const profile = await mkdtemp(join(tmpdir(), 'quorate-browser-'))
  const flags = [
    '--headless',
    '--no-sandbox',
    '--no-first-run',
    '--disable-gpu',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`
  ]
  const child = spawn(program, [...flags, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise((resolve) => child.once('close', resolve))
  // Shorter than a test may take: the browser of one that timed out would run on.
  const limit = setTimeout(() => child.kill('SIGKILL'), 20_000)
  const tooSlow = ended.then((): never => {
    throw new Error('the browser ended before the page could be looked at')
  })
  try {
    const address = await new Promise<string>((resolve, reject) => {
      let printed = ''
      child.stderr.on('data', (chunk: Buffer) => {
        printed += chunk.toString()
        const found = /DevTools listening on (ws:\S+)/.exec(printed)?.[1]
        if (found !== undefined) resolve(found)
      })
      child.once('close', () => reject(new Error(printed)))
    })
    return await Promise.race([askOver(address, url, width, expression), tooSlow])
  } finally {
    clearTimeout(limit)
    child.kill('SIGKILL')
    await tooSlow.catch(() => undefined)
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

const askOver = async (address: string, url: string, width: number, expression: string): Promise<Seen> => {
  const socket = new WebSocket(address)
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const waiting = new Map<number, (result: unknown) => void>()
  const requests: string[] = []
  let dialogs = 0
  let loaded: () => void = () => undefined
  const isLoaded = new Promise<void>((resolve) => {
    loaded = resolve
  })
  socket.on('message', (data: Buffer) => {
    const { id, method, params, result } = message.parse(JSON.parse(data.toString()))
    if (id !== undefined) waiting.get(id)?.(result)
    if (method === 'Network.requestWillBeSent') requests.push(request.parse(params).request.url)
    if (method === 'Page.javascriptDialogOpening') dialogs += 1
    if (method === 'Page.loadEventFired') loaded()
  })
  let last = 0
  const send = (method: string, params: object = {}, sessionId?: string): Promise<unknown> =>
    new Promise((resolve) => {
      last += 1
      waiting.set(last, resolve)
      socket.send(JSON.stringify({ id: last, method, params, sessionId }))
    })
  const { targetId } = target.parse(await send('Target.createTarget', { url: 'about:blank' }))
  const { sessionId } = session.parse(await send('Target.attachToTarget', { targetId, flatten: true }))
  const inPage = (method: string, params?: object): Promise<unknown> => send(method, params, sessionId)
  await Promise.all([inPage('Page.enable'), inPage('Network.enable'), inPage('Runtime.enable')])
  await inPage('Emulation.setDeviceMetricsOverride', { width, height: 800, deviceScaleFactor: 1, mobile: true })
  await inPage('Page.navigate', { url })
  await isLoaded
  const { result } = evaluated.parse(await inPage('Runtime.evaluate', { expression, returnByValue: true }))
  socket.close()
  return { value: result.value, requests, dialogs }
}
