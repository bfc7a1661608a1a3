import type { ReactElement } from 'react'
import type { Study } from '../../lab/study.ts'
import type { Commands } from '../hooks/useCommands.ts'
import type { Size } from '../layout.ts'
import type { ShellDeck } from '../shell/deck.ts'
import type { State } from '../state.ts'
import type { Language, SetupPurpose, Ui } from '../ui.ts'
import { Setup } from './Setup.tsx'
import { Snapshots } from './Snapshots.tsx'

/** What came of a screen that was open over another one. */
export interface OverEnd {
  readonly over: NonNullable<State['over']>
  /** Whether the controllers are others than before. */
  readonly isReplaced: boolean
  /** Whether the set-up went through. */
  readonly isReady: boolean
}

export interface OverProps {
  readonly over: OverEnd['over']
  readonly ui: Ui
  readonly language: Language
  readonly size: Size
  readonly study: Study
  /** The lab after which a new snapshot is called. */
  readonly lab: string
  readonly shells: ShellDeck | undefined
  readonly purpose: SetupPurpose
  readonly notice: string | undefined
  readonly say: (notice: string | undefined) => void
  /** Shows instead, told what can be done here. */
  readonly cover: ((commands: Commands) => ReactElement | undefined) | undefined
  readonly commands: Commands
  readonly onClose: (end: OverEnd) => void
}

/** A screen that is opened over the course or a lab, and leads back there. */
export const Over = ({ over, purpose, onClose, ...props }: OverProps): ReactElement => {
  const { ui, language, size, cover, commands } = props
  if (over === 'setup') {
    return (
      <Setup
        ui={ui}
        language={language}
        size={size}
        cover={cover}
        commands={commands}
        purpose={purpose}
        onClose={({ isChanged, isReady }) => onClose({ over, isReplaced: isChanged, isReady })}
      />
    )
  }
  return <Snapshots {...props} onClose={(isReplaced) => onClose({ over, isReplaced, isReady: false })} />
}
