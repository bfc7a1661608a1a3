import { machineSizeNames } from '../topology.ts'
import type { CliContext } from './context.ts'

/** The words of a command or option are in the catalogues, under the key given here (`cli.commands`, `cli.options`). */
export interface OptionDefinition {
  readonly flags: string
  readonly words: OptionWords
  /** Names of options that make no sense together with this one. */
  readonly conflicts?: readonly string[]
  /** The values that it may have, where these are a few words. */
  readonly choices?: readonly string[]
  readonly required?: true
}

export type CommandWords =
  | 'learn'
  | 'start'
  | 'serve'
  | 'doctor'
  | 'up'
  | 'down'
  | 'destroy'
  | 'status'
  | 'shell'
  | 'exec'
  | 'labs'
  | 'read'
  | 'check'
  | 'hint'
  | 'quiz'
  | 'solve'
  | 'goto'
  | 'reset'
  | 'snapshot'
  | 'snapshotSave'
  | 'snapshotList'
  | 'snapshotRestore'
  | 'snapshotDelete'
  | 'grade'
  | 'submit'
  | 'regrade'
  | 'gradebook'
  | 'gradeWorker'
  | 'lint'
  | 'verify'
  | 'box'
  | 'boxBuild'

export type OptionWords =
  | 'json'
  | 'lang'
  | 'engine'
  | 'course'
  | 'yes'
  | 'color'
  | 'ascii'
  | 'screenReader'
  | 'mouse'
  | 'verbose'
  | 'fix'
  | 'prefix'
  | 'size'
  | 'seed'
  | 'destroyAll'
  | 'checkAll'
  | 'watch'
  | 'behaviour'
  | 'junit'
  | 'answer'
  | 'out'
  | 'format'
  | 'student'
  | 'roster'
  | 'brief'
  | 'outTable'
  | 'html'
  | 'canvas'
  | 'assignment'
  | 'moodleWorksheet'
  | 'moodle'
  | 'version'
  | 'help'

/** A command: how it is called, and the module that does it, loaded only when it is. */
export interface CommandDefinition {
  readonly words: CommandWords
  /** Name and arguments as commander writes them. */
  readonly syntax: string
  readonly options?: readonly OptionDefinition[]
  readonly hidden?: true
  readonly isDefault?: true
  /** What follows the first argument belongs to another program, options included. */
  readonly passThrough?: true
  readonly subcommands?: readonly CommandDefinition[]
  /** Called with the arguments, then the options. */
  readonly run?: (context: CliContext, parameters: readonly never[]) => Promise<number>
}

type Run = NonNullable<CommandDefinition['run']>

/** Calls a command module with the arguments that commander gives. */
const calling =
  <A extends readonly unknown[]>(load: () => Promise<(context: CliContext, ...args: A) => Promise<number>>): Run =>
  async (context, parameters) =>
    (await load())(context, ...(parameters as unknown as A))

