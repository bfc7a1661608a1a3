/**
 * What `vagrant --machine-readable` prints, line by line: `time,target,type,data…`. Pure.
 */

/** One line of it. `target` is a machine's name, or empty where the line is about none. */
export interface Message {
  readonly target: string
  readonly type: string
  readonly data: readonly string[]
}

const unescaped = (text: string): string =>
  text.replaceAll('\\n', '\n').replaceAll('\\r', '\r').replaceAll('%!(VAGRANT_COMMA)', ',')

/** The message in a line, or undefined: plug-ins print lines of their own between Vagrant's. */
export const parseMessage = (line: string): Message | undefined => {
  const [time, target, type, ...data] = line.split(',')
  if (time === undefined || !/^\d+$/.test(time) || target === undefined || !type) return undefined
  return { target: unescaped(target), type, data: data.map(unescaped) }
}

/** The messages in whatever was printed. */
export const parseMessages = (text: string): readonly Message[] =>
  text.split('\n').flatMap((line) => parseMessage(line.endsWith('\r') ? line.slice(0, -1) : line) ?? [])

/** Why a call of Vagrant failed: the Ruby class of its error, and its words. */
export interface VagrantError {
  readonly type: string
  readonly text: string
}

/** The error by which a call ended, if its output names one. */
export const errorIn = (messages: readonly Message[]): VagrantError | undefined => {
  const found = messages.findLast(({ type }) => type === 'error-exit')
  return found === undefined ? undefined : { type: found.data[0] ?? '', text: found.data[1] ?? '' }
}

/** What is said of each machine by messages of a type: `state` or `provider-name` of `vagrant status`. */
export const saidOf = (messages: readonly Message[], type: string): ReadonlyMap<string, string> =>
  new Map(messages.flatMap((message) => (message.type === type ? [[message.target, message.data[0] ?? '']] : [])))

/** A box that Vagrant has, for one provider. */
export interface Box {
  readonly name: string
  readonly provider: string
  readonly version: string
}

/** The boxes that `vagrant box list` names: the first message of each is its name. */
export const boxesIn = (messages: readonly Message[]): readonly Box[] =>
  messages.flatMap(({ type, data }, index) => {
    if (type !== 'box-name') return []
    const after = messages.slice(index + 1)
    const next = after.findIndex((message) => message.type === 'box-name')
    const own = next < 0 ? after : after.slice(0, next)
    const said = (of: string): string => own.find((message) => message.type === of)?.data[0] ?? ''
    return [{ name: data[0] ?? '', provider: said('box-provider'), version: said('box-version') }]
  })
