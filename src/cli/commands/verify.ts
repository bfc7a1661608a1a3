import type { Outcome } from '../../check/outcome.ts'
import { isOfQuestions } from '../../course/course.ts'
import { openChecker } from '../../lab/checker.ts'
import { type LabSession, withLab } from '../../lab/session.ts'
import { labOf, openStudy } from '../../lab/study.ts'
import { type LabProof, type MistakeProof, type Proof, verifyLab } from '../../lab/verify.ts'
import { confirm } from '../confirm.ts'
import type { CliContext, Command } from '../context.ts'

/** `quorate verify [LAB…]`: proves the checks of labs on real controllers; without names, of the whole course. */
export const run: Command<[string[]]> = async (context, labIds) => {
  const words = context.messages.cli.verify
  const study = await openStudy(context.home, context.courseFolder)
  const all = labIds.length === 0 ? study.course.labs : labIds.map((id) => labOf(study.course, id))
  const labs = all.filter((lab) => !isOfQuestions(lab))
  for (const { id } of all.filter(isOfQuestions)) context.remark(words.questionsOnly(id))
  if (labs.length > 0 && !(await confirm(context, words.question))) return 1
  const proofs: LabProof[] = []
  const proveAll = async (open: LabSession): Promise<void> => {
    const checker = openChecker(open, study, context.locale)
    try {
      for (const lab of labs) {
        const onPart = (part: Parameters<typeof words.part>[1]): void => context.remark(words.part(lab.id, part))
        const proof = await verifyLab({ open, study, checker, run: context.run, onPart }, lab)
        if (!context.json) context.print(proofText(context, proof))
        proofs.push(proof)
      }
    } finally {
      checker.close()
    }
  }
  if (labs.length > 0) await withLab(context.lab, 'exclusively', context.run, proveAll)
  const ok = proofs.every((proof) => proof.ok)
  if (context.json) context.printJson({ labs: proofs, ok })
  return ok ? 0 : 1
}

const counts = (outcomes: Proof['outcomes']): string => {
  const sums = new Map<Outcome, number>()
  for (const outcome of Object.values(outcomes)) sums.set(outcome, (sums.get(outcome) ?? 0) + 1)
  return [...sums].map(([outcome, sum]) => `${sum} ${outcome}`).join(', ')
}

const proofText = ({ messages, paint }: CliContext, proof: LabProof): string => {
  const words = messages.cli.verify
  const mark = (ok: boolean): string => (ok ? paint('good', words.proved) : paint('bad', words.notProved))
  const line = (name: string, { ok, outcomes }: Proof): string => `  ${mark(ok)}  ${name}: ${counts(outcomes)}`
  const mistake = ({ name, ok, caught, expected, diagnosed }: MistakeProof): string =>
    `  ${mark(ok)}  ${words.mistake(name)}: ${words.caught(caught.join(', '), diagnosed ?? '-')}${
      ok ? '' : ` ${words.expected(expected.join(', '))}`
    }`
  return [
    `${paint('strong', proof.id)}: ${mark(proof.ok)} (${Math.round(proof.durationMs / 1000)} s)`,
    line(words.red, proof.red),
    line(words.green, proof.green),
    line(words.againRed, proof.again.red),
    line(words.againGreen, proof.again.green),
    ...proof.routes.map(({ name, green }) => line(words.route(name), green)),
    ...proof.mistakes.map(mistake)
  ].join('\n')
}
