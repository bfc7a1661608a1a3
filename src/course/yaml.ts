import { type Document, isAlias, isMap, isNode, isScalar, LineCounter, type Node, parse, parseDocument } from 'yaml'
import { z } from 'zod'
import { nearest } from '../nearest.ts'
import {
  type Expected,
  type Form,
  type Found,
  forms,
  type Place,
  type Problem,
  type ProblemDetail,
  type YamlType
} from '../problem.ts'

/** A step into a YAML document: a key of a mapping, or a position in a list. */
export type Path = readonly PropertyKey[]

/** A file of a course, as text. */
export interface Source {
  /** As people are told it: the course's folder and what follows. */
  readonly file: string
  readonly text: string
}

export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** What one scalar may show of itself in a message. */
const excerptLength = 60

const options = { prettyErrors: false, logLevel: 'error' } as const

/**
 * Reads a YAML text into the shape of a schema. Positions are looked for only where something is wrong, because a
 * document that knows its positions takes several times as long to build.
 */
export const readYaml = <T>(source: Source, schema: z.ZodType<T>): Reading<T> => {
  let written: unknown
  try {
    written = parse(source.text, options)
  } catch {
    return { ok: false, problems: syntaxProblems(source) }
  }
  const result = schema.safeParse(written, { error: tellLegalKeys })
  if (result.success) return { ok: true, value: result.data }
  const places = placesOf(source)
  const problems = result.error.issues.flatMap((issue) => explain(issue, written, places))
  return { ok: false, problems }
}

const syntaxProblems = (source: Source): readonly Problem[] => {
  const lines = new LineCounter()
  const document = parseDocument(source.text, { ...options, lineCounter: lines })
  const problems = document.errors.map((error): Problem => {
    const { line, col } = lines.linePos(error.pos[0])
    return { code: 'yaml', reason: error.message, place: { file: source.file, line, column: col } }
  })
  // Some errors show only when values are made, such as an alias without an anchor: those have no place.
  return problems.length > 0 ? problems : [{ code: 'yaml', reason: reasonOf(document), place: { file: source.file } }]
}

const reasonOf = (document: Document): string => {
  try {
    document.toJS()
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Finds where something stands in a YAML text. */
export interface Places {
  /** Where the value stands; the nearest that encloses it where there is none. */
  readonly of: (path: Path) => Place
  /** Where the key of the last step stands. */
  readonly ofKey: (path: Path) => Place
}

/** Where things stand in a YAML text, looked up in a document that is built when it is first asked for. */
export const placesOf = (source: Source): Places => {
  const lines = new LineCounter()
  let document: Document | undefined
  const contents = (): Document => {
    document ??= parseDocument(source.text, { ...options, lineCounter: lines })
    return document
  }
  const placeAt = (node: Node | undefined): Place => {
    const offset = node?.range?.[0]
    if (offset === undefined) return { file: source.file, line: 1, column: 1 }
    const { line, col } = lines.linePos(offset)
    return { file: source.file, line, column: col }
  }
  const nodeAt = (path: Path): Node | undefined => {
    const found: unknown = contents().getIn(path, true)
    const node = isAlias(found) ? found.resolve(contents()) : found
    return isNode(node) ? node : undefined
  }
  const enclosing = (path: Path): Node | undefined =>
    nodeAt(path) ?? (path.length === 0 ? undefined : enclosing(path.slice(0, -1)))
  return {
    of: (path) => placeAt(enclosing(path)),
    ofKey: (path) => {
      const parent = enclosing(path.slice(0, -1))
      const last = path.at(-1)
      const pair = isMap(parent)
        ? parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(last))
        : undefined
      return placeAt(isNode(pair?.key) ? pair.key : parent)
    }
  }
}

type Issue = z.core.$ZodIssue

/** Only the schema that met an unknown key knows which ones are legal: its issue carries them as the message. */
const tellLegalKeys: z.core.$ZodErrorMap = (issue) =>
  issue.code === 'unrecognized_keys' && issue.inst instanceof z.ZodObject
    ? Object.keys(issue.inst.shape).join(' ')
    : undefined

const explain = (issue: Issue, written: unknown, places: Places): readonly Problem[] => {
  const path = issue.path
  const found = foundAt(written, path)
  const unexpected = (expected: Expected): Problem => ({
    code: 'unexpected',
    path: spell(path),
    found: describe(found),
    expected,
    place: places.of(path)
  })
  if (issue.code === 'unrecognized_keys') {
    const legal = issue.message.split(' ')
    return issue.keys.map((key): Problem => {
      const near = nearest(key, legal)
      const detail: ProblemDetail = {
        code: 'unknown-key',
        key,
        legal,
        ...(near === undefined ? {} : { nearest: near })
      }
      return { ...detail, place: places.ofKey([...path, key]) }
    })
  }
  if (found === undefined && path.length > 0) {
    return [{ code: 'missing-key', key: String(path.at(-1)), place: places.of(path) }]
  }
  if (issue.code === 'invalid_key') {
    const last = String(path.at(-1))
    const form = formOf(issue.issues[0]?.message)
    if (form === undefined) return [unexpected({ kind: 'type', type: 'text' })]
    return [
      {
        code: 'unexpected',
        path: spell(path.slice(0, -1)),
        found: { kind: 'text', text: bounded(last) },
        expected: { kind: 'form', form },
        place: places.ofKey(path)
      }
    ]
  }
  return [unexpected(expectedBy(issue))]
}

const expectedBy = (issue: Issue): Expected => {
  const form = formOf(issue.message)
  if (form !== undefined) return { kind: 'form', form }
  switch (issue.code) {
    case 'invalid_type':
      return { kind: 'type', type: typeWord[issue.expected] ?? 'text' }
    case 'invalid_value':
      return { kind: 'values', values: issue.values.map(String) }
    case 'too_small':
      return { kind: 'at-least', limit: Number(issue.minimum), of: measureOf(issue.origin) }
    case 'too_big':
      return { kind: 'at-most', limit: Number(issue.maximum), of: measureOf(issue.origin) }
    default:
      return { kind: 'type', type: 'text' }
  }
}

const typeWord: Readonly<Record<string, YamlType>> = {
  string: 'text',
  number: 'number',
  int: 'whole-number',
  boolean: 'boolean',
  array: 'list',
  object: 'mapping',
  record: 'mapping'
}

const measureOf = (origin: string): 'value' | 'entries' | 'characters' =>
  origin === 'string' ? 'characters' : origin === 'array' ? 'entries' : 'value'

const formOf = (message: string | undefined): Form | undefined => forms.find((form) => form === message)

const foundAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step) ? Reflect.get(inner, step) : undefined,
    value
  )

const bounded = (text: string): string => (text.length > excerptLength ? `${text.slice(0, excerptLength)}…` : text)

const describe = (value: unknown): Found => {
  if (value === undefined || value === null || value === '') return { kind: 'nothing' }
  if (Array.isArray(value)) return { kind: 'list' }
  if (typeof value === 'object') return { kind: 'mapping' }
  return { kind: 'text', text: bounded(String(value)) }
}

/** A path as people write it: `checks[2].expect`. */
const spell = (path: Path): string =>
  path
    .map((step, index) => (typeof step === 'number' ? `[${step + 1}]` : `${index === 0 ? '' : '.'}${String(step)}`))
    .join('')
