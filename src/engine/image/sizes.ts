/** What something takes, in bytes. */
export interface Cost {
  /** What comes over the network. */
  readonly download: number
  readonly disk: number
}

const megabyte = 1_000_000

/**
 * What setting up takes, for whoever is asked before it. Measured in November 2026 on Debian 12.11, amd64, with the
 * packages of `recipe.ts`; another release of a package changes a few percent.
 */
export const sizes = {
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
} as const satisfies Record<string, Cost>
