import { join, resolve } from 'node:path'
import { Command, CommanderError, Option } from 'commander'
import { type EngineKind, engineKinds } from '../engine/engine.ts'
import { callError, defect, exitCodeOf, Interrupted, QuorateError } from '../errors.ts'
import { loadMessages, localeOf } from '../i18n/locale.ts'
import { type Locale, locales, type Messages } from '../i18n/messages.ts'
import { homeOf } from '../lab/home.ts'
import { nearest } from '../nearest.ts'
import { rootFolder } from '../root.ts'
import { backgroundFrom } from '../terminal/background.ts'
import { showsLinks } from '../terminal/link.ts'
import { asciiOnly, paintFor, speaksUnicode } from '../terminal/paint.ts'
import { stripControl } from '../text.ts'
import { version } from '../version.ts'
import { windowSizeOf } from '../window-size.ts'
import { type CommandDefinition, commands } from './commands.ts'
import type { CliContext } from './context.ts'
import { progressOn } from './progress.ts'

/** The options that every command has, as commander hands them over. */
interface GlobalOptions {
  readonly json?: boolean
  readonly lang?: Locale
  readonly engine?: EngineKind
  readonly course?: string
  readonly yes?: boolean
  readonly color: boolean
  readonly verbose?: boolean
}

/** Exit code of a program that was interrupted: 128 + SIGINT, as shells have it. */
const interruptedCode = 130

/** What was asked before the arguments are parsed: errors of parsing need a language, too. */
const askedLanguage = (args: readonly string[]): string | undefined => {
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args
  const joined = own.find((arg) => arg.startsWith('--lang='))
  return joined?.slice('--lang='.length) ?? own[own.indexOf('--lang') + 1 || own.length]
}

/** Whether ASCII is asked for: what is said before the arguments are parsed keeps to it, too. */
const asksForAscii = (args: readonly string[]): boolean =>
  (args.includes('--') ? args.slice(0, args.indexOf('--')) : args).includes('--ascii')

/** A terminal of another character set cannot show Chinese; English it can. */
const localeFor = (args: readonly string[], unicode: boolean): Locale => {
  const asked = askedLanguage(args)
  return asked === undefined && !unicode ? 'en' : localeOf(asked, process.env)
}

const quoted = (message: string): string => /'([^']*)'/.exec(message)?.[1] ?? ''

/** Commander's own complaints, in our words. */
const callErrorOf = (error: CommanderError, program: Command): QuorateError => {
  const name = quoted(error.message)
  switch (error.code) {
    case 'commander.unknownCommand':
      return callError('command-unknown', { name, nearest: nearest(name, commandNames()) })
    case 'commander.excessArguments':
      // A word that is no command is taken for an argument of the default command.
      return callError('command-unknown', {
        name: program.args[0] ?? '',
        nearest: nearest(program.args[0] ?? '', commandNames())
      })
    case 'commander.unknownOption':
      return callError('option-unknown', { name })
    case 'commander.missingArgument':
      return callError('argument-missing', { name })
    case 'commander.missingMandatoryOptionValue':
      return callError('option-missing', { name })
    case 'commander.optionMissingArgument':
      return callError('option-value-missing', { name })
    case 'commander.invalidArgument':
      return callError('option-value-wrong', { detail: error.message.replace(/^error: /, '') })
    default:
      return callError('call-wrong', { detail: error.message.replace(/^error: /, '') })
  }
}

const commandNames = (): string[] =>
  commands.filter(({ hidden }) => !hidden).map(({ syntax }) => syntax.split(' ')[0] ?? '')

