import type { ProofPart } from '../../lab/verify.ts'

const meant = (name: string | undefined): string => (name === undefined ? '' : ` Did you mean ${name}?`)

export const cli = {
  description:
    'Learn OpenStack high availability by building it: three real controllers, checks that say why, faults and snapshots.',
  helpTitles: {
    'Usage:': 'Usage:',
    'Arguments:': 'Arguments:',
    'Options:': 'Options:',
    'Commands:': 'Commands:'
  },
  commands: {
    learn: 'open the terminal UI',
    start: 'set everything up and open Quorate',
    serve: "run the lab host's services: time source and virtual BMC (Quorate starts this itself)",
    doctor: 'show what this machine has and lacks',
    up: 'create or start the three controllers',
    down: 'stop the three controllers',
    destroy: 'remove the lab',
    status: 'show engine, controllers, addresses and snapshots',
    shell: 'open a login shell on a controller',
    exec: 'run a command as root on a controller, or on `all`: quorate exec all -- CMD',
    labs: 'list the labs with your progress',
    read: 'read the lesson of a lab',
    check: 'run the checks of a lab on the real controllers',
    hint: 'get the next hint of a task',
    quiz: 'answer the questions of a lab or of one task',
    solve: 'apply the reference solution of a lab or of one task',
    goto: 'bring the controllers to where a lab starts',
    reset: 'roll the controllers back to where the lab started',
    snapshot: 'save, list, restore and delete snapshots of all three controllers',
    box: 'boxes for virtual machines',
    boxBuild: 'make a box for libvirt from the packages of the distribution, without downloading one',
    snapshotSave: 'save all three controllers at one instant',
    snapshotList: 'list the snapshots',
    snapshotRestore: 'put all three controllers back',
    snapshotDelete: 'delete a snapshot',
    grade: 'grade a lab on the real controllers, or all labs',
    submit: 'write one file that an instructor can grade again',
    regrade: 'grade submissions again from their evidence (instructors)',
    gradebook: 'one table over many submissions (instructors)',
    gradeWorker: 'grade submissions that another Quorate names (Quorate starts this itself)',
    lint: 'validate a course (authors)',
    verify: 'prove the checks of a lab on real controllers (authors)'
  },
  options: {
    help: 'show this help',
    version: 'show the version',
    json: 'print one JSON document on standard output',
    lang: 'language',
    engine: 'what runs the controllers',
    course: 'folder of the course',
    yes: 'answer every question with yes',
    color: 'no colours',
    ascii: 'nothing but ASCII characters',
    mouse: 'click focuses a pane, the wheel scrolls; text is then selected with Shift held',
    screenReader: 'for a screen reader: text line by line, nothing drawn (or INK_SCREEN_READER=true)',
    verbose: 'show the causes of errors',
    fix: 'install and start what is missing',
    prefix: 'first two numbers of the addresses of the lab (10.77, or the next that is free)',
    size: 'what each virtual machine has: small (1.5 GiB of memory, 1 processor) or full, as the HA guide asks (12 GiB, 4)',
    seed: 'what your own values are drawn from; the same seed gives the same lab',
    destroyAll: 'also image, template, package archive, pool and project, which all labs share',
    checkAll: 'all labs of the course',
    behaviour: 'run the experiments too: they disturb the cluster, and put it back',
    watch: 'check again whenever something changes, until all checks pass',
    junit: 'also write the result as JUnit XML',
    answer: 'answer a question without a terminal: ID=VALUE',
    student: 'name or number by which the roster knows you',
    out: 'write to this file',
    brief: 'grades alone',
    roster: 'the class: CSV with the columns student, and maybe name, email, username, seed',
    outTable: 'write the table of the class as CSV',
    html: 'write a page of the class: medians, times, where many are stuck',
    canvas: 'fill in a gradebook that Canvas exported',
    assignment: 'id of the Canvas assignment that gets the whole grade (without it, those named as labs get theirs)',
    moodleWorksheet: 'fill in a grading worksheet that Moodle exported',
    moodle: 'write a table for the import of grades into Moodle',
    format: 'format of what is written; without it, that of the ending: .json, .html, .xml (JUnit), .csv'
  },
  /** Sentences one after another. */
  sentences: (all: readonly string[]) => all.join(' '),
  confirm: '[y/N]',
  yesWords: ['y', 'yes'] as readonly string[],
  interrupted: 'Interrupted. The next command finishes or undoes what was under way.',
  /** Where nothing waits for the next command. */
  interruptedOnly: 'Interrupted. The command can be repeated.',
  status: {
    lab: 'Lab: ',
    snapshots: 'Snapshots: ',
    labStates: { absent: 'absent', stopped: 'stopped', running: 'running', partial: 'only in part there' },
    services: (time: string, bmc: string) => `Lab host: time source ${time}, virtual BMC ${bmc}`,
    serviceStates: {
      running: 'running',
      starting: 'starting',
      stopped: 'stopped',
      waiting: 'waiting for the network of the lab',
      blocked: 'cannot listen on its port'
    },
    fencing: (count: number) => (count === 1 ? 'Fencing:' : `Fencing, the last ${count}:`),
    fencedBy: (by: string) => `by ${by}`,
    fencingOutcomes: {
      done: 'done',
      refused: 'refused: Quorate was working on the controllers itself',
      busy: 'refused: too many requests for this controller',
      failed: 'failed'
    },
    next: 'Next: quorate up',
    pending: (action: 'save' | 'restore' | 'delete' | 'destroy' | 'experiment') =>
      ({
        save: 'Saving a snapshot was interrupted; the next command undoes it.',
        restore: 'Restoring a snapshot was interrupted; the next command completes it.',
        delete: 'Deleting a snapshot was interrupted; the next command completes it.',
        experiment: 'A behaviour check was interrupted; the next command puts back what it disturbed.',
        destroy: 'Removing the lab was interrupted. Complete it with: quorate destroy'
      })[action]
  },
  box: {
    built: ({ name }: { name: string }) =>
      `The box is ready: ${name}. quorate up --engine vagrant makes the controllers of it.`
  },
  destroy: {
    intro: 'This will be removed, and nothing else:',
    question: 'Remove it?',
    done: 'Removed. Your journal and progress are kept.'
  },
  doctor: { question: 'Install and start what is missing?' },
  snapshot: {
    none: 'There are no snapshots.',
    saved: (name: string) => `Saved: ${name}`,
    restored: (name: string) => `Restored: ${name}`,
    deleted: (name: string) => `Deleted: ${name}`,
    restoreQuestion: (name: string) =>
      `Everything on the three controllers since ${name} was saved will be lost. Restore it?`,
    deleteQuestion: (name: string) => `Delete the snapshot ${name}?`
  },
  check: {
    passed: (lab: string) => `${lab} is passed.`,
    passedAndKept: (lab: string) => `${lab} is passed. The controllers are kept as they are now: snapshot ${lab}/done.`,
    watching: 'Watching; Ctrl-C ends it.'
  },
  lint: {
    clean: 'Nothing is wrong with the course, as far as that shows without controllers. The rest: quorate verify',
    found: (count: number) => (count === 1 ? '1 problem.' : `${count} problems.`)
  },
  labs: {
    here: '*',
    states: { locked: 'locked', open: 'open', passed: 'passed' },
    points: (points: number, possible: number) => `${points}/${possible} points`,
    minutes: (minutes: number) => `${minutes} min`
  },
  hint: (task: string, rung: number, of: number) => `${task}: hint ${rung} of ${of}`,
  quiz: {
    right: 'Right.',
    wrong: 'Not right.',
    partly: 'Not all of it: another choice is right, too.',
    again: 'You answered this before; only the first answer counts for points.',
    howToAnswer: (lab: string) => `Answer with: quorate quiz ${lab} --answer ID=VALUE`,
    askLetter: 'Your answer (letter; several with commas): ',
    askNumber: 'Your answer (a number): ',
    needsLetter: 'Please give the letter of a choice, such as a; several as a,c.',
    needsNumber: 'Please give a number, such as 3 or 0.5.',
    sum: (right: number, asked: number) => `${right} of ${asked} answered rightly this time.`,
    left: (open: number, of: number) => `Asked are the ${open} of ${of} that were not answered rightly yet.`,
    practice: 'All of them were answered rightly before. Once more, for practice:',
    onceMore: 'What is left is asked again next time. Points are for first answers only.',
    passed: (lab: string) => `${lab} is passed.`
  },
  /** Of labs that have questions and no checks. */
  questions: {
    standing: (p: { right: number; of: number; points: number; possible: number }) =>
      `${p.right} of ${p.of} questions answered rightly; ${p.points} of ${p.possible} points.`,
    left: (lab: string) => `Answer what is left: quorate quiz ${lab}`,
    noControllers: (lab: string) =>
      `${lab} has questions only: it needs no controllers, and they stay as they are. Read it: quorate read ${lab}`
  },
  solve: {
    doing: (task: string) => `Solving: ${task}`,
    done: (lab: string) => `The reference solution is applied. Look at it: quorate check ${lab}`
  },
  goto: {
    question: (lab: string) => `Everything on the three controllers goes back to where ${lab} starts. Go there?`,
    solving: (lab: string, task: string) => `Solving ${lab}: ${task}`,
    done: (lab: string) => `The controllers are where ${lab} starts.`
  },
  verify: {
    question: 'The controllers are used for the proof; what they hold now is put back at the end. Go on?',
    questionsOnly: (lab: string) =>
      `${lab}: questions only, nothing to prove on controllers; quorate lint looks at them.`,
    proved: 'ok    ',
    notProved: 'NOT OK',
    red: 'red before',
    green: 'green after the reference solution, twice',
    againRed: 'red again where the earlier labs are solved',
    againGreen: 'green again',
    route: (name: string) => `green by another way, ${name}`,
    mistake: (name: string) => `mistake ${name}`,
    caught: (checks: string, diagnosis: string) => `caught by ${checks}; diagnosed: ${diagnosis}.`,
    expected: (checks: string) => `Expected: ${checks}.`,
    part: (lab: string, part: ProofPart) => `${lab}: ${'name' in part ? `${part.kind} ${part.name}` : part.kind}`
  },
  start: {
    ready: 'Quorate is ready.',
    next: 'Next: quorate (the terminal UI), or: quorate labs'
  }
} as const

