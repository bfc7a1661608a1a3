import { stripControl } from '../text.ts'
import type { CheckReport, CheckResult, LabResult } from './outcome.ts'

/**
 * A report as JUnit XML, for programs that show test results: a lab is a suite, a check a test. What failed is a
 * failure, what could not be looked at an error, what was not looked at is skipped.
 */
export const junitOf = (report: CheckReport): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'quorate', ...countsOf(report.labs.flatMap(({ checks }) => checks)), time: seconds(report.durationMs) }, report.labs.map(suite))}\n`

const suite = (lab: LabResult): string =>
  element(
    'testsuite',
    {
      name: lab.id,
      ...countsOf(lab.checks),
      time: seconds(Math.max(0, ...lab.checks.map(({ durationMs }) => durationMs)))
    },
    lab.checks.map((check) => testcase(lab, check))
  )

const testcase = (lab: LabResult, check: CheckResult): string =>
  element(
    'testcase',
    { name: `${check.id}: ${check.title}`, classname: `${lab.id}.${check.task}`, time: seconds(check.durationMs) },
    resultOf(check)
  )

const resultOf = (check: CheckResult): readonly string[] => {
  const diagnosis = check.diagnoses?.[0]
  const message = diagnosis?.message ?? [check.expected, check.observed].filter(Boolean).join(' / ')
  switch (check.outcome) {
    case 'pass':
      return []
    case 'fail':
      return [element('failure', { message, type: diagnosis?.code ?? 'fail' }, [xml(details(check))])]
    case 'error':
      return [element('error', { message, type: 'error' }, [xml(details(check))])]
    case 'not-yet':
      return [element('skipped', { message: 'not-yet' }, [])]
    case 'blocked':
      return [element('skipped', { message: `blocked: ${check.blockedBy ?? ''}` }, [])]
  }
}

const details = (check: CheckResult): string =>
  [
    check.expected,
    check.observed,
    ...(check.diagnoses ?? []).map(({ code, message }) => `${code}: ${message}`),
    ...(check.evidence ?? []).map(({ node, command, excerpt }) => `${node}$ ${command}\n${excerpt}`)
  ]
    .filter((part) => part !== undefined)
    .join('\n')

const countsOf = (checks: readonly CheckResult[]) => {
  const count = (...outcomes: readonly CheckResult['outcome'][]): string =>
    String(checks.filter(({ outcome }) => outcomes.includes(outcome)).length)
  return {
    tests: String(checks.length),
    failures: count('fail'),
    errors: count('error'),
    skipped: count('not-yet', 'blocked')
  }
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3)

const element = (name: string, attributes: Readonly<Record<string, string>>, content: readonly string[]): string => {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${xml(value)}"`)].join(' ')
  return content.length === 0 ? `<${start}/>` : `<${start}>${content.join('')}</${name}>`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;'
}

/** A text for XML 1.0. What it cannot hold at all, not even escaped (control characters, U+FFFE), is left out. */
const xml = (text: string): string =>
  stripControl(text)
    .replace(/[\ufffe\uffff]/g, '')
    .replace(/[&<>"\n\t]/g, (character) => entities[character] ?? '')
