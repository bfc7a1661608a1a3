/**
 * What makes bash mark its prompts and commands with OSC 133: where a command ends, checks look again. A `.bashrc` may
 * set these variables itself; the marks are missing then.
 */
export const markingEnvironment: Readonly<Record<string, string>> = {
  PROMPT_COMMAND: String.raw`printf '\033]133;D;%s\007\033]133;A\007' "$?"`,
  PS0: String.raw`\e]133;C\a`
}
