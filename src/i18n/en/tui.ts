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
    passed: (p: { points: number; possible: number; isAnswered: boolean; isTried: boolean }) =>
      `Passed: ${p.points} of ${p.possible} points.${p.isTried ? '' : ' Experiments are left: e shows them.'}${p.isAnswered ? '' : ' Questions are left: a asks them.'}`,
    /** A lab of questions that is not passed yet. */
    questions: (p: { right: number; of: number }) =>
      `${p.right} of ${p.of} questions answered rightly. a asks those of this part.`,
    position: (first: number, last: number, of: number) => `${first}-${last} of ${of}`
  },
  check: {
    notLooked: 'Not looked at yet.',
    experiment: 'An experiment: it disturbs the cluster and puts it back. e runs it.',
    underWay: 'Under way. e stops it, and puts everything back.',
    steps: 'What it does',
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
  experiment: {
    none: 'This lab has no experiment.',
    looking: 'looking whether all that it needs is there',
    underWay: (says: string) => `Experiment under way: ${says}`,
    stopping: 'The experiment stops; what it disturbed is put back…',
    first: 'An experiment is under way. e stops it, and puts everything back.'
  },
  questions: { none: 'This lab has no questions.' },
  quiz: {
    /** Where one is: which question of how many, and what it gives. */
    place: (p: { at: number; of: number; points: number }) =>
      `Question ${p.at} of ${p.of} · ${p.points} ${p.points === 1 ? 'point' : 'points'}`,
    title: (lab: string) => `${lab} · Questions`,
    /** Above the choices, of which several may be right: how many is not said. */
    choose: 'Space marks a choice, Enter answers.',
    next: 'Enter goes on.',
    last: 'Enter leads back to the lesson.',
    count: (right: number, of: number) => `${right}/${of} right`,
    passed: 'With this answer the lab is passed.'
  },
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
  snapshots: {
    title: 'Snapshots',
    now: {
      saved: (p: { name: string; ago: string }) => `now, on from ${p.name}, saved ${p.ago}`,
      restored: (p: { name: string; ago: string }) => `now, on from ${p.name}, restored ${p.ago}`,
      unknown: 'now'
    },
    /** What a snapshot is of; labs by their titles. */
    roles: {
      untouched: 'the controllers as they were made',
      start: (lab: string) => `where it starts: ${lab}`,
      done: (lab: string) => `passed: ${lab}`,
      learner: (lab: string | undefined) => (lab === undefined ? 'yours' : `yours, in: ${lab}`)
    },
    left: 'The controllers went back before it: it is not on the way to now.',
    losing: (count: number) =>
      count === 0
        ? 'No check passes now that did not pass then.'
        : `${count === 1 ? '1 check passes' : `${count} checks pass`} now and did not then:`,
    losingUnknown: 'Which checks passed then was not written down.',
    more: (count: number) => `and ${count} more`,
    kept: 'Kept: your points, answers and hints, and all snapshots, later ones too.',
    saveFirst: 'To come back to how it is now, save that first: Esc, then s.',
    running: (nodes: string) => `A program still runs on ${nodes}. Restoring ends it.`,
    saving: 'Save all three controllers at one instant',
    name: 'Name:',
    saveKeys: 'Enter saves, Esc goes back.',
    askKeys: { restore: 'Enter restores it, Esc goes back.', delete: 'Enter deletes it, Esc goes back.' },
    working: {
      save: (name: string) => `Saving ${name}`,
      restore: (name: string) => `Restoring ${name}`,
      delete: (name: string) => `Deleting ${name}`
    }
  },
  setup: {
    title: 'Three controllers',
    intro: 'Quorate works on three real controllers on this machine. Lessons and questions can be read without them.',
    looking: (seconds: number) => `Looking at this machine…${seconds > 0 ? ` ${seconds} s` : ''}`,
    has: 'What this machine has',
    engine: (p: { name: string; kind: string }) => `${p.name} runs the controllers, as ${p.kind}.`,
    kinds: { lxd: 'containers', incus: 'containers', vagrant: 'virtual machines' },
    doing: 'What Quorate will do',
    byQuorate: 'Quorate does this, see above.',
    plan: {
      packages: (p: { names: string; download: string; disk: string }) =>
        `Install packages: ${p.names}. At most ${p.download} to fetch, ${p.disk} on disk.`,
      engine: 'Start the engine, and make what Quorate needs there: a project and a storage pool of its own.',
      libvirt: 'Start libvirt, on which the virtual machines run.',
      image: (p: { download: string; disk: string }) =>
        `Build the image of a controller, one to three minutes: ${p.download} to fetch from the Debian mirror of this machine, ${p.disk} on disk.`,
      box: (p: { download: string; disk: string }) =>
        `Fetch a box of Debian, and the packages of the labs for the first machine that is made of it: about ${p.download} to fetch, ${p.disk} on disk.`,
      controllers: (p: { disk: string }) =>
        `Make three controllers and start them: small at first, up to ${p.disk} on disk once everything of the course is installed in them.`,
      start: 'Start the three controllers.'
    },
    nothing: 'Nothing is left to do: the three controllers run.',
    blocked: 'This has to be put right first, and Quorate cannot do it. Then Enter looks again.',
    working: 'Setting up the three controllers',
    keys: {
      ready: 'Enter leads on.',
      install: 'Enter does all this. q goes on without controllers.',
      start: 'Enter starts them. q goes on without controllers.',
      blocked: 'Enter looks again. q goes on without controllers.',
      looking: 'q goes on without controllers.',
      failed: 'Enter tries again. q goes on without controllers.'
    },
    done: 'The three controllers run.'
  },
  /** Something that takes time. */
  work: {
    beginning: (seconds: number) => `Reaching the engine…${seconds > 0 ? ` ${seconds} s` : ''}`,
    stopping: 'Stopping. What is half done is put in order first.',
    keys: 'Ctrl-C interrupts.',
    stoppingKeys: 'Ctrl-C once more leaves Quorate at once.',
    again: 'Enter tries again, Esc goes back.',
    /** What a step is about, where its name does not say it. */
    doing: {
      'install-packages': 'The package manager of this machine fetches and installs what the engine needs.',
      'start-daemon': 'The engine is the daemon that runs the controllers. It needs a few seconds to answer.',
      'create-pool': 'The disks of the controllers are in a pool of their own: a file that grows with what is written.',
      'bootstrap-image':
        'A Debian is put together from packages of the mirror: the system that every controller starts with.',
      'collect-archive':
        'All packages that the labs install are fetched once, so that controllers need no internet connection.',
      'import-image': 'The engine takes the image over.',
      'prepare-template': 'One controller is started once and kept as the template that all three are copied from.',
      'create-networks': 'Two networks: management, for the API and the virtual IP, and cluster, for replication.',
      'wait-for-controllers': 'The three machines boot, and get their addresses in both networks.',
      freeze: 'All three stand still for a moment, so that what is saved is of one instant.',
      'restore-snapshot': 'The disks of all three go back to what they were.',
      'verify-identity': 'Each machine says who it is: host name and machine id are those that were saved.',
      'wait-for-services':
        'What ran when it was saved has to run again, and clusters have to form again: they have their own pace.'
    }
  },
  /** What to do about an error, where a key does what the words outside of the UI have a command for. */
  fixes: {
    'lab-absent': 'u, in a lab or in the list of labs, sets three controllers up.',
    'controllers-not-running': 'u, in a lab or in the list of labs, starts them.',
    'engine-not-running': 'u, in a lab or in the list of labs, shows what this machine lacks and puts it right.',
    'engine-lost':
      'u, in a lab or in the list of labs, starts it again; then what was under way is finished or undone.',
    'engine-full': 'Delete snapshots that you no longer need: s shows them, and d deletes the chosen one.',
    'controllers-not-up': 'To roll the lab back: s, and Enter on the snapshot to go back to.',
    'controller-silent': '1, 2 and 3 open shells to look inside. To roll the lab back: s, and Enter on a snapshot.',
    'services-not-back': 'Look at one of them in a shell: systemctl status SERVICE',
    'snapshot-exists': 'Choose another name.',
    'script-failed': 'Look at the controller in its shell, or roll back: s, and Enter on a snapshot.',
    'experiment-not-undone':
      'Look at that controller in its shell and try again, or roll back: s, and Enter on a snapshot.'
  },
  panes: { lesson: 'Lesson', tasks: 'Tasks', cluster: 'Cluster', shell: 'Shell' },
  /** For screen readers: words where others see signs, colours and lines. */
  spoken: {
    list: (parts: readonly string[]) => parts.join(', '),
    row: (title: string, text: string) => `${title}: ${text}`,
    chosen: (text: string) => `${text} (chosen)`,
    marked: (text: string) => `${text} (marked)`,
    task: (title: string) => `Task: ${title}`,
    unknown: 'not looked at yet',
    all: (text: string) => `${text} on all three`,
    bad: (text: string) => `${text} (wrong)`,
    warning: (text: string) => `${text} (attention)`,
    steps: { done: 'done', now: 'under way', later: 'still to come', failed: 'failed' },
    findings: { ok: 'All right', warn: 'Attention', error: 'To be put right' },
    /** A snapshot that the controllers went back before. */
    left: 'not on the way to now',
    heading: 'Heading: ',
    quote: 'Note:',
    code: 'Code:',
    drawing: 'A drawing made of characters:',
    end: 'End.'
  },
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
    open: { brief: 'open', long: 'open the lab, what a check found, the questions' },
    shell: {
      brief: 'shell',
      long: 'login shell on the controller of that number',
      each: { 0: 'login shell on controller1', 1: 'login shell on controller2', 2: 'login shell on controller3' }
    },
    fullShell: { brief: 'full shell', long: 'the shell in the whole window; exit leads back' },
    code: {
      brief: 'code',
      long: 'next block of code, with Shift the one before',
      each: { [-1]: 'block of code before', 1: 'next block of code' }
    },
    type: { brief: 'type it', long: 'type the code into the shell, without Enter' },
    hint: { brief: 'hint', long: 'hints of this task; once more for the next one' },
    questions: { brief: 'answer', long: 'answer the questions of this part, or of the lab' },
    answer: { brief: 'answer', long: 'give the answer, then go on' },
    question: {
      brief: 'question',
      long: 'previous or next question',
      each: { [-1]: 'previous question', 1: 'next question' }
    },
    mark: { brief: 'mark', long: 'mark the choice, or take the mark away' },
    choose: { brief: 'choose', long: 'mark a choice by its letter or number' },
    snapshots: { brief: 'snapshots', long: 'snapshots of the lab: save, restore, delete' },
    saveSnapshot: { brief: 'save', long: 'save all three controllers at one instant' },
    restoreSnapshot: { brief: 'restore', long: 'put all controllers back to the chosen snapshot' },
    deleteSnapshot: { brief: 'delete', long: 'delete the chosen snapshot' },
    setup: { brief: 'set up', long: 'this machine; set up or start the controllers' },
    begin: { brief: 'go on', long: 'do what is listed, or look again' },
    experiment: { brief: 'experiment', long: 'show an experiment; again runs it, again stops it' },
    palette: { brief: 'actions', long: 'everything that can be done, by name' },
    language: { brief: '中文', long: '切换到中文' },
    help: { brief: 'keys', long: 'all keys' },
    leave: { brief: 'leave', long: 'leave Quorate' },
    back: { brief: 'back', long: 'back to the lesson, or to the list of labs' },
    leaveShell: { brief: 'leaves the shell', long: 'leave the shell, which stays as it is' },
    shellPage: { brief: 'scroll', long: 'scroll back in the shell by a page' },
    suspend: { brief: 'stop', long: 'back to the shell you came from; fg goes on there' },
    quit: { brief: 'leave', long: 'leave Quorate at once' }
  }
} as const
