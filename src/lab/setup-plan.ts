import type { EngineKind, Finding, FindingId } from '../engine/engine.ts'
import { type Cost, sizes } from '../engine/sizes.ts'
import type { StatusDocument } from './status.ts'

/** Something that will be done, in the order in which it is. */
export type PlanItem =
  | { readonly kind: 'packages'; readonly names: string; readonly cost: Cost }
  | { readonly kind: 'engine' | 'libvirt' }
  | { readonly kind: 'image' | 'box'; readonly cost: Cost }
  | { readonly kind: 'controllers'; readonly cost: Cost }
  | { readonly kind: 'start' }

/** What this machine has for a lab, and what is to be done until its controllers run. */
export interface Survey {
  readonly engine: EngineKind
  readonly findings: readonly Finding[]
  readonly plan: readonly PlanItem[]
}

/** Whether `doctor --fix` is to mend it. */
export const needsFix = ({ level, fixable }: Finding): boolean => level !== 'ok' && fixable

/** The findings that name packages. */
const packageFindings: readonly FindingId[] = ['lxd.packages', 'lxd.image-tools', 'vagrant.packages']

/** The findings that are about the engine itself. */
const engineFindings: readonly FindingId[] = [
  'lxd.daemon',
  'lxd.project',
  'lxd.pool',
  'lxd.lxcfs',
  'lxd.watchers',
  'vagrant.libvirt'
]

/** The findings that say whether there is what controllers are made of. */
const imageFindings: readonly FindingId[] = ['lxd.image', 'vagrant.box']

/** What is to be done. An engine that does not answer yet cannot say whether it has an image: then it has none. */
export const planOf = (
  engine: EngineKind,
  findings: readonly Finding[],
  lab: StatusDocument['lab']
): readonly PlanItem[] => {
  const costs = sizes[engine]
  const words =
    engine === 'vagrant'
      ? ({ engine: 'libvirt', image: 'box' } as const)
      : ({ engine: 'engine', image: 'image' } as const)
  const toFix = findings.filter(needsFix)
  // What builds an image is not needed where there is one: that it is missing is then no error.
  const names = toFix.flatMap(({ id, level, detail }) =>
    packageFindings.includes(id) && level === 'error' && detail ? [detail] : []
  )
  const hasImage = findings.some(({ id, level }) => imageFindings.includes(id) && level === 'ok')
  const isAbsent = lab === 'absent'
  return [
    ...(names.length > 0 ? [{ kind: 'packages', names: names.join(' '), cost: costs.packages } as const] : []),
    ...(toFix.some(({ id }) => engineFindings.includes(id)) ? [{ kind: words.engine } as const] : []),
    ...(isAbsent && !hasImage ? [{ kind: words.image, cost: costs.image } as const] : []),
    ...(isAbsent ? [{ kind: 'controllers', cost: costs.controllers } as const] : []),
    ...(lab === 'stopped' || lab === 'partial' ? [{ kind: 'start' } as const] : [])
  ]
}

/** What can come next: everything runs; something stands in the way; controllers need starting only; or more. */
export type NextStep = 'ready' | 'blocked' | 'start' | 'install'

/** What can come next. Whatever runs already is not in anybody's way. */
export const nextStep = ({ findings, plan }: Survey): NextStep => {
  const has = (...kinds: readonly PlanItem['kind'][]): boolean => plan.some(({ kind }) => kinds.includes(kind))
  const isInstalling = has('packages', 'image', 'box', 'controllers')
  if (!isInstalling && !has('start')) return 'ready'
  if (findings.some(({ level, fixable }) => level === 'error' && !fixable)) return 'blocked'
  return isInstalling ? 'install' : 'start'
}
