export const engine = {
  steps: {
    'install-packages': 'Installing packages',
    'start-daemon': 'Starting the engine',
    'create-pool': 'Creating the storage pool',
    'bootstrap-image': 'Building the controller image',
    'collect-archive': 'Collecting the package archive',
    'import-image': 'Importing the image',
    'make-box': 'Making the box of the machines',
    'add-box': 'Adding the box to Vagrant',
    'prepare-template': 'Preparing the template',
    'create-networks': 'Creating the networks',
    'create-controllers': 'Creating the controllers',
    'start-controllers': 'Starting the controllers',
    'wait-for-controllers': 'Waiting until the controllers are up',
    'stop-controllers': 'Stopping the controllers',
    remove: 'Removing',
    freeze: 'Freezing the controllers',
    'save-snapshot': 'Saving the snapshot',
    thaw: 'Thawing the controllers',
    'restore-snapshot': 'Restoring the snapshot',
    'verify-identity': 'Verifying that each machine is the right one',
    'wait-for-start': 'Waiting until what starts has started',
    'wait-for-services': 'Waiting until the services are healthy again',
    'delete-snapshot': 'Deleting the snapshot',
    recover: 'Finishing what was interrupted',
    regrade: 'Grading submissions'
  },
  states: { running: 'running', stopped: 'stopped', frozen: 'frozen', absent: 'absent' },
  belongings: {
    controller: 'controller',
    network: 'network',
    template: 'template',
    image: 'image',
    archive: 'package archive',
    pool: 'storage pool',
    project: 'project'
  }
} as const

export const engineErrors = {
  'engine-not-running': (_: object) => ({
    message: 'The engine is not running on this machine, or not installed.',
    fix: 'Run: quorate doctor --fix'
  }),
  'vagrant-missing': (_: object) => ({
    message: 'Vagrant is not installed on this machine.',
    fix: 'Install it (https://www.vagrantup.com, or the package vagrant of your distribution), then run: quorate doctor --engine vagrant'
  }),
  'vagrant-plugin': (p: { detail: string }) => ({
    message: `Vagrant does not work, because of one of its plug-ins: ${p.detail}`,
    fix: 'Run: vagrant plugin repair. If that does not help: vagrant plugin expunge --reinstall'
  }),
  'vagrant-no-provider': (p: { detail: string }) => ({
    message: `Vagrant has no provider for virtual machines here: ${p.detail}`,
    fix: 'Install libvirt (as root: quorate doctor --engine vagrant --fix) or VirtualBox, and look at VAGRANT_DEFAULT_PROVIDER if you have set it.'
  }),
  'vagrant-virtualisation': (p: { detail: string }) => ({
    message: `The processor does not run virtual machines: ${p.detail}`,
    fix: 'Switch on virtualisation in the firmware of this machine (VT-x, AMD-V or SVM). On Windows, Hyper-V may hold it for itself.'
  }),
  'vagrant-range': (p: { detail: string }) => ({
    message: `VirtualBox does not allow the addresses of the lab: ${p.detail}`,
    fix: 'Add the line «* 10.0.0.0/8» to /etc/vbox/networks.conf, then repeat the command.'
  }),
  'vagrant-box': (p: { detail: string }) => ({
    message: `The box of the controllers cannot be had: ${p.detail}`,
    fix: 'Check the network. On Linux with libvirt you can make a box without downloading one: quorate box build'
  }),
  'vagrant-locked': (p: { detail: string }) => ({
    message: `Another Vagrant is at work on this machine of the lab: ${p.detail}`,
    fix: 'Wait until it has ended, then repeat the command.'
  }),
  'vagrant-version': (p: { detail: string }) => ({
    message: `This version of Vagrant or of its provider is not one that works: ${p.detail}`,
    fix: 'Install a newer Vagrant (2.3 or later) and a provider that it supports.'
  }),
  'vagrant-name-taken': (p: { detail: string }) => ({
    message: `Something on this machine has the name or the addresses of the lab already: ${p.detail}`,
    fix: 'Nothing of it was changed. Remove it there, or make the lab with other addresses: quorate destroy, then quorate up --prefix 10.N'
  }),
  'vagrant-disk-full': (p: { detail: string }) => ({
    message: `The disk is full: ${p.detail}`,
    fix: 'Free some room where the machines live (for libvirt: /var/lib/libvirt/images), then repeat the command: it goes on from where it was.'
  }),
  'vagrant-libvirt-down': (p: { detail: string }) => ({
    message: `libvirt does not answer: ${p.detail}`,
    fix: 'Run as root: quorate doctor --engine vagrant --fix'
  }),
  'vagrant-failed': (p: { detail: string }) => ({
    message: `Vagrant failed: ${p.detail}`,
    fix: 'Repeat the command: it goes on from where it was. If it fails again: quorate doctor --engine vagrant'
  }),
  'vagrant-provider': (p: { provider: string; known: string }) => ({
    message: `Vagrant would make the machines with ${p.provider}, which cannot give a machine the networks that a lab needs.`,
    fix: `Install one of these and name it in VAGRANT_DEFAULT_PROVIDER: ${p.known}`
  }),
  'vagrant-memory': (p: { size: string; needed: string; has: string }) => ({
    message: `Three machines of size ${p.size} have ${p.needed} of memory together; this machine has ${p.has}.`,
    fix: 'Make them small: quorate destroy, then quorate --engine vagrant up. Containers take least: leave out --engine.'
  }),
  'vagrant-setup': (p: { detail: string }) => ({
    message: `A new machine could not be made a controller: ${p.detail}`,
    fix: 'The first machine of a public box fetches the packages of the labs: it needs a network. Then repeat the command. On Linux with libvirt, quorate box build makes a box that needs none.'
  }),
  'vagrant-links': (_: object) => ({
    message: 'With this provider of Vagrant, the networks of a machine that runs cannot be cut from outside.',
    fix: 'On Linux, libvirt can: VAGRANT_DEFAULT_PROVIDER=libvirt'
  }),
  'box-unsupported': (p: { platform: string }) => ({
    message: `A box can be made on Linux, on a 64-bit Intel or AMD processor; this machine is ${p.platform}.`,
    fix: 'None has to be made: quorate --engine vagrant up takes a public box.'
  }),
  'engine-permission': (_: object) => ({
    message: 'The engine does not let this user in: its socket is for root and for the members of its group.',
    fix: 'Add yourself to the group that `quorate doctor` names, log in again, and repeat the command.'
  }),
  'engine-lost': (p: { detail: string }) => ({
    message: `The connection to the engine broke off in the middle (${p.detail}): the engine was stopped or restarted.`,
    fix: 'Run: quorate doctor --fix. The next command finishes or undoes what was under way.'
  }),
  'engine-full': (_: object) => ({
    message: 'The storage pool of the engine is full.',
    fix: 'Delete snapshots that you no longer need (quorate snapshot list, quorate snapshot delete NAME), then repeat the command.'
  }),
  'engine-refused': (p: { detail: string }) => ({
    message: `The engine refused: ${p.detail}`,
    fix: 'Repeat the command; if the engine refuses again, run: quorate doctor'
  }),
  'machine-not-ours': (p: { name: string }) => ({
    message: `There is a machine named ${p.name} that this lab did not make.`,
    fix: 'Nothing was changed. Remove or rename that machine, or make a new lab: quorate destroy, then quorate up.'
  })
} as const
