import type { Finding, FindingCode } from '../../grade/finding.ts'

const plural = (count: number, one: string, many: string): string => (count === 1 ? `1 ${one}` : `${count} ${many}`)

const refusals: Record<Extract<Finding, { code: 'refused' }>['why'], string> = {
  'too-big': 'it is bigger than any submission',
  'not-compressed': 'it is no submission of Quorate (not gzip, or cut off)',
  'inflates-too-much': 'it inflates to more than any submission',
  'not-utf-8': 'its text is not UTF-8',
  'not-submission': 'it is no submission of Quorate',
  'wrong-shape': 'its content does not have the shape of a submission',
  'not-a-file': 'it is a link, a pipe or a device, and no file',
  unreadable: 'it cannot be read',
  'not-understood': 'its evidence is nothing that a probe prints',
  'too-costly': 'grading it takes too long, or too much memory'
}

const shared: Record<Extract<Finding, { code: 'shared' }>['what'], string> = {
  key: 'It is signed with the same key as',
  lab: 'It is about the very same lab as',
  machine: 'It has the same machine ids as',
  journal: 'Its journal begins as that of',
  seed: 'It has the same seed as'
}

type Details = { [C in FindingCode]: Extract<Finding, { code: C }> }

const findings: { readonly [C in FindingCode]: (p: Details[C]) => string } = {
  refused: (p) => `Not graded: ${refusals[p.why]}.`,
  signature: () => 'The signature does not fit the content: it was changed after it was signed, or not signed at all.',
  journal: (p) => `Line ${p.line} of the journal does not refer to the one before: something was cut out or edited.`,
  'journal-unreadable': () => 'The journal cannot be read. Answers and hints are not counted.',
  'other-course': (p) => `It is about the course ${p.found}, not ${p.expected}.`,
  'other-content': () => 'The learner had another version of this course. Yours counts.',
  'other-version': (p) => `It was made with Quorate ${p.found}; this is ${p.expected}.`,
  'time-future': () => 'It was made in the future, by the clock of this machine.',
  'time-order': (p) =>
    ({
      journal: `The times of the journal run backwards, or past the submission, at ${p.at}.`,
      looks: `The controllers were looked at outside the life of the lab, at ${p.at}.`,
      lab: `The journal has the lab created at another time, ${p.at}.`
    })[p.what],
  'lab-not-created': (p) => `The journal does not say that the lab ${p.lab} was created.`,
  'machine-name': (p) => `What is handed in as ${p.node} calls itself «${p.found}».`,
  'machine-address': (p) => `${p.node} does not have its address.`,
  'machines-alike': (p) => `One machine is handed in as several: ${p.nodes.join(', ')}.`,
  facts: (p) => `The facts of ${p.probe} on ${p.node} are not those of its raw output.`,
  outcome: (p) => `${p.check}: the evidence says ${p.found}, the submission ${p.claimed ?? 'nothing'}.`,
  points: (p) => `The evidence comes to ${p.found} points, the submission says ${p.claimed}.`,
  answer: (p) => `${p.question}: the journal says otherwise than the answer that stands in it.`,
  experiment: (p) => `${p.check}: the steps are not those of the experiment.`,
  'labs-missing': (p) => `Nothing was handed in of ${p.labs.join(', ')}.`,
  shared: (p) => `${shared[p.what]} ${p.with.join(', ')}, under another name.`,
  twice: (p) =>
    p.counts === undefined
      ? `There are several of this student, signed with different keys or not at all, and none counts: ${p.files.join(', ')}.`
      : `There are several of this student: ${p.files.join(', ')}. The newest counts, ${p.counts}.`,
  'not-in-roster': (p) => `The roster has no «${p.student}».`,
  'seed-not-assigned': (p) => `${p.student} was given another seed.`
}

const finding = <C extends FindingCode>(p: Details[C]): string => {
  const render: (p: Details[C]) => string = findings[p.code as C]
  return render(p)
}

