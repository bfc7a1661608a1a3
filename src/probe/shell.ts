/** One word of the shell, whatever is in it. */
export const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** A pattern of the shell for the lines of `/proc/<pid>/stat` of processes whose name fits one; `*` stands at its end. */
export const statLine = (name: string): string => `[0-9]*\\ \\(${name.endsWith('*') ? name : `${name}\\)\\ *`}`
