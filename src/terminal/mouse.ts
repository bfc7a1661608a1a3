/** What a person did with the mouse, at a cell of the window; cells are counted from 0. */
export type MouseAct =
  | { readonly kind: 'click'; readonly x: number; readonly y: number }
  /** Back for what is less than nothing. */
  | { readonly kind: 'wheel'; readonly by: -1 | 1; readonly x: number; readonly y: number }

/** Has the terminal report buttons and wheel, in the form of SGR; and leaves the mouse to the terminal again. */
export const mouseReports = { on: '\u001b[?1000h\u001b[?1006h', off: '\u001b[?1006l\u001b[?1000l' } as const

// biome-ignore lint/suspicious/noControlCharactersInRegex: reports are escape sequences
const report = /\u001b\[<(\d{1,3});(\d{1,5});(\d{1,5})([Mm])/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: reports are escape sequences
const begun = /\u001b\[<[\d;]{0,15}$/
/** As it begins, and a key may: told apart by what came before, since a wheel reports many times at once. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: reports are escape sequences
const barelyBegun = /\u001b\[?$/

const wheelFlag = 64
const motionFlag = 32
const buttonBits = 3

const actOf = (button: number, column: number, row: number, isPressed: boolean): MouseAct | undefined => {
  const cell = { x: column - 1, y: row - 1 }
  const which = button & buttonBits
  if ((button & motionFlag) !== 0 || !isPressed) return undefined
  if ((button & wheelFlag) !== 0) return which > 1 ? undefined : { kind: 'wheel', by: which === 0 ? -1 : 1, ...cell }
  return which === 0 ? { kind: 'click', ...cell } : undefined
}

/** Tells what the terminal reports of the mouse from keys, wherever the pieces are cut in which bytes arrive. */
export class MouseReader {
  #held = ''

  take(chunk: Buffer): { readonly keys: Buffer; readonly acts: readonly MouseAct[] } {
    const text = this.#held + chunk.toString('latin1')
    const acts: MouseAct[] = []
    const others = text.replace(report, (_report, button, column, row, end) => {
      const act = actOf(Number(button), Number(column), Number(row), end === 'M')
      if (act !== undefined) acts.push(act)
      return ''
    })
    const isReporting = others.length < text.length
    const cut = (begun.exec(others) ?? (isReporting ? barelyBegun.exec(others) : null))?.index ?? others.length
    this.#held = others.slice(cut)
    return { keys: Buffer.from(others.slice(0, cut), 'latin1'), acts }
  }
}
