import { XMLParser, XMLValidator } from 'fast-xml-parser'

/** An element of an XML document: what stands between elements does not matter in Pacemaker's. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
}

const longest = 400_000
const deepest = 40

/** Entities of a document's own are not expanded: nothing that a controller prints may grow here. */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: deepest
})

const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const decode = (text: string): string =>
  text.replace(/&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g, (whole, name, decimal, hexadecimal) => {
    if (typeof name === 'string') return predefined[name] ?? whole
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hexadecimal), 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })

/**
 * How many documents are kept, and not more text than the longest has: three controllers have the same configuration,
 * several probes read it, and it seldom changes between two looks. Elements take up to forty times the memory of their
 * text, and what somebody made up must not crowd out what comes after it.
 */
const mostKept = 8

const kept = new Map<string, Element | undefined>()

const isTooMuch = (): boolean =>
  kept.size > mostKept || [...kept.keys()].reduce((characters, { length }) => characters + length, 0) > longest

/** The root element of a whole and well-formed document; undefined for anything else, cut-off ones among them. */
export const readXml = (text: string): Element | undefined => {
  const document = text.trim()
  const element = kept.has(document) ? kept.get(document) : parse(document)
  // The last used stands last.
  kept.delete(document)
  kept.set(document, element)
  for (const oldest of kept.keys()) if (isTooMuch()) kept.delete(oldest)
  return element
}

const parse = (document: string): Element | undefined => {
  // What declares entities or a grammar of its own is none of Pacemaker's documents.
  if (document.length > longest || !document.startsWith('<') || document.includes('<!')) return undefined
  try {
    if (XMLValidator.validate(document) !== true) return undefined
    const elements = elementsOf(parser.parse(document))
    return elements.length === 1 ? elements[0] : undefined
  } catch {
    return undefined
  }
}

const elementsOf = (parsed: unknown): readonly Element[] => {
  if (!Array.isArray(parsed)) return []
  return parsed.flatMap((node: unknown): readonly Element[] => {
    if (typeof node !== 'object' || node === null) return []
    const { ':@': attributes, ...content } = node as Readonly<Record<string, unknown>>
    const [entry] = Object.entries(content)
    if (entry === undefined || entry[0].startsWith('#')) return []
    return [{ name: entry[0], attributes: attributesOf(attributes), children: elementsOf(entry[1]) }]
  })
}

const attributesOf = (parsed: unknown): Readonly<Record<string, string>> =>
  typeof parsed === 'object' && parsed !== null
    ? Object.fromEntries(
        Object.entries(parsed).flatMap(([key, value]) => (typeof value === 'string' ? [[key, decode(value)]] : []))
      )
    : {}

/** The child of a name, if there is one. */
export const childOf = (element: Element | undefined, name: string): Element | undefined =>
  element?.children.find((child) => child.name === name)

/** The children of a name. */
export const childrenOf = (element: Element | undefined, name: string): readonly Element[] =>
  element?.children.filter((child) => child.name === name) ?? []

/** The elements of a name, at whatever depth. */
export const allOf = (element: Element | undefined, name: string): readonly Element[] =>
  element?.children.flatMap((child) => [...(child.name === name ? [child] : []), ...allOf(child, name)]) ?? []

/** A boolean of Pacemaker's: undefined where the attribute is absent. */
export const flag = (element: Element | undefined, attribute: string): boolean | undefined => {
  const value = element?.attributes[attribute]
  return value === undefined ? undefined : value === 'true' || value === '1'
}
