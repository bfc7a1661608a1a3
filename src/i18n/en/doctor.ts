/** The words of a finding: all is well, or what is wrong and what to do, be it a warning or an error. */
const finding = (
  ok: (p: { detail: string }) => { message: string },
  wrong: (p: { detail: string }) => { message: string; fix: string }
) => ({ ok, warn: wrong, error: wrong })

/** Room on the disk where the controllers live, of which a whole course with snapshots needs so much. */
const disk = (needed: string) =>
  finding(
    ({ detail }) => ({ message: `${detail} of disk are free.` }),
    ({ detail }) => ({
      message: `Only ${detail} of disk are free where the controllers live; a whole course with snapshots takes ${needed}.`,
      fix: 'Free some room, or delete snapshots: quorate snapshot list, quorate snapshot delete NAME'
    })
  )

export const doctor = {
  findings: {
    'lxd.platform': finding(
      ({ detail }) => ({ message: `This machine can run containers (${detail}).` }),
      ({ detail }) => ({
        message: `Containers need Linux on a 64-bit Intel, AMD or ARM processor; this machine is ${detail}.`,
        fix: 'Use a Linux machine, or a Linux virtual machine on this one.'
      })
    ),
    'lxd.packages': finding(
      () => ({ message: 'The programs that the engine needs are installed.' }),
      ({ detail }) => ({
        message: `Programs that the engine needs are missing; these packages bring them: ${detail}`,
        fix: 'Run as root: quorate doctor --fix'
      })
    ),
    'lxd.daemon': finding(
      ({ detail }) => ({ message: `The engine runs: ${detail}.` }),
      ({ detail }) => ({
        message: `The engine ${detail} does not run.`,
        fix: 'Run as root: quorate doctor --fix'
      })
    ),
    'lxd.permission': finding(
      () => ({ message: 'You may use the engine.' }),
      ({ detail }) => ({
        message: `The engine runs, but you are not a member of the group ${detail}, whose members may use it.`,
        fix: `Run: sudo usermod -aG ${detail} "$USER", then log out and in again. Members of that group can do on this machine what root can.`
      })
    ),
    'lxd.project': finding(
      () => ({ message: 'The engine has a project for Quorate.' }),
      () => ({
        message: 'The engine has no project for Quorate yet.',
        fix: 'Nothing to do: `quorate up` makes it. So does: quorate doctor --fix'
      })
    ),
    'lxd.pool': finding(
      ({ detail }) => ({ message: `The storage pool for the controllers is there (${detail}).` }),
      () => ({
        message: 'There is no storage pool for the controllers yet.',
        fix: 'Nothing to do: `quorate up` makes it. So does: quorate doctor --fix'
      })
    ),
    'lxd.lxcfs': finding(
      () => ({ message: 'Controllers see their own memory and processors.' }),
      () => ({
        message: "lxcfs does not run: controllers see this machine's memory and processors instead of their own.",
        fix: 'Run as root: quorate doctor --fix. Controllers that run already notice when they are started again.'
      })
    ),
    'lxd.watchers': finding(
      ({ detail }) => ({ message: `Enough inotify instances are allowed for the controllers (${detail}).` }),
      ({ detail }) => ({
        message: `Only ${detail} inotify instances are allowed, which all controllers of all labs share: with another lab, controllers would come up without addresses.`,
        fix: 'Run as root: quorate doctor --fix, which raises fs.inotify.max_user_instances for now and for later starts.'
      })
    ),
    'lxd.image-tools': finding(
      () => ({ message: 'The programs that build the controller image are installed.' }),
      ({ detail }) => ({
        message: `Programs that build the controller image are missing; these packages bring them: ${detail}`,
        fix: 'Run as root: quorate doctor --fix'
      })
    ),
    'lxd.image': finding(
      () => ({ message: 'The controller image and its template are ready.' }),
      () => ({
        message: 'The controller image is not built yet, or belongs to another version of Quorate.',
        fix: 'Nothing to do: `quorate up` builds it, which takes one to three minutes and a network.'
      })
    ),
    'lxd.disk': disk('8 GiB'),
    'lxd.memory': finding(
      ({ detail }) => ({ message: `${detail} of memory are free.` }),
      ({ detail }) => ({
        message: `Only ${detail} of memory are free; three controllers with every service of the course take 2 to 3 GiB.`,
        fix: 'Close other programs before the later labs.'
      })
    ),
    'vagrant.program': finding(
      ({ detail }) => ({ message: `Vagrant is there: ${detail}.` }),
      ({ detail }) => ({
        message: detail === '' ? 'Vagrant is not installed.' : `Vagrant does not work: ${detail}`,
        fix: 'Install it from your distribution or from its makers, or run as root: quorate doctor --engine vagrant --fix. A broken plug-in: vagrant plugin repair'
      })
    ),
    'vagrant.packages': finding(
      () => ({ message: 'The programs that virtual machines need are installed.' }),
      ({ detail }) => ({
        message: `Programs that virtual machines need are missing; these packages bring them: ${detail}`,
        fix: 'Run as root: quorate doctor --engine vagrant --fix'
      })
    ),
    'vagrant.provider': finding(
      ({ detail }) => ({ message: `Vagrant runs the machines on ${detail}.` }),
      () => ({
        message: 'Vagrant has nothing here on which three machines with the networks of a lab could run.',
        fix: 'Install libvirt (as root: quorate doctor --engine vagrant --fix) or VirtualBox. If you have set VAGRANT_DEFAULT_PROVIDER, look at it.'
      })
    ),
    'vagrant.ssh': finding(
      () => ({ message: 'There is an ssh client.' }),
      () => ({
        message: 'There is no ssh client, over which Quorate works in the machines.',
        fix: 'Install OpenSSH; on Windows: Settings, Optional features, OpenSSH Client.'
      })
    ),
    'vagrant.libvirt': finding(
      ({ detail }) => ({ message: `libvirt answers: ${detail}.` }),
      ({ detail }) => ({
        message: `libvirt does not answer: ${detail}`,
        fix: 'Run as root: quorate doctor --engine vagrant --fix. If it runs and lets you not in: sudo usermod -aG libvirt "$USER", then log out and in again.'
      })
    ),
    'vagrant.hardware': finding(
      () => ({ message: 'The processor runs virtual machines itself (KVM).' }),
      () => ({
        message:
          'The processor cannot run virtual machines here (KVM does not work): they are emulated, about ten times slower.',
        fix: 'Switch on virtualisation in the firmware (VT-x, AMD-V, SVM), or work on in patience: limits grow with it.'
      })
    ),
    'vagrant.box-tools': finding(
      () => ({ message: 'The programs that make a box are installed.' }),
      ({ detail }) => ({
        message: `Programs with which a box can be made here are missing; these packages bring them: ${detail}`,
        fix: `Needed for \`quorate box build\` only. As root: apt-get install --no-install-recommends ${detail}`
      })
    ),
    'vagrant.box': finding(
      ({ detail }) => ({ message: `The box of the controllers is there: ${detail}.` }),
      ({ detail }) => ({
        message: `The box of the controllers, ${detail}, is not there yet.`,
        fix: 'Nothing to do: `quorate up` fetches it, and the packages of the labs for its first machine. On Linux with libvirt, quorate box build makes one from the packages of the distribution, in three minutes.'
      })
    ),
    'vagrant.disk': disk('16 GiB'),
    'vagrant.memory': finding(
      ({ detail }) => ({ message: `${detail} of memory are free.` }),
      ({ detail }) => ({
        message: `Only ${detail} of memory are free; three machines take up to 4.5 GiB.`,
        fix: 'Close other programs.'
      })
    )
  }
} as const

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
  }),
  'platform-unsupported': (p: { platform: string }) => ({
    message: `Containers need Linux on a 64-bit Intel, AMD or ARM processor; this machine is ${p.platform}.`,
    fix: 'Use a Linux machine, or a Linux virtual machine on this one.'
  }),
  'engine-group': (p: { group: string }) => ({
    message: `The engine runs, but you are not a member of the group ${p.group}, whose members may use it.`,
    fix: `Run: sudo usermod -aG ${p.group} "$USER", then log out and in again, and repeat the command.`
  }),
  'root-needed': (p: { packages: string }) => ({
    message: `Installing and starting the engine needs root${p.packages === '' ? '' : ` (missing packages: ${p.packages})`}.`,
    fix: 'Run once as root: quorate doctor --fix. Afterwards the members of the group of the engine need no root.'
  }),
  'no-package-manager': (p: { packages: string }) => ({
    message: `This machine has no apt-get, and Quorate does not know how to install here what is missing: ${p.packages}.`,
    fix: 'Install what these packages of Debian bring in the way of your distribution, then repeat the command.'
  }),
  'packages-not-installed': (p: { packages: string; detail: string }) => ({
    message: `apt-get could not install ${p.packages}: ${p.detail}`,
    fix: `Run as root: apt-get install ${p.packages}, mend what it complains about, then repeat the command.`
  }),
  'daemon-not-starting': (p: { name: string; folder: string }) => ({
    message: `The engine ${p.name} was started but does not answer within a minute.`,
    fix: `Its logs in ${p.folder} say why. Mend that, then run: quorate doctor --fix`
  })
} as const
