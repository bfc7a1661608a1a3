import type { CourseFile } from '../course/schema.ts'
import type { Values } from '../course/variables.ts'

/** What stands where a secret stood. */
const redacted = '***'

const secretWord = '(?:pass|secret|cookie|token|credential|auth_key|authkey|private)'

/** `password = x`, `auth_pass x`, `"password": "x"`: the key and what is between it and the secret. */
const keyed = new RegExp(
  `^(?<before>[^=:\\n]{0,80}${secretWord}[\\w.-]*["']?(?:[ \\t]*[=:][ \\t]*|[ \\t]+))(?<secret>\\S[^\\n]*)$`,
  'gim'
)

/** `name="password" value="x"`, as Pacemaker keeps parameters. */
const attribute = new RegExp(
  `(?<before>name="[^"\\n]{0,80}${secretWord}[^"\\n]{0,80}"[^>\\n]{0,80}? value=")(?<secret>[^"\\n]*)`,
  'gi'
)

/** `scheme://user:secret@host` */
const address = /(?<before>[a-z][a-z0-9+.-]{0,20}:\/\/[^\s:@/]{1,80}:)(?<secret>[^\s@/]{1,200})(?=@)/gi

/**
 * A configuration file without its secrets. The learner's own passwords become the names of their variables, so that one
 * sees that the right one stands there; what else looks like a secret is taken out.
 */
export const redact = (text: string, variables: CourseFile['variables'], values: Values): string => {
  const named = Object.entries(values)
    .filter(([name]) => name === 'bmcPassword' || variables[name]?.kind === 'password')
    .reduce((left, [name, value]) => left.replaceAll(String(value), `{{${name}}}`), text)
  return [keyed, attribute, address].reduce(
    (left, pattern) =>
      left.replace(pattern, (whole, before: string, secret: string) =>
        secret.includes('{{') ? whole : before + redacted
      ),
    named
  )
}
