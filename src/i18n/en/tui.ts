export const tui = {
  loading: 'Loading…',
  tooSmall: (p: { columns: number; rows: number; leastColumns: number; leastRows: number }) =>
    `This window has ${p.columns}x${p.rows} cells, Quorate needs ${p.leastColumns}x${p.leastRows}. Make it larger, or press q to leave.`,
  asciiOnly: 'This terminal shows ASCII only, it cannot show Chinese.',
  course: {
    locked: (needs: string) => `Locked. To be passed before it: ${needs}.`
  },
  lab: {
    looking: 'Looking at the controllers…',
    keeping: 'Keeping where this lab starts…',
    passed: (p: { points: number; possible: number; quiz: string | undefined }) =>
      `Passed: ${p.points} of ${p.possible} points.${p.quiz === undefined ? '' : ` Questions are left: quorate quiz ${p.quiz}`}`,
    /** A lab of questions that is not passed yet. */
    questions: (p: { right: number; of: number }) =>
      `${p.right} of ${p.of} questions answered rightly. a asks those of this part.`,
    position: (first: number, last: number, of: number) => `${first}-${last} of ${of}`
  },
  check: {
    notLooked: 'Not looked at yet.',
    experiment: 'An experiment: it disturbs the cluster and puts it back. It runs with: quorate check LAB --behaviour',
    why: 'Why it matters',
    expected: 'Expected',
    observed: 'Observed',
    causes: 'Likely cause',
    look: 'Look with',
    evidence: 'Seen on the controllers',
    waitsFor: (title: string) => `Another check comes first: ${title}`
  },
  hints: {
    title: (task: string) => `Hints: ${task}`,
    rung: (rung: number, of: number) => `Hint ${rung} of ${of}`,
    next: 'h gives the next hint.',
    last: 'There are no more hints for this task.',
    noTask: 'This part of the lesson has no task, and no hints.'
  },
  questions: { none: 'This lab has no questions.' },
  shell: {
    opening: (node: string) => `Opening a shell on ${node}…`,
    intro: (node: string) => `Login shell on ${node}. exit or Ctrl-D leads back to Quorate.`,
    leave: 'Ctrl-] leaves',
    /** A view that is scrolled back. */
    back: (lines: number) => `${lines} ${lines === 1 ? 'line' : 'lines'} back`,
    ended: (exitCode: number) =>
      exitCode === 0
        ? 'The shell has ended. Enter opens it again.'
        : `The shell has ended with ${exitCode}. Enter opens it again.`,
    failed: (why: string) => `${why} Enter tries again.`
  },
  keys: {
    title: 'Keys',
    close: 'Any key closes this page.',
    move: { brief: 'move', long: 'scroll, or move in the list' },
    page: { brief: 'page', long: 'scroll by a page' },
    edge: { brief: 'ends', long: 'go to the begin or the end' },
    section: { brief: 'task', long: 'previous or next part of the lesson' },
    focus: { brief: 'checks', long: 'move in the checks, or scroll the text' },
    zoom: { brief: 'text only', long: 'show the text without the checks, to copy from it' },
    open: { brief: 'open', long: 'open the lab, what a check found, or the questions' },
    shell: { brief: 'shell', long: 'login shell on controller1, controller2, controller3' },
    hint: { brief: 'hint', long: 'hints of this task; once more for the next one' },
    questions: { brief: 'answer', long: 'answer the questions of this part, or of the lab' },
    language: { brief: '中文', long: '切换到中文' },
    help: { brief: 'keys', long: 'all keys' },
    leave: { brief: 'leave', long: 'leave Quorate' },
    back: { brief: 'back', long: 'back to the lesson, or to the list of labs' },
    quit: { brief: 'leave', long: 'leave Quorate at once' }
  }
} as const
