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
  paste: {
    title: (lines: number, node: string) => `Paste ${lines} lines into the shell on ${node}?`,
    cutOff: 'Only a part of it arrived.',
    keys: 'Enter pastes them, Esc does not.'
  },
  palette: {
    title: 'What to do',
    prompt: 'Type a part of its name:',
    none: 'Nothing is called so.',
    close: 'Enter does it, Esc closes.'
  },
  /** Leaving would end it; who leaves once more means it. */
  stillRunning: (nodes: string) => `A program still runs on ${nodes}. Once more leaves, and ends it.`,
  panes: { lesson: 'Lesson', tasks: 'Tasks', cluster: 'Cluster', shell: 'Shell' },
  code: {
    none: 'Nothing in this part of the lesson is for the shell of a controller.',
    severalLines:
      'The program in the shell would run each line at once: several lines are typed only where a shell waits.'
  },
  keys: {
    title: 'Keys',
    close: 'Any key closes this page.',
    move: { brief: 'move', long: 'scroll, or move in the list' },
    page: { brief: 'page', long: 'scroll by a page' },
    edge: { brief: 'ends', long: 'go to the begin or the end' },
    section: {
      brief: 'task',
      long: 'previous or next part of the lesson',
      each: { [-1]: 'previous part of the lesson', 1: 'next part of the lesson' }
    },
    focus: {
      brief: 'pane',
      long: 'to the next pane, with Shift to the one before',
      each: { [-1]: 'to the pane before', 1: 'to the next pane' }
    },
    zoom: { brief: 'zoom', long: 'give the pane all the room, and take it back' },
    hide: { brief: 'hide', long: 'hide the pane' },
    unhide: { brief: 'show all', long: 'show all panes again' },
    open: { brief: 'open', long: 'open the lab, what a check found, or the questions' },
    shell: {
      brief: 'shell',
      long: 'login shell on controller1, controller2, controller3',
      each: { 0: 'login shell on controller1', 1: 'login shell on controller2', 2: 'login shell on controller3' }
    },
    fullShell: { brief: 'full shell', long: 'the shell in the whole window; exit leads back' },
    code: {
      brief: 'code',
      long: 'next block of code, with Shift the one before',
      each: { [-1]: 'block of code before', 1: 'next block of code' }
    },
    type: { brief: 'type it', long: 'type the block of code into the shell, without Enter' },
    hint: { brief: 'hint', long: 'hints of this task; once more for the next one' },
    questions: { brief: 'answer', long: 'answer the questions of this part, or of the lab' },
    palette: { brief: 'actions', long: 'everything that can be done, by name' },
    language: { brief: '中文', long: '切换到中文' },
    help: { brief: 'keys', long: 'all keys' },
    leave: { brief: 'leave', long: 'leave Quorate' },
    back: { brief: 'back', long: 'back to the lesson, or to the list of labs' },
    leaveShell: { brief: 'leaves the shell', long: 'leave the shell, which stays as it is' },
    shellPage: { brief: 'scroll', long: 'scroll back in the shell by a page' },
    quit: { brief: 'leave', long: 'leave Quorate at once' }
  }
} as const
