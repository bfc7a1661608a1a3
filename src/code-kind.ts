/**
 * What a block of code in a lesson is. Authors write the word behind the back-ticks that open it:
 * - `sh`: for a login shell on a controller, to be typed as it stands
 * - `host`: for a shell on the lab host: `quorate …`
 * - `output`: what a command prints
 * - `file`: what stands in a file
 * - `diagram`: a drawing, or a table that is one
 */
export const codeKinds = ['sh', 'host', 'output', 'file', 'diagram'] as const
export type CodeKind = (typeof codeKinds)[number]

/** The kind that the text behind the opening back-ticks names. */
export const codeKindOf = (info: string): CodeKind | undefined => codeKinds.find((kind) => kind === info.trim())
