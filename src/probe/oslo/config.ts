/**
 * The configuration files of OpenStack services, read as oslo.config reads them: an indented line continues the value
 * before it, a comment takes a whole line, and a file with one line that is neither does not load at all.
 */
export type OsloConfig =
  | { readonly ok: true; readonly sections: ReadonlyMap<string, ReadonlyMap<string, string>> }
  /** The line at which the service stops reading and refuses to start. */
  | { readonly ok: false; readonly line: number; readonly text: string }

/** Reads a configuration file. Of an option that stands there twice, the last value counts. */
export const parseOsloConfig = (text: string): OsloConfig => {
  const sections = new Map<string, Map<string, string>>()
  let section: Map<string, string> | undefined
  let open: { readonly key: string; readonly value: string[] } | undefined
  const close = (): void => {
    if (open !== undefined) section?.set(open.key, open.value.join('\n'))
    open = undefined
  }
  for (const [index, written] of text.split(/\r\n|\n|\r/).entries()) {
    const line = written.trimEnd()
    const broken: OsloConfig = { ok: false, line: index + 1, text: line }
    if (line === '') {
      close()
      continue
    }
    if (/^[ \t]/.test(line)) {
      if (open === undefined) return broken
      open.value.push(line.trimStart())
      continue
    }
    close()
    if (line.startsWith('[')) {
      const name = groupName(line)
      if (name === undefined) return broken
      section = sections.get(name) ?? new Map()
      sections.set(name, section)
    } else if (!/^[#;]/.test(line)) {
      const [key, value] = splitAssignment(line) ?? []
      // An option before the first section makes the service refuse the file, as a line without one does.
      if (key === undefined || key === '' || value === undefined || section === undefined) return broken
      open = { key, value: [value] }
    }
  }
  close()
  return { ok: true, sections }
}

/** Group names count in lower case, but for DEFAULT, which counts in upper case only. */
const groupName = (line: string): string | undefined => {
  if (!line.endsWith(']') || line.length <= 2) return undefined
  const name = line.slice(1, -1)
  return name === 'DEFAULT' ? name : name.toLowerCase()
}

const splitAssignment = (line: string): readonly [string, string] | undefined => {
  const at = line.search(/[:=]/)
  if (at < 0) return undefined
  const value = line.slice(at + 1).trim()
  const quote = value[0]
  // Like oslo.config, one character that is both the first and the last counts as a pair of quotes.
  const quoted = (quote === '"' || quote === "'") && value.endsWith(quote)
  return [line.slice(0, at).trim(), quoted ? value.slice(1, -1) : value]
}

/** A boolean as oslo.config reads it; undefined for a value that makes the service refuse to start. */
export const osloBoolean = (value: string): boolean | undefined => {
  const word = value.toLowerCase()
  if (['true', '1', 'on', 'yes'].includes(word)) return true
  return ['false', '0', 'off', 'no'].includes(word) ? false : undefined
}

/** A number as oslo.config reads it; an option of whole numbers takes no other. */
export const osloNumber = (value: string, kind: 'integer' | 'float'): number | undefined => {
  const pattern = kind === 'integer' ? /^\s*[-+]?\d+\s*$/ : /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*$/i
  const number = pattern.test(value) ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : undefined
}

/** A list as oslo.config reads it: commas separate, and nothing else does. */
export const osloList = (value: string): readonly string[] => {
  const text = value.trim().replace(/,+$/, '')
  return text === '' ? [] : text.split(',').map((item) => item.trim())
}