/** Every command, in the order in which help lists them. */
export const commands: readonly CommandDefinition[] = [
  {
    words: 'learn',
    syntax: 'learn [lab]',
    isDefault: true,
    options: [
      { flags: '--screen-reader', words: 'screenReader' },
      { flags: '--mouse', words: 'mouse' }
    ],
    run: calling(async () => (await import('./commands/learn.ts')).run)
  },
  {
    words: 'start',
    syntax: 'start',
    hidden: true,
    run: calling(async () => (await import('./commands/start.ts')).run)
  },
  {
    words: 'serve',
    syntax: 'serve',
    hidden: true,
    run: calling(async () => (await import('./commands/serve.ts')).run)
  },
  {
    words: 'gradeWorker',
    syntax: 'grade-worker',
    hidden: true,
    options: [{ flags: '--brief', words: 'brief' }],
    run: calling(async () => (await import('./commands/grade-worker.ts')).run)
  },
  {
    words: 'doctor',
    syntax: 'doctor',
    options: [{ flags: '--fix', words: 'fix' }],
    run: calling(async () => (await import('./commands/doctor.ts')).run)
  },
  {
    words: 'up',
    syntax: 'up',
    options: [
      { flags: '--prefix <prefix>', words: 'prefix' },
      { flags: '--size <size>', words: 'size', choices: machineSizeNames },
      { flags: '--seed <seed>', words: 'seed' }
    ],
    run: calling(async () => (await import('./commands/up.ts')).run)
  },
  { words: 'down', syntax: 'down', run: calling(async () => (await import('./commands/down.ts')).run) },
  {
    words: 'destroy',
    syntax: 'destroy',
    options: [{ flags: '--all', words: 'destroyAll' }],
    run: calling(async () => (await import('./commands/destroy.ts')).run)
  },
  { words: 'status', syntax: 'status', run: calling(async () => (await import('./commands/status.ts')).run) },
  { words: 'shell', syntax: 'shell <node>', run: calling(async () => (await import('./commands/shell.ts')).run) },
  {
    words: 'exec',
    syntax: 'exec <node> [command...]',
    passThrough: true,
    run: calling(async () => (await import('./commands/exec.ts')).run)
  },
  { words: 'labs', syntax: 'labs', run: calling(async () => (await import('./commands/labs.ts')).run) },
  { words: 'read', syntax: 'read <lab>', run: calling(async () => (await import('./commands/read.ts')).run) },
  {
    words: 'check',
    syntax: 'check [lab...]',
    options: [
      { flags: '--all', words: 'checkAll' },
      { flags: '--watch', words: 'watch' },
      { flags: '--behaviour', words: 'behaviour', conflicts: ['watch'] },
      { flags: '--junit <file>', words: 'junit' }
    ],
    run: calling(async () => (await import('./commands/check.ts')).run)
  },
  { words: 'hint', syntax: 'hint <lab> [task]', run: calling(async () => (await import('./commands/hint.ts')).run) },
  {
    words: 'quiz',
    syntax: 'quiz <lab> [task]',
    options: [{ flags: '--answer <id=value...>', words: 'answer' }],
    run: calling(async () => (await import('./commands/quiz.ts')).run)
  },
  { words: 'solve', syntax: 'solve <lab> [task]', run: calling(async () => (await import('./commands/solve.ts')).run) },
  { words: 'goto', syntax: 'goto <lab>', run: calling(async () => (await import('./commands/goto.ts')).run) },
  { words: 'reset', syntax: 'reset [lab]', run: calling(async () => (await import('./commands/reset.ts')).run) },
  {
    words: 'snapshot',
    syntax: 'snapshot',
    subcommands: [
      {
        words: 'snapshotSave',
        syntax: 'save <name>',
        run: calling(async () => (await import('./commands/snapshot.ts')).save)
      },
      {
        words: 'snapshotList',
        syntax: 'list',
        run: calling(async () => (await import('./commands/snapshot.ts')).list)
      },
      {
        words: 'snapshotRestore',
        syntax: 'restore <name>',
        run: calling(async () => (await import('./commands/snapshot.ts')).restore)
      },
      {
        words: 'snapshotDelete',
        syntax: 'delete <name>',
        run: calling(async () => (await import('./commands/snapshot.ts')).remove)
      }
    ]
  },
  {
    words: 'grade',
    syntax: 'grade [lab...]',
    options: [
      { flags: '--out <file>', words: 'out' },
      {
        flags: '--format <format>',
        words: 'format',
        choices: ['json', 'html', 'junit', 'csv', 'check50', 'gradescope']
      }
    ],
    run: calling(async () => (await import('./commands/grade.ts')).run)
  },
  {
    words: 'submit',
    syntax: 'submit [lab...]',
    options: [
      { flags: '--student <id>', words: 'student', required: true },
      { flags: '--out <file>', words: 'out', required: true }
    ],
    run: calling(async () => (await import('./commands/submit.ts')).run)
  },
  {
    words: 'regrade',
    syntax: 'regrade <file...>',
    run: calling(async () => (await import('./commands/regrade.ts')).run)
  },
  {
    words: 'gradebook',
    syntax: 'gradebook <path...>',
    options: [
      { flags: '--roster <file>', words: 'roster' },
      { flags: '--out <file>', words: 'outTable' },
      { flags: '--html <file>', words: 'html' },
      { flags: '--canvas <file>', words: 'canvas' },
      { flags: '--assignment <id>', words: 'assignment' },
      { flags: '--moodle-worksheet <file>', words: 'moodleWorksheet' },
      { flags: '--moodle <file>', words: 'moodle' }
    ],
    run: calling(async () => (await import('./commands/gradebook.ts')).run)
  },
  {
    words: 'box',
    syntax: 'box',
    subcommands: [
      { words: 'boxBuild', syntax: 'build', run: calling(async () => (await import('./commands/box.ts')).build) }
    ]
  },
  { words: 'lint', syntax: 'lint [dir]', run: calling(async () => (await import('./commands/lint.ts')).run) },
  { words: 'verify', syntax: 'verify [lab...]', run: calling(async () => (await import('./commands/verify.ts')).run) }
]
