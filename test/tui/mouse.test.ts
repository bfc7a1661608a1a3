import { describe, expect, it } from 'vitest'
import { mouseReports } from '../../src/terminal/mouse.ts'
import { key, Window } from './window.ts'

/** Where the terminal says that the mouse is; rows and columns are counted from 1. */
const click = (column: number, row: number): string => `\u001b[<0;${column};${row}M\u001b[<0;${column};${row}m`
const wheel = (by: -1 | 1, column: number, row: number): string => `\u001b[<${by < 0 ? 64 : 65};${column};${row}M`

const openLab = async (): Promise<Window> => {
  const window = await Window.open({ lab: 'quorum', mouse: true })
  await window.shows('› Lesson', '─ Tasks', '─ Cluster')
  return window
}

describe('the mouse', () => {
  it('is left to the terminal, unless it is asked for', async () => {
    const window = await Window.open({ lab: 'quorum' })
    await window.shows('› Lesson')
    expect(window.screen.raw).not.toContain('\u001b[?1000h')
  })

  it('focuses the pane that is clicked', async () => {
    const window = await openLab()
    window.press(click(100, 5))
    await window.shows('› Tasks')
    window.press(click(100, 30))
    await window.shows('› Cluster')
    window.press(click(2, 3))
    await window.shows('› Lesson')
  })

  it('scrolls the lesson by its wheel, wherever the focus is', async () => {
    const window = await Window.open({ lab: 'quorum', mouse: true, size: { columns: 60, rows: 16 } })
    await window.shows(/1-12 of/)
    window.press(wheel(1, 5, 5))
    await window.shows(/4-15 of/)
    window.press(wheel(-1, 5, 5), wheel(-1, 5, 5))
    await window.shows(/1-12 of/)
  })

  it('moves from check to check in the list', async () => {
    const window = await openLab()
    window.press(key.enter)
    await window.shows('Everything else stands on it')
    window.press(wheel(1, 100, 5))
    await window.shows('The others reach it')
    window.press(wheel(-1, 100, 5))
    await window.shows('Everything else stands on it')
  })

  it('scrolls the shell back, and moves in a program that has the whole screen', async () => {
    const window = await openLab()
    window.press(click(2, 30))
    await window.waitFor(() => window.machines.shells.length === 1)
    const [shell] = window.machines.shells
    shell?.print(Array.from({ length: 100 }, (_, line) => `line ${line}\r\n`).join(''))
    await window.shows('line 99')
    window.press(wheel(-1, 2, 30), wheel(-1, 2, 30))
    await window.shows('6 lines back')
    window.press(wheel(1, 2, 30))
    await window.shows('3 lines back')
    expect(shell?.received).toBe('')
    shell?.print('\u001b[?1049h\u001b[2Jwhole screen')
    await window.shows('whole screen')
    window.press(wheel(1, 2, 30))
    await window.waitFor(() => shell?.received === '\u001b[B'.repeat(3))
  })

  it('is for nobody while something else shows', async () => {
    const window = await openLab()
    window.press('?')
    await window.shows('login shell on')
    window.press(click(100, 5), 'x')
    await window.shows('› Lesson')
  })

  it('belongs to the terminal again while a shell has that, and at the end', async () => {
    const window = await openLab()
    const { screen } = window
    await window.waitFor(() => screen.isMouseTaken)
    window.press('f')
    await window.waitFor(() => window.machines.shells.length === 1 && !screen.isAlternate && !screen.isMouseTaken)
    window.machines.shells[0]?.close()
    await window.waitFor(() => screen.isMouseTaken && screen.isAlternate)
    window.press(key.ctrlC)
    expect(await window.exited).toBe(130)
    await window.waitFor(() => !screen.isMouseTaken && !screen.isAlternate)
    expect(screen.raw.endsWith(mouseReports.off)).toBe(true)
  })
})
