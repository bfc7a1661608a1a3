export const check = {} as const

export const checkErrors = {} as const