/** Runs the program. @returns its exit code */
export const main = async (argv: readonly string[]): Promise<number> => {
  const args = argv.slice(2)
  const { env, stdin, stdout, stderr, platform } = process
  const unicode = speaksUnicode(env, platform) && !asksForAscii(args)
  const locale = localeFor(args, unicode)
  const messages = await loadMessages(locale)
  const shown = (text: string): string => (unicode ? text : asciiOnly(text))
  const interruption = new AbortController()
  let progress: ReturnType<typeof progressOn> | undefined
  let exitCode = 0

  const onSignal = (): void => {
    // Who asks twice does not want to wait for the tidying up.
    if (interruption.signal.aborted) process.exit(interruptedCode)
    interruption.abort()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  // A reader that has gone (`quorate labs | head -1`) is no error.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCode)
  })

  const contextOf = (options: GlobalOptions, command: string): CliContext => {
    const color = options.color && !env['NO_COLOR'] && !options.json
    const paint = paintFor(color && stdout.isTTY === true && stdout.hasColors(), unicode, {
      links: stdout.isTTY === true && !options.json && showsLinks(env),
      background: backgroundFrom(env['COLORFGBG'])
    })
    const interactive = stdin.isTTY === true && stdout.isTTY === true
    const { columns } = windowSizeOf(stdout)
    progress = progressOn(
      {
        write: (text) => void stderr.write(shown(text)),
        columns: windowSizeOf(stderr).columns,
        live: stderr.isTTY === true && env['TERM'] !== 'dumb'
      },
      messages,
      paintFor(color && stderr.isTTY === true && stderr.hasColors(), unicode)
    )
    const { report, clear } = progress
    const home = homeOf(env)
    return {
      messages,
      locale,
      home,
      courseFolder: options.course === undefined ? join(rootFolder, 'labs') : resolve(options.course),
      engine: options.engine,
      json: options.json === true,
      yes: options.yes === true,
      verbose: options.verbose === true,
      interactive,
      paint,
      columns,
      run: { report, signal: interruption.signal },
      lab: {
        home,
        program: resolve(argv[1] ?? ''),
        command,
        engine: options.engine,
        connect: async (kind) => (await import('../engine/open.ts')).openEngine(kind, home)
      },
      print: (text) => {
        clear()
        stdout.write(`${shown(text)}\n`)
      },
      remark: (text) => {
        clear()
        stderr.write(`${shown(text)}\n`)
      },
      printJson: (document) => {
        clear()
        stdout.write(`${JSON.stringify({ version: 1, ...document })}\n`)
      }
    }
  }

  const program = new Command('quorate')
  const words = messages.cli
  const translated = (command: Command): Command =>
    command
      .helpOption('-h, --help', words.options.help)
      .helpCommand(false)
      .configureHelp({ styleTitle: (title) => words.helpTitles[title as keyof typeof words.helpTitles] ?? title })
      .configureOutput({
        writeOut: (text) => void stdout.write(shown(text)),
        writeErr: () => undefined,
        getOutHelpWidth: () => windowSizeOf(stdout).columns
      })
      .exitOverride()
  const define = (parent: Command, definition: CommandDefinition): void => {
    const { isDefault, hidden, syntax, run } = definition
    const command = parent.command(syntax, { ...(isDefault ? { isDefault } : {}), ...(hidden ? { hidden } : {}) })
    translated(command).description(words.commands[definition.words])
    for (const { flags, words: key, conflicts = [], choices, required = false } of definition.options ?? []) {
      const option = new Option(flags, words.options[key]).conflicts([...conflicts]).makeOptionMandatory(required)
      command.addOption(choices === undefined ? option : option.choices(choices))
    }
    for (const subcommand of definition.subcommands ?? []) define(command, subcommand)
    if (definition.passThrough) command.passThroughOptions().allowUnknownOption()
    if (run === undefined) return
    command.action(async (...parameters: unknown[]) => {
      // Commander adds the command itself at the end.
      const given = parameters.slice(0, -1) as never[]
      exitCode = await run(
        contextOf(program.opts<GlobalOptions>(), ['quorate', ...args].join(' ').slice(0, 200)),
        given
      )
    })
  }
  translated(program)
    .description(words.description)
    .version(version, '-V, --version', words.options.version)
    .enablePositionalOptions()
    .option('--json', words.options.json)
    .addOption(new Option('--lang <lang>', words.options.lang).choices(locales))
    .addOption(new Option('--engine <engine>', words.options.engine).choices(engineKinds))
    .option('--course <dir>', words.options.course)
    .option('-y, --yes', words.options.yes)
    .option('--no-color', words.options.color)
    .option('--ascii', words.options.ascii)
    .option('--verbose', words.options.verbose)
  for (const definition of commands) define(program, definition)

  try {
    await program.parseAsync(hoistGlobals(args), { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    const known = error instanceof CommanderError ? callErrorOf(error, program) : error
    progress?.clear()
    if (known instanceof Interrupted || interruption.signal.aborted) {
      const { readUnfinished } = await import('../lab/unfinished.ts')
      const left = await readUnfinished(homeOf(env)).catch(() => undefined)
      stderr.write(`${shown(left === undefined ? words.interruptedOnly : words.interrupted)}\n`)
      return interruptedCode
    }
    const ours =
      known instanceof QuorateError ? known : defect(known instanceof Error ? known.message : String(known), known)
    tell(ours, messages, { json: args.includes('--json'), verbose: args.includes('--verbose'), shown })
    return exitCodeOf[ours.kind]
  } finally {
    progress?.clear()
  }
}

/** Global options may stand anywhere before `--`, as people write them; commander wants them first. */
const hoistGlobals = (args: readonly string[]): string[] => {
  const flags = new Set(['--json', '-y', '--yes', '--no-color', '--ascii', '--verbose'])
  const valued = new Set(['--lang', '--engine', '--course'])
  const first: string[] = []
  const rest: string[] = []
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? ''
    // What is given to `exec` belongs to the command that it runs.
    if (arg === '--' || rest[0] === 'exec') {
      rest.push(...args.slice(index))
      break
    }
    if (flags.has(arg) || valued.has(arg.split('=')[0] ?? '')) {
      first.push(arg)
      const value = args[index + 1]
      if (valued.has(arg) && value !== undefined) {
        first.push(value)
        index += 1
      }
    } else {
      rest.push(arg)
    }
  }
  return [...first, ...rest]
}

/** An error as one paragraph on standard error, or as the document of `--json`. */
const tell = (
  error: QuorateError,
  messages: Messages,
  how: { readonly json: boolean; readonly verbose: boolean; readonly shown: (text: string) => string }
): void => {
  const text = error.render(messages)
  // What was typed, or comes from a file or a controller, may stand in it.
  const [message, fix] = [stripControl(text.message), stripControl(text.fix)]
  if (how.json) process.stdout.write(`${JSON.stringify({ version: 1, error: { code: error.code, message, fix } })}\n`)
  else process.stderr.write(how.shown(`quorate: ${messages.cli.sentences([message, fix])}\n`))
  if (how.verbose) {
    for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
      process.stderr.write(`${cause.stack}\n`)
  }
}
