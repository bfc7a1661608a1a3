import type { Finding } from '../../engine/engine.ts'
import { chooseEngine, openEngine } from '../../engine/open.ts'
import { needsFix } from '../../lab/setup-plan.ts'
import { confirm } from '../confirm.ts'
import type { CliContext, Command } from '../context.ts'

/** `quorate doctor [--fix]`: what this machine has and lacks for the engine; `--fix` installs and starts it. */
export const run: Command<[{ fix?: boolean }]> = async (context, { fix }) => {
  const engine = await openEngine(await chooseEngine(context.engine), context.home)
  let findings = await engine.examine()
  if (fix && findings.some(needsFix)) {
    for (const line of findings.filter(needsFix).map((finding) => findingText(context, finding))) context.remark(line)
    if (!(await confirm(context, context.messages.cli.doctor.question))) return 1
    await engine.fix(context.run)
    findings = await engine.examine()
  }
  if (context.json) {
    const words = context.messages.doctor.findings
    context.printJson({
      findings: findings.map(({ id, engine: kind, level, detail }) => {
        const text = words[id][level]({ detail: detail ?? '' })
        return { id, engine: kind, level, ...text }
      })
    })
  } else {
    context.print(findings.map((finding) => findingText(context, finding)).join('\n'))
  }
  return findings.some(({ level }) => level === 'error') ? 3 : 0
}

const findingText = ({ messages, paint }: CliContext, { id, level, detail }: Finding): string => {
  const text: { message: string; fix?: string } = messages.doctor.findings[id][level]({ detail: detail ?? '' })
  const marks = { ok: paint('good', '✔'), warn: paint('warning', '!'), error: paint('bad', '✖') }
  const fix = text.fix ? `\n    ${paint('quiet', text.fix)}` : ''
  return `${marks[level]} ${text.message}${fix}`
}
