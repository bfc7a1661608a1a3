/** What the main pane of a lab's screen shows. */
export type Pane = 'lesson' | 'check' | 'hints'

/** The screen of one lab. */
export interface LabState {
  readonly id: string
  /** Which part of the lesson. */
  readonly section: number
  readonly pane: Pane
  /** Whether keys move in the list of checks instead of the main pane. */
  readonly isListFocused: boolean
  readonly isListHidden: boolean
  /** The first row of the lesson that shows. */
  readonly lessonScroll: number
  /** The first row that shows of what else the main pane may have: a check, or hints. */
  readonly scroll: number
  /** The chosen check, by its place among all of the lab. */
  readonly check: number
}

/** Where the person is. What is shown there comes from elsewhere: course, journal, controllers. */
export interface State {
  /** The chosen lab, by its place in the course. */
  readonly chosen: number
  /** The open lab; none while the course shows. */
  readonly lab: LabState | undefined
  /** The labs that were left, as they were. */
  readonly left: Readonly<Record<string, LabState>>
  readonly isHelpOpen: boolean
  /** Something to say once: the next key takes it away. */
  readonly notice: string | undefined
}

export type Action =
  | { readonly type: 'choose-lab'; readonly by: number; readonly count: number }
  | { readonly type: 'open-lab'; readonly id: string }
  /** One step back; leaving the course itself is not a matter of state. */
  | { readonly type: 'back' }
  | { readonly type: 'go-to-section'; readonly section: number; readonly check: number | undefined }
  /** `limit` is the last row that can be the first one to show. */
  | { readonly type: 'scroll'; readonly by: number; readonly limit: number }
  | { readonly type: 'choose-check'; readonly by: number; readonly count: number }
  | { readonly type: 'show'; readonly pane: Pane }
  | { readonly type: 'focus' }
  | { readonly type: 'zoom' }
  | { readonly type: 'help' }
  | { readonly type: 'say'; readonly notice: string | undefined }

const within = (index: number, count: number): number => Math.max(0, Math.min(index, count - 1))

/** A lab as it is when it is opened first. */
const newlyOpened = (id: string): LabState => ({
  id,
  section: 0,
  pane: 'lesson',
  isListFocused: false,
  isListHidden: false,
  lessonScroll: 0,
  scroll: 0,
  check: 0
})

export const initialState = (chosen: number, lab: string | undefined): State => ({
  chosen,
  lab: lab === undefined ? undefined : newlyOpened(lab),
  left: {},
  isHelpOpen: false,
  notice: undefined
})

export const reduce = (state: State, action: Action): State => {
  const inLab = (change: (lab: LabState) => Partial<LabState>): State =>
    state.lab === undefined ? state : { ...state, lab: { ...state.lab, ...change(state.lab) } }
  switch (action.type) {
    case 'choose-lab':
      return { ...state, chosen: within(state.chosen + action.by, action.count) }
    case 'open-lab':
      return { ...state, lab: state.left[action.id] ?? newlyOpened(action.id) }
    case 'back':
      if (state.lab === undefined) return state
      return state.lab.pane === 'lesson'
        ? { ...state, lab: undefined, left: { ...state.left, [state.lab.id]: state.lab } }
        : inLab(() => ({ pane: 'lesson' }))
    case 'go-to-section':
      return inLab(({ check }) => ({
        section: action.section,
        check: action.check ?? check,
        pane: 'lesson',
        isListFocused: false,
        lessonScroll: 0
      }))
    case 'scroll':
      return inLab((lab) => {
        const place = lab.pane === 'lesson' ? 'lessonScroll' : 'scroll'
        return { [place]: within(Math.min(lab[place], action.limit) + action.by, action.limit + 1) }
      })
    case 'choose-check':
      return inLab(({ check }) => ({ check: within(check + action.by, action.count), scroll: 0 }))
    case 'show':
      return inLab(({ pane, scroll }) => ({ pane: action.pane, scroll: pane === action.pane ? scroll : 0 }))
    case 'focus':
      return inLab(({ isListFocused }) => ({ isListFocused: !isListFocused, isListHidden: false }))
    case 'zoom':
      return inLab(({ isListHidden }) => ({ isListHidden: !isListHidden, isListFocused: false }))
    case 'help':
      return { ...state, isHelpOpen: !state.isHelpOpen }
    case 'say':
      return state.notice === action.notice ? state : { ...state, notice: action.notice }
  }
}
