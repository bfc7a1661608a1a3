export const engine = {
  steps: {
    'install-packages': 'Installing packages',
    'start-daemon': 'Starting the engine',
    'create-pool': 'Creating the storage pool',
    'bootstrap-image': 'Building the controller image',
    'collect-archive': 'Collecting the package archive',
    'import-image': 'Importing the image',
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
  'engine-to-come': (p: { engine: string }) => ({
    message: `The engine ${p.engine} is not part of this version.`,
    fix: 'Use LXD or Incus: leave out --engine'
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
