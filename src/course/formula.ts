/**
 * Arithmetic for quiz answers that depend on a learner's variables, such as `floor(2 * memcachedMemory / 3)`:
 * numbers, variables, `+ - * /`, parentheses, `floor()` and `ceil()`.
 */
export type Formula =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'negative'; readonly of: Formula }
  | { readonly kind: 'rounded'; readonly how: Rounding; readonly of: Formula }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Formula; readonly right: Formula }

type Rounding = 'floor' | 'ceil'
type Operator = '+' | '-' | '*' | '/'

/** A text that is no formula, and where it stops being one (from 0). */
export class NotAFormula extends Error {
  override readonly name = 'NotAFormula'
  readonly position: number

  constructor(position: number) {
    super(`no formula from position ${position} on`)
    this.position = position
  }
}

interface Token {
  readonly text: string
  readonly at: number
}

const tokenPattern = /\s*(?:(?<token>\d+(?:\.\d+)?|[A-Za-z][A-Za-z0-9]*|[-+*/()])|(?<end>$))/y

/** No formula of a quiz is longer; what is bounded cannot nest deeper than the stack. */
const longest = 500

const tokensOf = (text: string): readonly Token[] => {
  if (text.length > longest) throw new NotAFormula(longest)
  const pattern = new RegExp(tokenPattern)
  const tokens: Token[] = []
  for (;;) {
    const before = pattern.lastIndex
    const groups = pattern.exec(text)?.groups
    if (groups === undefined) throw new NotAFormula(before)
    const token = groups['token']
    if (token === undefined) return tokens
    tokens.push({ text: token, at: pattern.lastIndex - token.length })
  }
}

const binding: Readonly<Record<Operator, number>> = { '+': 1, '-': 1, '*': 2, '/': 2 }
const isOperator = (text: string | undefined): text is Operator => text !== undefined && Object.hasOwn(binding, text)
const isRounding = (text: string): text is Rounding => text === 'floor' || text === 'ceil'

/** Reads a formula. @throws NotAFormula */
export const parseFormula = (text: string): Formula => {
  const tokens = tokensOf(text)
  let next = 0
  const peek = (): string | undefined => tokens[next]?.text
  const fail = (): never => {
    throw new NotAFormula(tokens[next]?.at ?? text.length)
  }
  const take = (): string => {
    const token = peek() ?? fail()
    next += 1
    return token
  }
  const expect = (wanted: string): void => {
    if (peek() !== wanted) fail()
    next += 1
  }
  const inParentheses = (): Formula => {
    expect('(')
    const inner = sum(0)
    expect(')')
    return inner
  }
  const primary = (): Formula => {
    const token = peek() ?? fail()
    if (token === '(') return inParentheses()
    if (token === '-') {
      next += 1
      return { kind: 'negative', of: primary() }
    }
    if (isOperator(token) || token === ')') return fail()
    take()
    if (/^\d/.test(token)) return { kind: 'number', value: Number(token) }
    if (isRounding(token)) return { kind: 'rounded', how: token, of: inParentheses() }
    return { kind: 'variable', name: token }
  }
  /** Operators that bind tighter than `least`, from left to right. */
  const sum = (least: number): Formula => {
    let left = primary()
    for (let operator = peek(); isOperator(operator) && binding[operator] > least; operator = peek()) {
      next += 1
      left = { kind: 'binary', operator, left, right: sum(binding[operator]) }
    }
    return left
  }
  const formula = sum(0)
  return next < tokens.length ? fail() : formula
}

/** The variables that a formula needs. */
export const variablesOf = (formula: Formula): readonly string[] => {
  switch (formula.kind) {
    case 'number':
      return []
    case 'variable':
      return [formula.name]
    case 'negative':
    case 'rounded':
      return variablesOf(formula.of)
    case 'binary':
      return [...variablesOf(formula.left), ...variablesOf(formula.right)]
  }
}

const apply: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right
}

/** What a formula comes to; not a finite number where it divides by zero or a variable is none. */
export const evaluateFormula = (formula: Formula, values: Readonly<Record<string, string | number>>): number => {
  switch (formula.kind) {
    case 'number':
      return formula.value
    case 'variable': {
      const value = Object.hasOwn(values, formula.name) ? values[formula.name] : undefined
      return typeof value === 'number' ? value : Number.NaN
    }
    case 'negative':
      return -evaluateFormula(formula.of, values)
    case 'rounded':
      return Math[formula.how](evaluateFormula(formula.of, values))
    case 'binary':
      return apply[formula.operator](evaluateFormula(formula.left, values), evaluateFormula(formula.right, values))
  }
}
