export const course = {} as const

export const courseErrors = {} as const
