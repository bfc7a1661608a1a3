const meant = (name: string | undefined): string => (name === undefined ? '' : ` Did you mean ${name}?`)

export const lab = {} as const

export const labErrors = {
  'file-unreadable': (p: { path: string; detail: string }) => ({
    message: `${p.path} cannot be read: ${p.detail}`,
    fix: 'Make the file readable for this user, then repeat the command.'
  }),
  'file-damaged': (p: { path: string }) => ({
    message: `${p.path} is not what Quorate wrote: it was edited or damaged.`,
    fix: 'Put back an intact copy of the file. Without one, move it away and start anew with: quorate up'
  }),
  'lab-busy': (p: { pid: number; command: string; since: string }) => ({
    message: `Another Quorate is working on this lab: «${p.command}», process ${p.pid}, since ${p.since}.`,
    fix: 'Wait until it is done, or end that process; what it leaves unfinished is finished by the next command.'
  }),
  'lab-absent': (_: object) => ({ message: 'There is no lab yet.', fix: 'Run: quorate up' }),
  'lab-broken-off': (p: { name: string }) => ({
    message: `Removing the lab was interrupted, ${p.name} is left.`,
    fix: 'Run: quorate destroy'
  }),
  'lab-elsewhere': (p: { engine: string; asked: string }) => ({
    message: `The lab of this home runs on ${p.engine}, not on ${p.asked}.`,
    fix: `Leave out --engine, or use another home: QUORATE_HOME=… quorate --engine ${p.asked} up`
  }),
  'lab-otherwise': (p: { option: string; has: string; asked: string }) => ({
    message: `The lab exists already, with ${p.option} ${p.has}, not ${p.asked}.`,
    fix: `Leave out ${p.option}, or remove the lab first: quorate destroy`
  }),
  'size-of-containers': (p: { size: string }) => ({
    message: `Controllers that are containers share the memory and the processors of this machine: none of them has a size, so --size ${p.size} would change nothing.`,
    fix: 'Leave out --size, or make virtual machines: quorate --engine vagrant up --size full'
  }),
  'prefix-invalid': (p: { prefix: string }) => ({
    message: `${p.prefix} is not a prefix for the lab's networks.`,
    fix: 'Give the first two numbers of a private network, from 10.0 to 10.255, such as 10.78.'
  }),
  'prefix-taken': (p: { prefix: string; by: string; free: string }) => ({
    message: `This machine uses addresses that begin with ${p.prefix} already (${p.by}).`,
    fix: `Choose another prefix: quorate up --prefix ${p.free}`
  }),
  'controllers-gone': (p: { nodes: string }) => ({
    message: `Somebody removed ${p.nodes} from the engine, and its snapshots with it.`,
    fix: 'This lab cannot be made whole again. Make a new one: quorate destroy, then quorate up. Your progress is kept.'
  }),
  'controllers-not-running': (p: { nodes: string }) => ({
    message: `Not running: ${p.nodes}.`,
    fix: 'Run: quorate up'
  }),
  'controllers-not-up': (p: { nodes: string }) => ({
    message: `These controllers did not come up in time (state of the system in each): ${p.nodes}.`,
    fix: 'Look inside: quorate exec NODE -- systemctl list-units --failed. To roll the lab back: quorate reset'
  }),
  'controller-silent': (p: { node: string }) => ({
    message: `${p.node} runs but does not answer.`,
    fix: `Look inside: quorate shell ${p.node}. To switch it off and on: quorate down, then quorate up`
  }),
  'snapshot-name': (p: { name: string }) => ({
    message: `«${p.name}» cannot be the name of a snapshot.`,
    fix: 'Use 1 to 63 letters, digits, dots, underscores and hyphens, beginning with a letter or a digit.'
  }),
  'snapshot-exists': (p: { name: string }) => ({
    message: `There is a snapshot named ${p.name} already.`,
    fix: `Choose another name, or delete that one: quorate snapshot delete ${p.name}`
  }),
  'snapshot-unknown': (p: { name: string; nearest: string | undefined }) => ({
    message: `There is no snapshot named «${p.name}».${meant(p.nearest)}`,
    fix: 'List them: quorate snapshot list'
  }),
  'snapshot-wrong-machine': (p: { node: string; expected: string; observed: string }) => ({
    message: `After the restore, ${p.node} is not the machine that was saved: expected ${p.expected}, found ${p.observed}.`,
    fix: 'Do not go on with this lab. Restore again, or make a new one: quorate destroy, then quorate up.'
  }),
  'services-not-back': (p: { services: string }) => ({
    message: `The snapshot is restored, but these services, which ran when it was saved, do not run: ${p.services}.`,
    fix: 'Look at one of them: quorate exec NODE -- systemctl status SERVICE'
  }),
  'lab-unknown': (p: { id: string; nearest: string | undefined }) => ({
    message: `There is no lab «${p.id}» in this course.${meant(p.nearest)}`,
    fix: 'List them: quorate labs'
  }),
  'task-unknown': (p: { lab: string; id: string; nearest: string | undefined; known: string }) => ({
    message: `The lab ${p.lab} has no task «${p.id}».${meant(p.nearest)}`,
    fix: `Its tasks are: ${p.known}.`
  }),
  'script-failed': (p: { script: string; node: string; exitCode: number; detail: string }) => ({
    message: `${p.script} failed on ${p.node} with exit code ${p.exitCode}: ${p.detail}`,
    fix: 'Look at the controller, or roll the lab back and try again: quorate reset'
  }),
  'experiment-not-undone': (p: { check: string; nodes: string }) => ({
    message: `The behaviour check ${p.check} was interrupted, and what it disturbed cannot be put back on ${p.nodes}.`,
    fix: 'Look at that controller and try again, or roll back: quorate reset'
  })
} as const
