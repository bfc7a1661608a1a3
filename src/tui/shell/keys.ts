/** What came from the keyboard for a shell. */
export type ShellInput =
  | { readonly kind: 'keys'; readonly bytes: Buffer }
  /** Not whole where its end never came, or where it is too long. */
  | { readonly kind: 'paste'; readonly text: string; readonly isWhole: boolean }
  /** A page back or on. */
  | { readonly kind: 'page'; readonly by: -1 | 1 }
  /** The key that leaves the shell, and what came behind it. */
  | { readonly kind: 'leave'; readonly rest: Buffer }

/** What keys mean to the program that they go to. */
export interface KeyModes {
  readonly wantsApplicationKeys: boolean
  /** Programs that have the whole screen have pages of their own. */
  readonly isFullScreen: boolean
}

/** The longest paste, in bytes. */
const longestPaste = 1024 * 1024

const pasteEnd = '\u001b[201~'

/** Ctrl-]; begin of a paste; arrows, Home and End; page up and down, with Shift or without. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: keys are control characters
const special = /\u001d|\u001b\[(?:200~|[ABCDHF]|[56](?:;2)?~)/g
/** What may become one of them with the next bytes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: keys are control characters
const unfinished = /\u001b(?:\[(?:2(?:00?)?|[56](?:;2?)?)?)?$/

/**
 * Tells keys, pastes and the UI's own keys apart, wherever the pieces are cut in which bytes arrive. Bytes are kept as
 * characters of Latin-1, one for each.
 */
export class KeySplitter {
  #held = ''
  #paste: string | undefined

  /** Whether `flush` has something to give after a while without more bytes. */
  get waitsFor(): 'nothing' | 'key' | 'paste' {
    if (this.#paste !== undefined) return 'paste'
    return this.#held === '' ? 'nothing' : 'key'
  }

  feed(chunk: Buffer, modes: KeyModes): readonly ShellInput[] {
    const inputs: ShellInput[] = []
    let text = this.#held + chunk.toString('latin1')
    this.#held = ''
    let keys = ''
    const endKeys = (): void => {
      if (keys !== '') inputs.push({ kind: 'keys', bytes: Buffer.from(keys, 'latin1') })
      keys = ''
    }
    while (text !== '') {
      if (this.#paste !== undefined) {
        text = this.#collect(text, inputs)
        continue
      }
      special.lastIndex = 0
      const found = special.exec(text)
      if (found === null) {
        const cut = unfinished.exec(text)?.index ?? text.length
        keys += text.slice(0, cut)
        this.#held = text.slice(cut)
        break
      }
      const [key] = found
      keys += text.slice(0, found.index)
      text = text.slice(found.index + key.length)
      if (key === '\u001d') {
        endKeys()
        inputs.push({ kind: 'leave', rest: Buffer.from(text, 'latin1') })
        return inputs
      }
      if (key === '\u001b[200~') {
        endKeys()
        this.#paste = ''
      } else if (!key.endsWith('~')) {
        keys += modes.wantsApplicationKeys ? key.replace('[', 'O') : key
      } else if (modes.isFullScreen && !key.includes(';')) {
        keys += key
      } else {
        endKeys()
        inputs.push({ kind: 'page', by: key.startsWith('\u001b[5') ? -1 : 1 })
      }
    }
    endKeys()
    return inputs
  }

  /** Gives what was waited for in vain: a key that began like another one, or a paste whose end was lost. */
  flush(): readonly ShellInput[] {
    const [held, paste] = [this.#held, this.#paste]
    this.#held = ''
    this.#paste = undefined
    if (paste !== undefined) return pasted(paste, false)
    return held === '' ? [] : [{ kind: 'keys', bytes: Buffer.from(held, 'latin1') }]
  }

  /** Takes what belongs to the paste, and returns what comes behind it. */
  #collect(text: string, inputs: ShellInput[]): string {
    const before = this.#paste ?? ''
    const all = before + text
    const end = all.indexOf(pasteEnd, Math.max(0, before.length - pasteEnd.length))
    if (end === -1) {
      // Enough of what is too long is kept to find its end, and to know that it was too long.
      this.#paste = all.length <= 2 * longestPaste ? all : all.slice(0, longestPaste + 1) + all.slice(-pasteEnd.length)
      return ''
    }
    this.#paste = undefined
    inputs.push(...pasted(all.slice(0, end), end <= longestPaste))
    return all.slice(end + pasteEnd.length)
  }
}

const pasted = (bytes: string, isWhole: boolean): readonly ShellInput[] =>
  bytes === '' ? [] : [{ kind: 'paste', text: Buffer.from(bytes.slice(0, longestPaste), 'latin1').toString(), isWhole }]
