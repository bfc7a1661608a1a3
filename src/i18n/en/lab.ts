export const lab = {} as const

export const labErrors = {} as const
