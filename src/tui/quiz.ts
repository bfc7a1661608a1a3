import { choiceLetter } from '../course/quiz.ts'
import type { Question } from '../course/schema.ts'
import type { Given } from '../lab/answers.ts'

/** Questions that are being answered, one at a time. */
export interface QuizState {
  /** The task that they belong to; all of the lab, where there is none. */
  readonly task: string | undefined
  /** All were answered rightly before: each is asked once more. */
  readonly isPractice: boolean
  /** The one that shows, by its id. */
  readonly question: string
  /** The choice that keys move from. */
  readonly cursor: number
  readonly marked: readonly number[]
  readonly typed: string
  /** What came of the answer, until the person goes on. */
  readonly given: Given | undefined
  readonly scroll: number
}

export type QuizAction =
  /** To a question, as if it had not been answered. */
  | { readonly type: 'go'; readonly question: string }
  /** To a choice; `scroll` is what has it in view. */
  | { readonly type: 'move'; readonly cursor: number; readonly scroll: number }
  | { readonly type: 'mark'; readonly choice: number }
  | { readonly type: 'type'; readonly typed: string }
  | { readonly type: 'give'; readonly question: string; readonly given: Given }
  | { readonly type: 'scroll'; readonly scroll: number }

/** Further than any page is long: whoever draws it begins where the last row still shows. */
const end = Number.MAX_SAFE_INTEGER

/** More than any number needs. */
const longestAnswer = 30

export const openedQuiz = ({
  task,
  question,
  isPractice
}: Pick<QuizState, 'task' | 'question' | 'isPractice'>): QuizState => ({
  task,
  isPractice,
  question,
  cursor: 0,
  marked: [],
  typed: '',
  given: undefined,
  scroll: 0
})

export const reduceQuiz = (quiz: QuizState, action: QuizAction): QuizState => {
  switch (action.type) {
    case 'go':
      return openedQuiz({ ...quiz, question: action.question })
    case 'move':
      return { ...quiz, cursor: action.cursor, scroll: action.scroll }
    case 'mark': {
      const { choice } = action
      const others = quiz.marked.filter((marked) => marked !== choice)
      const marked = others.length < quiz.marked.length ? others : [...others, choice].sort((a, b) => a - b)
      return { ...quiz, cursor: choice, marked }
    }
    case 'type':
      return { ...quiz, typed: action.typed.slice(0, longestAnswer), scroll: end }
    case 'give':
      // Whoever went on meanwhile finds it in the journal.
      if (quiz.question !== action.question) return quiz
      return { ...quiz, marked: chosenOf(quiz), given: action.given, scroll: end }
    case 'scroll':
      return { ...quiz, scroll: action.scroll }
  }
}

/** The choices of the answer: those that are marked, else the one at the cursor. */
const chosenOf = ({ marked, cursor }: QuizState): readonly number[] => (marked.length === 0 ? [cursor] : marked)

/** What the answer would be now, as it is typed at a prompt. */
export const answerOf = (quiz: QuizState, question: Question): string =>
  question.kind === 'number' ? quiz.typed : chosenOf(quiz).map(choiceLetter).join(',')

/** Characters of numbers, also as an input method for Chinese leaves them. */
export const isOfNumber = (key: string): boolean => /^[-+.\d]$/.test(key.normalize('NFKC'))

/** Where questions are opened: at the first that was not answered rightly yet. */
export const openingAt = (
  questions: readonly Question[],
  understood: readonly string[]
): Pick<QuizState, 'question' | 'isPractice'> | undefined => {
  const open = questions.find(({ id }) => !understood.includes(id))
  const first = open ?? questions[0]
  return first && { question: first.id, isPractice: open === undefined }
}

/**
 * What is asked after an answer: the next that was not answered rightly yet, and those before it in the end; nothing,
 * when all were.
 */
export const nextQuestion = (
  questions: readonly Question[],
  { question, isPractice }: QuizState,
  understood: readonly string[]
): Question | undefined => {
  const at = questions.findIndex(({ id }) => id === question)
  if (isPractice) return questions[at + 1]
  const others = [...questions.slice(at + 1), ...questions.slice(0, at + 1)]
  return others.find(({ id }) => !understood.includes(id))
}
