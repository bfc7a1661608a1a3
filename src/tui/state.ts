import type { NodeName } from '../topology.ts'
import { inViewFrom, type Pane, panes, shownPanes, type View } from './layout.ts'
import { openedQuiz, type QuizAction, type QuizState, reduceQuiz } from './quiz.ts'

/** What the lesson's pane shows: the lesson, what a check found, or hints. The questions have the whole window. */
export type Page = 'lesson' | 'check' | 'hints' | 'quiz'

/** The screen of one lab. */
export interface LabState {
  readonly id: string
  /** Which part of the lesson. */
  readonly section: number
  readonly page: Page
  readonly view: View
  /** The first row of the lesson that shows. */
  readonly lessonScroll: number
  /** The first row that shows of what else the lesson's pane may have: a check, or hints. */
  readonly scroll: number
  /** The chosen check, by its place among all of the lab. */
  readonly check: number
  /** The chosen block of code of this part of the lesson, by its place. */
  readonly code: number | undefined
  /** The questions that were opened last, as they were left. */
  readonly quiz: QuizState | undefined
}

/** Where the person is. What is shown there comes from elsewhere: course, journal, controllers. */
export interface State {
  /** The chosen lab, by its place in the course. */
  readonly chosen: number
  /** The open lab; none while the course shows. */
  readonly lab: LabState | undefined
  /** The labs that were left, as they were. */
  readonly left: Readonly<Record<string, LabState>>
  /** The controller whose shell shows. */
  readonly node: NodeName
  /** A screen that was opened from there, and leads back. */
  readonly over: 'snapshots' | 'setup' | undefined
  /** What shows instead of the place itself. */
  readonly cover: 'help' | 'palette' | undefined
  /** Something to say once: the next key takes it away. */
  readonly notice: string | undefined
}

export type Action =
  | { readonly type: 'choose-lab'; readonly by: number; readonly count: number }
  | { readonly type: 'open-lab'; readonly lab: Opening }
  /** One step back; leaving the course itself is not a matter of state. */
  | { readonly type: 'back' }
  | { readonly type: 'go-to-section'; readonly section: number; readonly check: number | undefined }
  /** `limit` is the last row that can be the first one to show. */
  | { readonly type: 'scroll'; readonly by: number; readonly limit: number }
  | { readonly type: 'choose-check'; readonly by: number; readonly count: number }
  /** The block comes into view: its first and last row, and the rows of the pane. */
  | {
      readonly type: 'choose-code'
      readonly code: number
      readonly first: number
      readonly last: number
      readonly rows: number
    }
  | { readonly type: 'show'; readonly page: Exclude<Page, 'quiz'> }
  /** The questions of a task, or all; at this one, unless they were left in the middle. */
  | {
      readonly type: 'open-quiz'
      readonly task: string | undefined
      readonly question: string
      readonly isPractice: boolean
    }
  | { readonly type: 'quiz'; readonly action: QuizAction }
  | { readonly type: 'close-quiz' }
  | { readonly type: 'focus'; readonly pane: Pane }
  /** To the next pane that shows, or the one before. */
  | { readonly type: 'focus-next'; readonly by: number }
  | { readonly type: 'zoom' }
  | { readonly type: 'hide' }
  | { readonly type: 'unhide' }
  | { readonly type: 'shell'; readonly node: NodeName }
  | { readonly type: 'cover'; readonly cover: State['cover'] }
  | { readonly type: 'over'; readonly over: State['over'] }
  | { readonly type: 'say'; readonly notice: string | undefined }

const within = (index: number, count: number): number => Math.max(0, Math.min(index, count - 1))

/** A lab to open, and the panes that are of no use for it. */
export interface Opening {
  readonly id: string
  readonly hidden: readonly Pane[]
}

/** A lab as it is when it is opened first. */
const newlyOpened = ({ id, hidden }: Opening): LabState => ({
  id,
  section: 0,
  page: 'lesson',
  view: { focus: 'lesson', isZoomed: false, hidden },
  lessonScroll: 0,
  scroll: 0,
  check: 0,
  code: undefined,
  quiz: undefined
})

