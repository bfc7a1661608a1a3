/**
 * How far a build of the image is, read from mmdebstrap's log. Pure: a fold over lines.
 */

/** A part of the build: the line that begins it, and what it takes of the whole. */
interface Stage {
  readonly step: 'bootstrap-image' | 'collect-archive'
  readonly begins: RegExp
  /** As measured on two processors: only the proportions matter. */
  readonly seconds: number
  /** How many lines (`packageLine`) each package leaves in the log. */
  readonly linesPerPackage: number
}

const first: Stage = {
  step: 'bootstrap-image',
  begins: /^I: running apt-get update/,
  seconds: 4,
  linesPerPackage: 1
}

const stages: readonly Stage[] = [
  first,
  { step: 'bootstrap-image', begins: /^I: downloading packages with apt/, seconds: 5, linesPerPackage: 1 },
  { step: 'bootstrap-image', begins: /^I: installing essential packages/, seconds: 8, linesPerPackage: 2 },
  { step: 'bootstrap-image', begins: /^I: installing remaining packages/, seconds: 21, linesPerPackage: 3 },
  { step: 'collect-archive', begins: /^I: running --customize-hook .*collect\.sh/, seconds: 6, linesPerPackage: 1 },
  { step: 'collect-archive', begins: /^I: creating tarball/, seconds: 3, linesPerPackage: 1 }
]

const countLine = /^\d+ upgraded, (\d+) newly installed/
const packageLine = /^(?:Get:\d+|Unpacking|Setting up) /

/** How many packages apt is about, and how many of their lines have been seen. */
export interface PackageCount {
  readonly packages: number
  readonly lines: number
}

/** Before apt has said how many. */
export const noPackages: PackageCount = { packages: 0, lines: 0 }

/** The count after one more line of apt and dpkg. */
export const countedLine = (count: PackageCount, line: string): PackageCount => {
  const packages = countLine.exec(line)?.[1]
  if (packages !== undefined) return { packages: Number(packages), lines: 0 }
  return packageLine.test(line) ? { ...count, lines: count.lines + 1 } : count
}

/** The fraction of the work on packages that is done; one that is installed leaves three lines. */
export const countedFraction = ({ packages, lines }: PackageCount, linesPerPackage = 3): number =>
  packages === 0 ? 0 : Math.min(1, lines / (packages * linesPerPackage))

/** Where the build is. */
export interface BuildState {
  readonly stage: Stage
  readonly count: PackageCount
}

/** Before the first line. */
export const buildStart: BuildState = { stage: first, count: noPackages }

/** The state after one more line of the log. Stages only go forward. */
export const afterLine = ({ stage, count }: BuildState, line: string): BuildState => {
  const begun = stages.slice(stages.indexOf(stage) + 1).find(({ begins }) => begins.test(line))
  // The essential packages are counted when they are downloaded, one stage before they are installed.
  if (begun !== undefined) return { stage: begun, count: { ...count, lines: 0 } }
  return { stage, count: countedLine(count, line) }
}

const secondsOf = (parts: readonly Stage[]): number => parts.reduce((total, { seconds }) => total + seconds, 0)

/** What to report of a state: the step, and the fraction of it that is done. */
export const buildProgress = ({ stage, count }: BuildState): { step: Stage['step']; done: number } => {
  const ofStep = stages.filter(({ step }) => step === stage.step)
  const passed = secondsOf(ofStep.slice(0, ofStep.indexOf(stage)))
  const within = countedFraction(count, stage.linesPerPackage)
  return { step: stage.step, done: (passed + within * stage.seconds) / secondsOf(ofStep) }
}
