export const doctor = {} as const

export const doctorErrors = {} as const
