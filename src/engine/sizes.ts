import type { EngineKind } from './engine.ts'

/** What something takes, in bytes. */
export interface Cost {
  /** What comes over the network. */
  readonly download: number
  readonly disk: number
}

const megabyte = 1_000_000

/** What setting an engine up takes, step by step. */
interface Sizes {
  readonly packages: Cost
  /** What controllers are made of. */
  readonly image: Cost
  readonly controllers: Cost
}

const containers: Sizes = {
  /**
   * LXD, its helpers, and what builds the image, on a Debian that has the packages of priority standard and nothing
   * else: what `apt-get install --no-install-recommends --assume-no` says of them.
   */
  packages: { download: 30 * megabyte, disk: 105 * megabyte },
  /**
   * To fetch: 72 MB for the root (194 packages, as apt-get says from an empty status) and 118 MB for the archive (du).
   * On the disk: root.squashfs of 82 MB twice, in the cache and on the engine; the archive twice; the root unpacked, 240 MB.
   */
  image: { download: 190 * megabyte, disk: 640 * megabyte },
  /** Copies of the template that share its blocks. In the end 1.4 GB each, with everything of the course installed. */
  controllers: { download: 0, disk: 4_300 * megabyte }
}

const virtualMachines: Sizes = {
  /** Vagrant, libvirt and QEMU on the same Debian, counted in the same way. */
  packages: { download: 52 * megabyte, disk: 239 * megabyte },
  /**
   * Of a public box, which its makers pack anew now and then: estimated by one made of the same packages (0.5 GB, of which
   * Vagrant and the provider keep a copy each). Behind it the archive, fetched by the first machine and kept for all.
   */
  image: { download: 650 * megabyte, disk: 1_500 * megabyte },
  controllers: { download: 0, disk: 4_300 * megabyte }
}

/**
 * What setting up takes, for whoever is asked before it. Measured in November 2026 on Debian 12.11, amd64, with the
 * packages of `recipe.ts`; another release of a package changes a few percent.
 */
export const sizes: Readonly<Record<EngineKind, Sizes>> = {
  lxd: containers,
  incus: containers,
  vagrant: virtualMachines
}
