export const cli = {} as const

export const cliErrors = {
  defect: (p: { detail: string }) => ({
    message: `Quorate met a situation that it was not made for: ${p.detail}.`,
    fix: 'This is a defect of Quorate. Please report it with the output of the same command and --verbose.'
  })
} as const