export const initialState = (chosen: number, lab: Opening | undefined, over?: State['over']): State => ({
  chosen,
  lab: lab === undefined ? undefined : newlyOpened(lab),
  left: {},
  node: 'controller1',
  over,
  cover: undefined,
  notice: undefined
})

export const reduce = (state: State, action: Action): State => {
  const inLab = (change: (lab: LabState) => Partial<LabState>): State =>
    state.lab === undefined ? state : { ...state, lab: { ...state.lab, ...change(state.lab) } }
  const inView = (change: (view: View) => Partial<View>): State =>
    inLab(({ view }) => ({ view: { ...view, ...change(view) } }))
  switch (action.type) {
    case 'choose-lab':
      return { ...state, chosen: within(state.chosen + action.by, action.count) }
    case 'open-lab':
      return { ...state, lab: state.left[action.lab.id] ?? newlyOpened(action.lab) }
    case 'back':
      return state.lab === undefined ? state : backFrom(state, state.lab)
    case 'go-to-section':
      return inLab(({ check, view }) => ({
        section: action.section,
        check: action.check ?? check,
        page: 'lesson',
        view: { ...view, focus: 'lesson' },
        lessonScroll: 0,
        code: undefined
      }))
    case 'scroll':
      return inLab((lab) => {
        const place = lab.page === 'lesson' ? 'lessonScroll' : 'scroll'
        return { [place]: within(Math.min(lab[place], action.limit) + action.by, action.limit + 1) }
      })
    case 'choose-check':
      return inLab(({ check }) => ({ check: within(check + action.by, action.count), scroll: 0 }))
    case 'choose-code':
      return inLab(({ lessonScroll, view }) => ({
        code: action.code,
        page: 'lesson',
        view: { ...view, focus: 'lesson' },
        lessonScroll: inViewFrom(lessonScroll, action)
      }))
    case 'show':
      return inLab(({ page, scroll, view }) => ({
        page: action.page,
        scroll: page === action.page ? scroll : 0,
        view: { ...view, focus: 'lesson' }
      }))
    case 'open-quiz':
      return inLab(({ quiz, view }) => ({
        page: 'quiz',
        view: { ...view, focus: 'lesson' },
        quiz: quiz !== undefined && quiz.task === action.task ? quiz : openedQuiz(action)
      }))
    case 'quiz':
      return inLab(({ quiz }) => ({ quiz: quiz && reduceQuiz(quiz, action.action) }))
    case 'close-quiz':
      return inLab(() => ({ page: 'lesson', quiz: undefined }))
    case 'focus':
      return inView(({ hidden }) => ({ focus: action.pane, hidden: hidden.filter((pane) => pane !== action.pane) }))
    case 'focus-next':
      return inView((view) => {
        const shown = shownPanes(view)
        const next = (shown.indexOf(view.focus) + action.by + shown.length) % shown.length
        return { focus: shown[next] ?? view.focus }
      })
    case 'zoom':
      return inView(({ isZoomed }) => ({ isZoomed: !isZoomed }))
    case 'hide':
      return inView(({ focus, hidden }) => {
        const left = panes.filter((pane) => pane !== focus && !hidden.includes(pane))
        const [next] = left
        return next === undefined ? {} : { focus: next, hidden: [...hidden, focus] }
      })
    case 'unhide':
      return inView(() => ({ hidden: [] }))
    case 'shell':
      return { ...reduce(state, { type: 'focus', pane: 'shell' }), node: action.node }
    case 'cover':
      return { ...state, cover: action.cover }
    case 'over':
      return { ...state, over: action.over, cover: undefined }
    case 'say':
      return state.notice === action.notice ? state : { ...state, notice: action.notice }
  }
}

/** From what a check found to the list that it was opened from, from hints to the lesson, from the lab to the course. */
const backFrom = (state: State, lab: LabState): State => {
  if (lab.page === 'lesson') return { ...state, lab: undefined, left: { ...state.left, [lab.id]: lab } }
  const focus: Pane = lab.page === 'check' ? 'tasks' : 'lesson'
  return { ...state, lab: { ...lab, page: 'lesson', view: { ...lab.view, focus } } }
}
