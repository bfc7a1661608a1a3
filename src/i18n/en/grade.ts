const plural = (count: number, one: string, many: string): string => (count === 1 ? `1 ${one}` : `${count} ${many}`)

export const grade = {
  title: 'Grade',
  of: (p: { credit: number; possible: number }) => `${p.credit} of ${p.possible} points`,
  /** Points that were reached and do not all count. */
  reached: (p: { points: number; possible: number }) => `${p.points} of ${p.possible} points were reached`,
  student: 'Student',
  gradedAt: 'Graded',
  course: 'Course',
  lab: 'Lab',
  task: 'Task',
  check: 'Check',
  question: 'Question',
  questions: 'Questions',
  outcome: 'Outcome',
  points: 'Points',
  possible: 'Possible',
  credit: 'Credit',
  why: 'Why less',
  expected: 'expected',
  observed: 'observed',
  cause: 'cause',
  outcomes: {
    pass: 'passed',
    fail: 'FAILED',
    'not-yet': 'not yet',
    blocked: 'waiting',
    error: 'ERROR',
    'not-checked': 'not checked',
    right: 'right',
    wrong: 'WRONG',
    unanswered: 'not answered'
  },
  waitsFor: (p: { check: string }) => `waits for ${p.check}`,
  reductions: {
    solved: () => 'the reference solution did this: no credit',
    overtime: (p: { minutes: number }) =>
      `reached ${plural(p.minutes, 'minute', 'minutes')} after the end of the exam: no credit`,
    late: (p: { days: number; percent: number }) => `${plural(p.days, 'day', 'days')} late: ${p.percent}% less`,
    hints: (p: { hints: number; percent: number }) => `${plural(p.hints, 'hint', 'hints')}: ${p.percent}% less`
  },
  /** Said while the lab is graded. */
  grading: (p: { labs: number }) => `Grading ${plural(p.labs, 'lab', 'labs')}.`,
  keeping: 'The state of the controllers is kept, and put back when the experiments are over.',
  written: (p: { file: string }) => `Written: ${p.file}`
} as const

export const gradeErrors = {
  'exam-no-help': (p: { lab: string }) => ({
    message: `${p.lab} is part of an exam: it has no hints, and nothing of it is solved for you.`,
    fix: 'Read the lesson and look at what the checks say: quorate check'
  }),
  'exam-other-lab': (p: { lab: string; known: string }) => ({
    message: `${p.lab} is not part of the exam of this course, so there is nothing of it to grade.`,
    fix: `The labs of the exam are: ${p.known}.`
  }),
  'format-unknown': (p: { file: string; known: string }) => ({
    message: `The name ${p.file} does not say in which format to write.`,
    fix: `Name the format: --format with one of ${p.known}.`
  })
} as const
