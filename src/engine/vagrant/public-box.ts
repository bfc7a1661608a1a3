import type { Architecture } from '../image/recipe.ts'

/** The box of Debian's own makers, for Intel and AMD, and the one that there is for more providers and processors. */
const boxes = { debian: 'debian/bookworm64', bento: 'bento/debian-12' } as const

/**
 * The providers that give a machine the three network cards that a lab needs, in the order in which they are preferred,
 * with the public box of the controllers' release.
 */
const boxOf: ReadonlyMap<string, string> = new Map([
  ['libvirt', boxes.debian],
  ['virtualbox', boxes.debian],
  ['vmware_desktop', boxes.bento],
  ['parallels', boxes.bento]
])

/** The names of those providers. */
export const providers: readonly string[] = [...boxOf.keys()]

/** The public box for a provider, or undefined where no lab can be on it. */
export const publicBox = (provider: string, architecture: Architecture | undefined): string | undefined => {
  const box = boxOf.get(provider)
  return box === undefined || architecture?.debian === 'amd64' ? box : boxes.bento
}
