import { release } from './recipe.ts'

/** Signs the archives of Debian; anything else that this machine's apt may know stays out of the image. */
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** What `apt-get indextargets` is asked, one line a source: apt itself reads its files, whatever form they have. */
export const sourcesQuery: readonly string[] = [
  'indextargets',
  '--format',
  '$(ORIGIN)\t$(REPO_URI)\t$(RELEASE)\t$(COMPONENT)',
  'Identifier: Packages'
]

/**
 * The sources of this machine that serve the controllers' release, in apt's one-line form: Debian's own only, and none
 * at all where the release itself is not among them (another distribution, or lists that were never fetched).
 */
export const debianSources = (answer: string): string[] => {
  const suites = [release, `${release}-updates`, `${release}-security`]
  const sources = answer.split('\n').flatMap((line) => {
    const [origin, uri, suite, component] = line.split('\t')
    if (origin !== 'Debian' || uri === undefined || suite === undefined || component !== 'main') return []
    if (!suites.includes(suite) || uri.startsWith('cdrom:')) return []
    return [{ suite, line: `deb [signed-by=${keyring}] ${uri} ${suite} main` }]
  })
  return sources.some(({ suite }) => suite === release) ? [...new Set(sources.map(({ line }) => line))] : []
}
