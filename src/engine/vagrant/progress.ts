import type { Message } from './machine-readable.ts'

/** What Vagrant says on the way of a machine, in order, with the part of the way that is then behind it. Pure. */
const milestones: readonly (readonly [RegExp, number])[] = [
  [/^(?:Importing|Preparing|Cloning|Creating image|Uploading base box)/, 0.05],
  [/^(?:Creating domain|Creating shared folders|Setting the name)/, 0.1],
  [/^(?:Starting domain|Booting VM|Starting the VM|Preparing network interfaces)/, 0.15],
  [/^(?:Waiting for domain to get an IP|Waiting for machine to boot)/, 0.2],
  [/^(?:Machine booted and ready|Machine already provisioned)/, 0.8],
  [/^Running provisioner/, 0.85],
  [/^Running: /, 0.9]
]

/** How far a machine is on its way. */
export interface BootProgress {
  readonly done: number
  after(message: Message): BootProgress
}

/** The beginning of the way; messages only lead forward. */
export const bootProgress = (done = 0): BootProgress => ({
  done,
  after: ({ type, data }) => {
    // Behind the machine's name: `==> controller1: Booting VM…`.
    const words = type === 'ui' ? (data[1] ?? '').replace(/^(?:==>)?\s*[\w-]+:\s+/, '') : ''
    const reached = milestones.findLast(([pattern]) => pattern.test(words))?.[1] ?? 0
    return bootProgress(Math.max(done, reached))
  }
})

/** How much of a box has been fetched, as a fraction, where a message says so. */
export const fetchedPart = ({ type, data }: Message): number | undefined => {
  const percent = type === 'ui' ? /^Progress: (\d{1,3})%/.exec(data[1] ?? '')?.[1] : undefined
  return percent === undefined ? undefined : Math.min(1, Number(percent) / 100)
}
