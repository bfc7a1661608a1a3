export const doctor = {} as const

export const doctorErrors = {
  'image-tool-missing': (p: { program: string }) => ({
    message: `The program ${p.program}, with which the controller image is built, is not installed.`,
    fix: 'Run as root: quorate doctor --fix'
  }),
  'image-build-failed': (p: { program: string; detail: string }) => ({
    message: `The controller image could not be built: ${p.program} failed (${p.detail}).`,
    fix: 'If a download failed, check that `apt-get update` works on this machine. Then repeat the command: it starts the image afresh and leaves what is finished as it is.'
  }),
  'image-no-space': (p: { folder: string; needed: number }) => ({
    message: `There is not enough room in ${p.folder} to build the controller image: it takes ${p.needed} MiB.`,
    fix: 'Free some room there, or name a folder on another disk in QUORATE_HOME, then repeat the command.'
  })
} as const
