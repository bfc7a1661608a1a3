export const engine = {} as const

export const engineErrors = {} as const