export const grade = {
  title: 'Grade',
  of: (p: { credit: number; possible: number }) => `${p.credit} of ${p.possible} points`,
  /** Points that were reached and do not all count. */
  reached: (p: { points: number; possible: number }) => `${p.points} of ${p.possible} points were reached`,
  student: 'Student',
  gradedAt: 'Date',
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
    solved: () => 'the reference solution was applied to this task: no credit, also for doing it again',
    overtime: (p: { minutes: number }) =>
      `reached ${plural(p.minutes, 'minute', 'minutes')} after the end of the exam: no credit`,
    late: (p: { days: number; percent: number }) => `${plural(p.days, 'day', 'days')} late: ${p.percent}% less`,
    hints: (p: { hints: number; percent: number }) => `${plural(p.hints, 'hint', 'hints')}: ${p.percent}% less`
  },
  /** Said while the lab is graded. */
  grading: (p: { labs: number }) => `Grading ${plural(p.labs, 'lab', 'labs')}.`,
  keeping: 'The state of the controllers is kept, and put back when the experiments are over.',
  written: (p: { file: string }) => `Written: ${p.file}`,
  submit: {
    written: (p: { file: string; student: string }) => `Written for ${p.student}: ${p.file}`,
    /** What is in it, and what whoever gets it can do with it. */
    content:
      'It holds your journal, what the probes printed on the three controllers, your configuration files without their secrets, and the seed of your lab, from which the passwords of the lab can be worked out. Hand it to nobody but your instructor.'
  },
  /** One after another. */
  names: (names: readonly string[]) => names.join(', '),
  none: 'Everything fits.',
  weights: { refused: 'refused', withheld: 'look first', note: 'note' },
  finding,
  /** What a regrade proves, and what it cannot. */
  proof:
    'What this proves: each score comes from the raw outputs in the file, judged by your own course with the values of the seed that it names, and a file whose signature nothing is said of was not changed after it was signed. What it cannot prove: that the outputs came from real controllers. A learner is root on his own machine and could make them up. Values that differ for each learner, comparing submissions with one another, and quorate grade on an engine of your own narrow that down.',
  sum: (p: { graded: number; withheld: number; refused: number }) =>
    [
      `${plural(p.graded, 'submission', 'submissions')} graded`,
      `${p.withheld} of them to look at first`,
      `${p.refused} refused`
    ].join(', '),
  class: {
    title: 'Class',
    standings: { graded: 'graded', withheld: 'look first', missing: 'missing' },
    medians: 'Medians',
    medianCredit: 'Credit',
    medianTime: 'Time from opening it to its last point',
    minutes: (minutes: number) => `${minutes} min`,
    stuck: 'Where many are stuck',
    students: 'Students',
    matrix: (p: { lab: string }) => `Students by checks: ${p.lab}`,
    remarks: 'Remarks'
  },
  /** What Moodle calls the columns of its worksheets, and the word for no. */
  moodleNames: {
    identifier: ['Identifier'] as readonly string[],
    grade: ['Grade'] as readonly string[],
    maximum: ['Maximum Grade', 'Maximum grade'] as readonly string[],
    email: ['Email address', 'Email'] as readonly string[],
    idNumber: ['ID number'] as readonly string[],
    changeable: ['Grade can be changed'] as readonly string[],
    no: ['No'] as readonly string[]
  }
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
  }),
  'student-name': (_: object) => ({
    message: 'This cannot be the name or number of a student.',
    fix: 'Give 1 to 100 characters on one line, as the roster has them, such as --student s1234567'
  }),
  'submission-unreadable': (p: { path: string; detail: string }) => ({
    message: `${p.path} cannot be read: ${p.detail}`,
    fix: 'Name files that learners handed in, or folders that hold them.'
  }),
  'submission-none': (p: { paths: string }) => ({
    message: `There are no files in ${p.paths}.`,
    fix: 'Name files that learners handed in, or folders that hold them.'
  }),
  'table-unreadable': (p: { path: string; detail: string }) => ({
    message: `The table ${p.path} cannot be read: ${p.detail}`,
    fix: 'Export it again as CSV, and name that file.'
  }),
  'table-encoding': (p: { path: string }) => ({
    message: `The table ${p.path} is not UTF-8.`,
    fix: 'Save it again as «CSV UTF-8».'
  }),
  'roster-column': (p: { path: string }) => ({
    message: `The roster ${p.path} has no column for the students.`,
    fix: 'Its first line names the columns: student, and maybe name, email, username, seed.'
  }),
  'roster-twice': (p: { path: string; student: string }) => ({
    message: `The roster ${p.path} has «${p.student}» more than once.`,
    fix: 'Leave one line for each student.'
  }),
  'canvas-columns': (p: { path: string }) => ({
    message: `${p.path} has no column of an assignment that could be filled in.`,
    fix: 'Name a gradebook that Canvas exported, and the assignment: --assignment with the number behind its name.'
  }),
  'moodle-columns': (p: { path: string }) => ({
    message: `${p.path} lacks a column: a grading worksheet has Identifier, Grade, and Email address or ID number.`,
    fix: 'Download the worksheet from the assignment in Moodle. Is Moodle set to Chinese? Then add: --lang zh-CN'
  })
} as const