export const cliErrors = {
  defect: (p: { detail: string }) => ({
    message: `Quorate met a situation that it was not made for: ${p.detail}.`,
    fix: 'This is a defect of Quorate. Please report it with the output of the same command and --verbose.'
  }),
  'command-unknown': (p: { name: string; nearest: string | undefined }) => ({
    message: `There is no command «${p.name}».${meant(p.nearest)}`,
    fix: 'All commands: quorate --help'
  }),
  'option-unknown': (p: { name: string }) => ({
    message: `There is no option ${p.name} here.`,
    fix: 'The options of a command: quorate COMMAND --help'
  }),
  'argument-missing': (p: { name: string }) => ({
    message: `The argument «${p.name}» is missing.`,
    fix: 'How a command is called: quorate COMMAND --help'
  }),
  'option-missing': (p: { name: string }) => ({
    message: `The option «${p.name}» is needed here.`,
    fix: 'How a command is called: quorate COMMAND --help'
  }),
  'option-value-missing': (p: { name: string }) => ({
    message: `The option «${p.name}» needs a value.`,
    fix: 'How a command is called: quorate COMMAND --help'
  }),
  'option-value-wrong': (p: { detail: string }) => ({
    message: `An option has a value that it cannot have: ${p.detail}`,
    fix: 'How a command is called: quorate COMMAND --help'
  }),
  'call-wrong': (p: { detail: string }) => ({
    message: `Quorate cannot be called like this: ${p.detail}.`,
    fix: 'All commands: quorate --help'
  }),
  'command-missing': (_: object) => ({
    message: 'There is no command to run.',
    fix: 'For example: quorate exec all -- uptime'
  }),
  'node-unknown': (p: { name: string; nearest: string | undefined; known: string }) => ({
    message: `There is no controller «${p.name}».${meant(p.nearest)}`,
    fix: `The names are: ${p.known}.`
  }),
  'needs-yes': (_: object) => ({
    message: 'This must be confirmed, and there is no terminal to ask at. Nothing was changed.',
    fix: 'Repeat the command with --yes'
  }),
  'needs-terminal': (p: { node: string }) => ({
    message: 'A login shell needs a terminal.',
    fix: `To run one command: quorate exec ${p.node} -- CMD`
  }),
  'file-unwritable': (p: { path: string; detail: string }) => ({
    message: `${p.path} cannot be written: ${p.detail}.`,
    fix: 'Name a file in a folder that exists and that you may write to.'
  }),
  'hints-used-up': (p: { task: string }) => ({
    message: `The task ${p.task} has no further hint.`,
    fix: 'Read its section of the lesson again, or see the reference solution at work: quorate solve LAB TASK'
  }),
  'questions-none': (p: { lab: string; task: string }) => ({
    message: `No question of ${p.lab} belongs to the task ${p.task}.`,
    fix: `All questions of the lab: quorate quiz ${p.lab}`
  }),
  'nothing-to-solve': (p: { lab: string }) => ({
    message: `${p.lab} has questions and nothing to set up, so there is no reference solution.`,
    fix: `Answer them: quorate quiz ${p.lab}. A wrong answer is explained, and may be given again.`
  }),
  'question-unknown': (p: { id: string; nearest: string | undefined; known: string }) => ({
    message: `There is no question «${p.id}» here.${meant(p.nearest)}`,
    fix: `The questions are: ${p.known}.`
  }),
  'answer-not-understood': (p: { question: string; answer: string }) => ({
    message: `«${p.answer}» cannot be an answer to ${p.question}. Nothing was counted.`,
    fix: 'Give the letter of a choice (several as a,c) or a number, as the question asks.'
  }),
  'snapshot-kept': (p: { name: string }) => ({
    message: `The snapshot ${p.name} is the lab's own: \`quorate goto\` and \`quorate reset\` need it.`,
    fix: 'Nothing was deleted. It takes no room of its own.'
  })
} as const
