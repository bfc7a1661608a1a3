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
  }),
  'name-taken': (p: { name: string }) => ({
    message: `The engine already has something named ${p.name} that Quorate did not make.`,
    fix: 'Nothing was changed. Rename or remove it on the engine, then repeat the command.'
  }),
  'template-not-booting': (p: { state: string }) => ({
    message: `The template of the controllers was started but is not up after two minutes (systemd says: ${p.state}).`,
    fix: 'If the machine is very busy, wait and repeat the command: the template is made anew. Otherwise run: quorate doctor'
  }),
  'template-not-settled': (p: { detail: string }) => ({
    message: `The template of the controllers could not read its package archive: ${p.detail}`,
    fix: 'Repeat the command: the template is made anew.'
  })
} as const
