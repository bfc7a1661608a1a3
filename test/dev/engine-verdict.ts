import { z } from 'zod'

/** What becomes of the tests that need an engine. */
export type EngineVerdict =
  | { readonly kind: 'run' }
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'fail'; readonly reason: string }

/** What `quorate doctor --json` prints: its findings, or why it could not look. */
const doctorSchema = z.union([
  z.object({ findings: z.array(z.object({ level: z.string(), message: z.string(), fix: z.string().optional() })) }),
  z.object({ error: z.object({ message: z.string(), fix: z.string() }) })
])

const reasonsIn = (stdout: string): string[] => {
  try {
    const said = doctorSchema.parse(JSON.parse(stdout))
    const problems = 'error' in said ? [said.error] : said.findings.filter(({ level }) => level === 'error')
    return problems.map(({ message, fix }) => [message, fix].filter(Boolean).join(' '))
  } catch {
    return []
  }
}

/**
 * Whether the tests on real controllers run, after `quorate doctor --fix` did what it could. A machine that cannot run
 * an engine skips them; one whose verdict counts (CI) must not be green for not having looked.
 */
export const engineVerdict = (
  doctor: { readonly exitCode: number; readonly stdout: string; readonly stderr: string },
  environment: NodeJS.ProcessEnv
): EngineVerdict => {
  if (doctor.exitCode === 0) return { kind: 'run' }
  const reason = reasonsIn(doctor.stdout).join('\n') || doctor.stderr.trim() || `doctor ended with ${doctor.exitCode}`
  return { kind: environment['CI'] === 'true' ? 'fail' : 'skip', reason }
}
