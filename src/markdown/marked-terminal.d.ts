/**
 * What we use of marked-terminal, which has no types of its own: those of DefinitelyTyped bring a second marked along.
 */
declare module 'marked-terminal' {
  /** What text of a scope of highlight.js becomes; what is missing is as cli-highlight has it. */
  type Theme = Readonly<Record<string, (text: string) => string>>

  export default class Renderer {
    constructor(
      options: { readonly tab: number },
      highlight: { readonly theme: Theme; readonly ignoreIllegals: boolean }
    )
    /** Its looks, made by its chalk: the level of one of them is that of all. */
    readonly o: { readonly code: { level: number } }
    code(code: string, language: string): string
  }
}
