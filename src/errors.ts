import type { Messages } from './i18n/messages.ts'

/**
 * Who can do something about an error; it decides the exit code (design §5).
 * - `call`: the call or the content is wrong, the person at the keyboard can mend it: exit code 2
 * - `environment`: the machine can't (no engine, no lab, no space): exit code 3
 * - `defect`: Quorate itself is wrong: exit code 4
 */
export type ErrorKind = 'call' | 'environment' | 'defect'

/** The exit code of each kind. */
export const exitCodeOf = { call: 2, environment: 3, defect: 4 } as const satisfies Record<ErrorKind, number>

type ErrorTexts = Messages['errors']

/** The name of an error, stable for programs that read `--json`; its words are in the message catalogues. */
export type ErrorCode = keyof ErrorTexts

/** What the words of an error need to know. */
export type ErrorParameters<C extends ErrorCode> = Parameters<ErrorTexts[C]>[0]

/** What an error says: what happened and why, and what to do next. One sentence or two each. */
export interface ErrorText {
  readonly message: string
  readonly fix: string
}

/**
 * An error that a person reads. It carries data, not words: the catalogue of the chosen language renders it at the
 * edge of the program (`renderError`).
 */
export class QuorateError extends Error {
  override readonly name = 'QuorateError'
  readonly kind: ErrorKind
  readonly code: ErrorCode
  readonly #render: (texts: ErrorTexts) => ErrorText

  private constructor(kind: ErrorKind, code: ErrorCode, render: (texts: ErrorTexts) => ErrorText, cause: unknown) {
    super(code, cause === undefined ? undefined : { cause })
    this.kind = kind
    this.code = code
    this.#render = render
  }

  static of<C extends ErrorCode>(
    kind: ErrorKind,
    code: C,
    parameters: ErrorParameters<C>,
    cause?: unknown
  ): QuorateError {
    const render = (texts: ErrorTexts): ErrorText =>
      (texts[code] as (parameters: ErrorParameters<C>) => ErrorText)(parameters)
    return new QuorateError(kind, code, render, cause)
  }

  /** The words of this error in the language of a catalogue. */
  render(messages: Messages): ErrorText {
    return this.#render(messages.errors)
  }
}

/** The call or the content is wrong: exit code 2. */
export const callError = <C extends ErrorCode>(
  code: C,
  parameters: ErrorParameters<C>,
  cause?: unknown
): QuorateError => QuorateError.of('call', code, parameters, cause)

/** The environment can't: exit code 3. */
export const environmentError = <C extends ErrorCode>(
  code: C,
  parameters: ErrorParameters<C>,
  cause?: unknown
): QuorateError => QuorateError.of('environment', code, parameters, cause)

/** Quorate is wrong: exit code 4. */
export const defect = (detail: string, cause?: unknown): QuorateError =>
  QuorateError.of('defect', 'defect', { detail }, cause)

/** Thrown when the person interrupts (Ctrl-C, SIGTERM): exit code 130, and not an error to explain. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}
