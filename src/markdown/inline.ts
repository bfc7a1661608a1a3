import type { MarkedToken, Token } from 'marked'
import { linkTo } from '../terminal/link.ts'
import type { Tone } from '../terminal/paint.ts'
import { hardBreak, type Span } from '../terminal/wrap.ts'

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

/** A text without the characters that control a terminal. */
export const withoutControls = (text: string): string => text.replace(/(?![\n\t])\p{Cc}/gu, '')

/**
 * Text as it is shown. Marked leaves named characters as they were written, for HTML to be made of them, and puts in
 * those that are written as numbers: control characters, too.
 */
const shown = (text: string): string =>
  withoutControls(text.replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole))

/** Whether a text is an address itself: one that differs from where it leads must not hide that. */
const looksLikeAddress = (text: string): boolean => /^(?:https?:\/\/|www\.|mailto:)/i.test(text.trim())

/** Tokens as marked itself makes them: the type allows for those of extensions, of which there are none. */
export const markedTokens = (tokens: readonly Token[]): readonly MarkedToken[] => tokens as readonly MarkedToken[]

/**
 * Inline Markdown as text with tones, one within another as they were written.
 * @param links whether addresses go behind their texts; else they follow them
 */
export const inlineSpans = (tokens: readonly Token[], links: boolean, tones: readonly Tone[] = []): readonly Span[] =>
  markedTokens(tokens).flatMap((token): readonly Span[] => {
    switch (token.type) {
      case 'strong':
        return inlineSpans(token.tokens, links, [...tones, 'strong'])
      case 'em':
        return inlineSpans(token.tokens, links, [...tones, 'emphasis'])
      case 'del':
        return inlineSpans(token.tokens, links, [...tones, 'quiet'])
      case 'codespan':
        return [{ text: token.text, tones: [...tones, 'accent'] }]
      case 'link': {
        const text = inlineSpans(token.tokens, links, [...tones, 'accent'])
        const link = linkTo(token.href)
        if (link === undefined) return text
        const isSame = token.href.replace(/^mailto:/, '') === token.text
        const isSaid = isSame || (links && !looksLikeAddress(token.text))
        const shown = links ? text.map((span) => ({ ...span, link })) : text
        return isSaid ? shown : [...shown, { text: ` (${token.href})`, tones }]
      }
      case 'image':
        return [{ text: token.text, tones }]
      case 'br':
        return [{ text: hardBreak, tones }]
      case 'html':
        return token.text.startsWith('<!--') ? [] : [{ text: token.text, tones: [...tones, 'quiet'] }]
      case 'text':
        return token.tokens === undefined
          ? [{ text: shown(token.text), tones }]
          : inlineSpans(token.tokens, links, tones)
      case 'escape':
        return [{ text: token.text, tones }]
      default:
        return [{ text: token.raw, tones }]
    }
  })
