/** An address that a text leads to; only `linkTo` makes one. */
export interface Link {
  /** Printable ASCII, so that no part of it can end the sequence that it stands in or begin another. */
  readonly address: string
}

/** Longer ones are cut off or refused by terminals: VTE, for one, ends at 2083 characters. */
const longestAddress = 2000

/**
 * A link to an address on the web or of mail; none for anything else, such as a place within the lesson, a file or a
 * script. What is not ASCII is encoded, as it would be in a request.
 */
export const linkTo = (href: string): Link | undefined => {
  if (!/^(?:https?|mailto):/i.test(href)) return undefined
  const address = URL.parse(href)?.href
  if (address === undefined || address.length > longestAddress || !/^[!-~]+$/.test(address)) return undefined
  return { address }
}

/** A text with a link behind it: OSC 8, https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda */
export const linked = (text: string, { address }: Link): string =>
  `\u001b]8;;${address}\u001b\\${text}\u001b]8;;\u001b\\`

/** Whether a version such as `3.4.15`, or a date such as `20240203`, is at least another one. */
const isAtLeast = (version: string | undefined, ...least: readonly number[]): boolean => {
  const parts = (version ?? '').split(/[.-]/).map(Number)
  const differing = least.findIndex((part, index) => parts[index] !== part)
  return differing === -1 || (parts[differing] ?? 0) > (least[differing] ?? 0)
}

/**
 * Whether the terminal shows links, as far as its environment says. The versions are those of the package
 * supports-hyperlinks (https://github.com/chalk/supports-hyperlinks); `FORCE_HYPERLINK` decides over all.
 *
 * tmux and screen drop links that the terminal around them is not known to show, and neither says which: an address
 * that was dropped is lost, so there it is written out. VTE 0.50.0 crashes on links.
 */
export const showsLinks = (environment: NodeJS.ProcessEnv): boolean => {
  const { FORCE_HYPERLINK: forced, TERM: term = '', TERM_PROGRAM: program, VTE_VERSION: vte } = environment
  if (forced) return Number(forced) !== 0
  if (environment['TMUX'] || environment['STY'] || /^(?:tmux|screen|dumb|linux)/.test(term)) return false
  if (environment['WT_SESSION']) return true
  const version = environment['TERM_PROGRAM_VERSION']
  switch (program) {
    case 'iTerm.app':
      return isAtLeast(version, 3, 1)
    case 'WezTerm':
      return isAtLeast(version, 20_200_620)
    case 'vscode':
      return isAtLeast(version, 1, 72)
    case 'ghostty':
    case 'zed':
      return true
  }
  if (/^(?:alacritty|xterm-kitty|xterm-ghostty|foot)/.test(term)) return true
  return vte !== undefined && vte !== '0.50.0' && Number(vte) >= 5000
}
