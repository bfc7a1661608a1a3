import type { ProbeSection, Section } from './probe.ts'
import type { Needs } from './shared.ts'

/**
 * What sections ask of packages whose names fit patterns: `print` is a word of the shell that is made of `$line`, which
 * is state, name and version. The section ends as dpkg-query does: with 1 where there is none.
 */
export const askPackages = (patterns: readonly string[], print = '$line'): { needs: Needs; script: () => string } => ({
  needs: { packages: patterns },
  script: () => `IFS='
'; set -f; code=1
[ "$packages_code" -lt 2 ] || { printf '%s\\n' "$packages"; exit "$packages_code"; }
for line in $packages; do
  case $line in
  ${patterns.map((pattern) => `[a-z]*\\ ${pattern}\\ *`).join('|')}) printf '%s\\n' "${print}"; code=0 ;;
  ${patterns.map((pattern) => `*\\ matching\\ '${pattern}'`).join('|')}) printf '%s\\n' "$line" ;;
  esac
done
exit $code`
})

/** Whether a package is installed, in a form that a parser can trust. */
export const packageSection = (name: string): ProbeSection => ({
  command: () => `dpkg-query -W ${name}`,
  ...askPackages([name], '${line%% *} ${line##* }')
})

/** Undefined where dpkg itself could not say. */
export const readPackage = ({ output, exitCode }: Section) => {
  if (exitCode === 1) return { installed: false, version: undefined }
  const { state, version } = /^(?<state>[a-z-]+) (?<version>\S{1,100})?\s*$/.exec(output)?.groups ?? {}
  if (exitCode !== 0 || state === undefined) return undefined
  const installed = state !== 'not-installed' && state !== 'config-files'
  return { installed, version: installed ? version : undefined }
}
