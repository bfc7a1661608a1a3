import { Box, useCursor } from 'ink'
import { type ReactElement, useCallback, useLayoutEffect, useSyncExternalStore } from 'react'
import type { Messages } from '../../i18n/messages.ts'
import { fill, fit, widthOf } from '../../terminal/cells.ts'
import type { Paint } from '../../terminal/paint.ts'
import { wrapText } from '../../terminal/wrap.ts'
import { type NodeName, nodeNames } from '../../topology.ts'
import { Rows } from '../components/Rows.tsx'
import type { Size } from '../layout.ts'
import { textOf } from '../notice.ts'
import type { EmbeddedShell, ShellState, ShellView } from './EmbeddedShell.ts'

/** The shells that were opened so far. */
export type Shells = Readonly<Partial<Record<NodeName, EmbeddedShell>>>

export interface ShellPaneProps {
  readonly paint: Paint
  readonly messages: Messages
  /** The head's row included. */
  readonly size: Size
  /** The pane's first cell in the window. */
  readonly origin: { readonly x: number; readonly y: number }
  readonly shells: Shells
  readonly shown: NodeName
  /** Whether keys go to the shell. */
  readonly isFocused: boolean
}

/** What a pane of so much room leaves to the shell in it. */
export const screenSize = ({ columns, rows }: Size): Size => ({ columns, rows: Math.max(1, rows - headRows) })

const headRows = 1

/** A program runs in the shell. */
const runningSign = '●'

const noChange = (): (() => void) => () => undefined

/** Shells on the controllers, one of which shows. */
export const ShellPane = (props: ShellPaneProps): ReactElement => {
  const { paint, messages, size, origin, shells, shown, isFocused } = props
  const shell = shells[shown]
  const screen = screenSize(size)
  const { columns, rows } = screen
  useLayoutEffect(() => shell?.resize({ columns, rows }), [shell, columns, rows])
  const view = useSyncExternalStore(shell?.subscribe ?? noChange, () => shell?.getSnapshot())
  const running = useRunning(shells)
  const { setCursorPosition } = useCursor()
  const cursor = isFocused ? view?.cursor : undefined
  setCursorPosition(cursor && { x: origin.x + cursor.x, y: origin.y + headRows + cursor.y })
  const head = headRow(shown, running, hintOf(view, isFocused, messages), isFocused, columns, paint)
  const body = view === undefined ? [] : bodyRows(view, shown, screen, messages, paint).slice(0, rows)
  return (
    <Box width={columns} height={size.rows} flexDirection="column" flexShrink={0} overflow="hidden">
      <Rows paint={paint} size={{ columns, rows: headRows }} rows={[head]} />
      {body.map((row, place) => (
        // Ink remembers thousands of texts that it has measured: rows are small and come again, screens do neither.
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
        <Rows key={place} paint={paint} size={{ columns, rows: 1 }} rows={[row]} />
      ))}
    </Box>
  )
}

/** The controllers on which a program runs. Joined to one text, which is the same as long as they are. */
const useRunning = (shells: Shells): string => {
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = nodeNames.map((node) => shells[node]?.subscribe(listener))
      return () => {
        for (const end of ends) end?.()
      }
    },
    [shells]
  )
  return useSyncExternalStore(subscribe, () => nodeNames.filter((node) => shells[node]?.isRunning === true).join())
}

const hintOf = (view: ShellView | undefined, isFocused: boolean, messages: Messages): string => {
  const words = messages.tui.shell
  if (view !== undefined && view.back > 0) return words.back(view.back)
  return isFocused ? words.leave : ''
}

/** Which controllers have their names in the head, from much room to little: keys tell them apart without. */
const namings: readonly ((node: NodeName, shown: NodeName) => boolean)[] = [
  () => true,
  (node, shown) => node === shown,
  () => false
]

/** The controllers, each behind the key that shows it, and what there is to know now. */
export const headRow = (
  shown: NodeName,
  running: string,
  hint: string,
  isFocused: boolean,
  columns: number,
  paint: Paint
): string => {
  const tabs = namings.map((isNamed) =>
    nodeNames.map((node, place) => ({
      text: isNamed(node, shown) ? `${place + 1} ${node}` : String(place + 1),
      sign: running.split(',').includes(node) ? runningSign : ' ',
      tone: node !== shown ? ('quiet' as const) : isFocused ? ('accent' as const) : ('strong' as const)
    }))
  )
  const widthOfTabs = (row: readonly { readonly text: string }[]): number =>
    row.reduce((sum, { text }) => sum + widthOf(text) + 3, 0)
  const row = tabs.find((some) => widthOfTabs(some) + widthOf(hint) <= columns) ?? tabs.at(-1) ?? []
  const left = Math.max(0, columns - widthOfTabs(row))
  const kept = fit(hint, left)
  const painted = row.map(({ text, sign, tone }) => `${paint(tone, text)} ${paint('warning', sign)} `)
  return painted.join('') + ' '.repeat(left - widthOf(kept)) + paint('quiet', kept)
}

const sentenceOf = (state: ShellState, node: NodeName, messages: Messages): string | undefined => {
  const words = messages.tui.shell
  switch (state.kind) {
    case 'opening':
      return words.opening(node)
    case 'open':
      return undefined
    case 'ended':
      return words.ended(state.exitCode)
    case 'failed':
      return words.failed(textOf(state.error, messages))
  }
}

/** The screen; what there is to say of the shell stands at its end, where empty rows make room before others do. */
const bodyRows = (
  { state, rows }: ShellView,
  node: NodeName,
  { columns, rows: height }: Size,
  messages: Messages,
  paint: Paint
): readonly string[] => {
  const sentence = sentenceOf(state, node, messages)
  if (sentence === undefined) return rows
  const tone = state.kind === 'failed' ? 'warning' : 'quiet'
  const said = wrapText(sentence, columns).slice(0, height)
  const text = rows.slice(0, rows.findLastIndex((row) => row.trim() !== '') + 1)
  const kept = text.slice(Math.max(0, text.length + said.length - height))
  const empty = Array.from({ length: height - kept.length - said.length }, () => '')
  return [...kept, ...empty, ...said.map((row) => paint(tone, fill(row, columns)))]
}
