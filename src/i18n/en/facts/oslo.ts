/** What each fact is called, for people. A yes-or-no fact is a statement. */
export const names = {
  'oslo.wellFormed': 'the service can read its file',
  'oslo.brokenLine': 'the line at which it cannot',
  'oslo.tokenLine': 'token cache: servers as written',
  'oslo.tokenSeparator': 'token cache: separator',
  'oslo.tokenServers': 'token cache: servers',
  'oslo.tokenControllers': 'token cache: controllers in the list',
  'oslo.tokenMissing': 'token cache: controllers missing from the list',
  'oslo.tokenDuplicates': 'token cache: controllers listed twice',
  'oslo.tokenPorts': 'token cache: ports',
  'oslo.tokenStrangers': 'token cache: entries that lead to no memcached',
  'oslo.tokenMeant': 'token cache: controllers that those entries mean',
  'oslo.tokenDeprecatedName': 'token cache: the list has its deprecated name',
  'oslo.tokenTimeoutsMisnamed': 'token cache: time-outs have names that are ignored',
  'oslo.tokenDeadRetry': 'token cache: seconds until a dead server is tried again',
  'oslo.tokenSocketTimeout': 'token cache: socket time-out (s)',
  'oslo.cacheLine': 'oslo.cache: servers as written',
  'oslo.cacheSeparator': 'oslo.cache: separator',
  'oslo.cacheServers': 'oslo.cache: servers',
  'oslo.cacheControllers': 'oslo.cache: controllers in the list',
  'oslo.cacheMissing': 'oslo.cache: controllers missing from the list',
  'oslo.cacheDuplicates': 'oslo.cache: controllers listed twice',
  'oslo.cachePorts': 'oslo.cache: ports',
  'oslo.cacheStrangers': 'oslo.cache: entries that lead to no memcached',
  'oslo.cacheMeant': 'oslo.cache: controllers that those entries mean',
  'oslo.cacheMisnamed': 'oslo.cache: the list has a name that is ignored',
  'oslo.cacheEnabled': 'oslo.cache is switched on',
  'oslo.cacheBackend': 'oslo.cache: backend',
  'oslo.cacheTimeoutsMisnamed': 'oslo.cache: time-outs have names that are ignored',
  'oslo.cacheDeadRetry': 'oslo.cache: seconds until a dead server is tried again',
  'oslo.cacheSocketTimeout': 'oslo.cache: socket time-out (s)'
} as const

/** Values that are words of ours rather than of a controller. */
export const words = {
  commas: 'commas',
  spaces: 'spaces',
  mixed: 'commas and spaces',
  single: 'one entry alone',
  none: 'nothing'
} as const
