import type { Outcome } from '../check/outcome.ts'
import type { NodeName } from '../topology.ts'
import type { Refusal } from './seal.ts'

/** What does not fit in a submission, as data: the catalogues have the words (`grade.findings`). */
export type Finding =
  | { readonly code: 'refused'; readonly why: Refusal | 'not-a-file' | 'unreadable' | 'not-understood' | 'too-costly' }
  /** The content is not what was signed. */
  | { readonly code: 'signature' }
  | { readonly code: 'journal'; readonly line: number }
  | { readonly code: 'journal-unreadable' }
  | { readonly code: 'other-course'; readonly found: string; readonly expected: string }
  | { readonly code: 'other-content' }
  | { readonly code: 'other-version'; readonly found: string; readonly expected: string }
  | { readonly code: 'time-future' }
  | { readonly code: 'time-order'; readonly what: 'journal' | 'looks' | 'lab'; readonly at: string }
  | { readonly code: 'lab-not-created'; readonly lab: string }
  | { readonly code: 'machine-name'; readonly node: NodeName; readonly found: string }
  | { readonly code: 'machine-address'; readonly node: NodeName }
  | { readonly code: 'machines-alike'; readonly nodes: readonly NodeName[] }
  | { readonly code: 'facts'; readonly node: NodeName; readonly probe: string }
  | { readonly code: 'outcome'; readonly check: string; readonly claimed: Outcome | undefined; readonly found: Outcome }
  | { readonly code: 'points'; readonly claimed: number; readonly found: number }
  | { readonly code: 'answer'; readonly question: string }
  | { readonly code: 'experiment'; readonly check: string }
  | { readonly code: 'labs-missing'; readonly labs: readonly string[] }
  /** Another submission has the same, under another name. */
  | {
      readonly code: 'shared'
      readonly what: 'key' | 'lab' | 'machine' | 'journal' | 'seed'
      readonly with: readonly string[]
    }
  | { readonly code: 'twice'; readonly counts: string | undefined; readonly files: readonly string[] }
  | { readonly code: 'not-in-roster'; readonly student: string }
  | { readonly code: 'seed-not-assigned'; readonly student: string }

export type FindingCode = Finding['code']

/**
 * What a finding means for the grade. `refused`: there is none; `withheld`: there is one, and a person has to look before
 * it is entered anywhere; `note`: worth knowing.
 */
export type Weight = 'refused' | 'withheld' | 'note'

/** How much a finding weighs. */
export const weightOf = (finding: Finding): Weight => {
  switch (finding.code) {
    case 'refused':
      return 'refused'
    case 'other-content':
    case 'other-version':
    case 'labs-missing':
      return 'note'
    case 'shared':
      // Whoever teaches may have given one seed to all.
      return finding.what === 'seed' ? 'note' : 'withheld'
    case 'twice':
      return finding.counts === undefined ? 'withheld' : 'note'
    default:
      return 'withheld'
  }
}

const order: readonly Weight[] = ['refused', 'withheld', 'note']

/** The heaviest of some findings; undefined where there is none. */
export const heaviest = (findings: readonly Finding[]): Weight | undefined =>
  order.find((weight) => findings.some((finding) => weightOf(finding) === weight))
