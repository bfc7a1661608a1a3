import { type CourseLab, isBehaviour } from '../course/course.ts'
import type { CheckDefinition, MistakeDefinition } from '../course/schema.ts'

/** The check itself and all that wait for it, directly or through others. */
const behind = (checks: readonly CheckDefinition[], id: string): ReadonlySet<string> => {
  const found = new Set([id])
  // A set grows while it is walked through, and the walk goes on over what was added.
  for (const known of found) {
    for (const check of checks) if (check.needs.includes(known)) found.add(check.id)
  }
  return found
}

/**
 * Puts mistakes together that can be made at one time and still be told apart: no check is to catch two of them, and
 * none hides the check of another behind a check that fails before it. What an experiment is to catch stays alone,
 * because an experiment tells of the whole cluster. Keeps the order of the mistakes; each is in exactly one group.
 */
export const groupMistakes = ({
  checks,
  mistakes
}: Pick<CourseLab, 'checks' | 'mistakes'>): readonly (readonly MistakeDefinition[])[] => {
  const experiments = new Set(checks.filter(isBehaviour).map(({ id }) => id))
  const reach = new Map(checks.map(({ id }) => [id, behind(checks, id)]))
  const hides = (one: MistakeDefinition, other: MistakeDefinition): boolean =>
    one.fails.some((failed) => other.fails.some((id) => failed === id || reach.get(failed)?.has(id)))
  const isAlone = ({ fails }: MistakeDefinition): boolean => fails.some((id) => experiments.has(id))
  const fits = (mistake: MistakeDefinition, group: readonly MistakeDefinition[]): boolean =>
    !isAlone(mistake) && group.every((other) => !isAlone(other) && !hides(mistake, other) && !hides(other, mistake))

  const groups: MistakeDefinition[][] = []
  for (const mistake of mistakes) {
    const group = groups.find((candidate) => fits(mistake, candidate))
    if (group === undefined) groups.push([mistake])
    else group.push(mistake)
  }
  return groups
}
