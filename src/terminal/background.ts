import type { ReadStream, WriteStream } from 'node:tty'

/** Whether the terminal writes on something dark or light. */
export type Background = 'dark' | 'light'

/** What rxvt, Konsole and others set: the numbers of their colours, the background last. */
export const backgroundFrom = (colorFgBg: string | undefined): Background | undefined => {
  const last = colorFgBg?.split(';').at(-1) ?? ''
  if (!/^\d{1,2}$/.test(last) || Number(last) > 15) return undefined
  return Number(last) === 7 || Number(last) > 8 ? 'light' : 'dark'
}

/** Asks for the colour of the background (OSC 11), and then for something that each terminal answers (DA1). */
const question = '\u001b]11;?\u001b\\\u001b[c'

/** Both answers. */
const answers =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
  /\u001b\](?<color>11;[^\u0007\u001b]*)(?:\u0007|\u001b\\)|\u001b\[\?[\d;]*(?<end>c)/g

/** Input without what a terminal answered: that is no key, however late it comes. */
export const withoutAnswers = (chunk: Buffer): Buffer => {
  const text = chunk.toString('latin1')
  const keys = text.replace(answers, '')
  return keys.length === text.length ? chunk : Buffer.from(keys, 'latin1')
}

/** The share of a colour that is written with one to four hexadecimal digits. */
const shareOf = (hex: string): number => Number.parseInt(hex, 16) / (16 ** hex.length - 1)

/** What a colour such as `11;rgb:ffff/ffff/dddd` is: by how bright it looks to people. */
const backgroundOf = (color: string): Background | undefined => {
  const [, red, green, blue] = /^11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i.exec(color) ?? []
  if (red === undefined || green === undefined || blue === undefined) return undefined
  return 0.2126 * shareOf(red) + 0.7152 * shareOf(green) + 0.0722 * shareOf(blue) > 0.5 ? 'light' : 'dark'
}

/** How long a terminal may take to answer, in milliseconds. One that takes longer, or never does, is not waited for. */
const patience = 100

/**
 * Asks a terminal what it writes on. Keys that are pressed meanwhile stay in the input for whoever reads it next; an
 * answer that comes too late does, too, and is taken out by `withoutAnswers`.
 */
export const askBackground = async (
  stdin: ReadStream,
  stdout: Pick<WriteStream, 'write'>,
  limit = patience
): Promise<Background | undefined> => {
  const chunks: Buffer[] = []
  const seen = (): string => Buffer.concat(chunks).toString('latin1')
  const answered = Promise.withResolvers<void>()
  const onData = (chunk: Buffer): void => {
    chunks.push(chunk)
    if ([...seen().matchAll(answers)].some(({ groups }) => groups?.['end'] !== undefined)) answered.resolve()
  }
  const timer = setTimeout(answered.resolve, limit)
  const wasRaw = stdin.isRaw
  // Else the terminal would show the answers itself.
  stdin.setRawMode(true)
  stdin.on('data', onData)
  stdout.write(question)
  await answered.promise
  clearTimeout(timer)
  stdin.off('data', onData)
  stdin.pause()
  stdin.setRawMode(wasRaw)
  const keys = withoutAnswers(Buffer.concat(chunks))
  if (keys.length > 0) stdin.unshift(keys)
  const colors = [...seen().matchAll(answers)].flatMap(({ groups }) => groups?.['color'] ?? [])
  return colors.map(backgroundOf).find((background) => background !== undefined)
}
