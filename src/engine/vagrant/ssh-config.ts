/**
 * How to reach a machine by ssh: what `vagrant ssh-config` says, and the configuration that our own ssh reads. Pure.
 */

/** Where a machine's ssh server is, and what it lets in. */
export interface SshTarget {
  readonly hostName: string
  readonly port: number
  readonly user: string
  /** The first key that is named: the lab's own. */
  readonly identityFile: string
}

const unquoted = (text: string): string => (/^".*"$/.test(text) ? text.slice(1, -1) : text)

/** The hosts in the words of `vagrant ssh-config`; one that lacks something is left out. */
export const parseSshConfig = (text: string): ReadonlyMap<string, SshTarget> => {
  const hosts = new Map<string, Map<string, string>>()
  let current: Map<string, string> | undefined
  for (const line of text.split(/\r?\n/)) {
    const [, key, value] = /^\s*(\w+)\s+(\S.*?)\s*$/.exec(line) ?? []
    if (key === undefined || value === undefined) continue
    if (key === 'Host') {
      current = new Map()
      hosts.set(value, current)
      // The first of several keys counts.
    } else if (current !== undefined && !current.has(key)) current.set(key, unquoted(value))
  }
  return new Map(
    [...hosts].flatMap(([name, options]) => {
      const [hostName, port, user, identityFile] = ['HostName', 'Port', 'User', 'IdentityFile'].map((key) =>
        options.get(key)
      )
      if (!hostName || !user || !identityFile || !/^\d{1,5}$/.test(port ?? '')) return []
      return [[name, { hostName, port: Number(port), user, identityFile }] as const]
    })
  )
}

/** The longest path of a unix socket, less what ssh appends while it makes one. */
const longestSocketPath = 104 - 18

/** Options that are the same for every machine. */
const options = {
  // It is a machine on this host, made anew with every lab: its key proves nothing.
  StrictHostKeyChecking: 'no',
  UserKnownHostsFile: '/dev/null',
  GlobalKnownHostsFile: '/dev/null',
  IdentitiesOnly: 'yes',
  PasswordAuthentication: 'no',
  BatchMode: 'yes',
  LogLevel: 'ERROR',
  // Emulated, a machine takes some seconds to agree on keys.
  ConnectTimeout: '15',
  // A machine that is frozen while it is saved is silent for some seconds, and not gone.
  ServerAliveInterval: '20',
  ServerAliveCountMax: '3'
} as const

/**
 * The file that our ssh reads. The first call opens a connection at `socket` that later ones share: a tenth of a second
 * where a new one takes seconds. Without a socket each call connects anew.
 */
export const renderSshConfig = (name: string, target: SshTarget, socket: string | undefined): string => {
  const shared =
    socket === undefined ? {} : { ControlMaster: 'auto', ControlPath: `"${socket}"`, ControlPersist: '10m' }
  const all = {
    HostName: target.hostName,
    Port: String(target.port),
    User: target.user,
    IdentityFile: `"${target.identityFile}"`,
    ...options,
    ...shared
  }
  return [`Host ${name}`, ...Object.entries(all).map(([key, value]) => `  ${key} ${value}`), ''].join('\n')
}

/** Where the shared connection of a machine can be: nowhere on Windows, whose ssh has none, and at no long path. */
export const socketPath = (path: string, platform: NodeJS.Platform): string | undefined =>
  platform === 'win32' || path.length > longestSocketPath ? undefined : path

/** A word for the shell of a machine. */
const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`

/**
 * The command line that runs a script as root with arguments, for `ssh`. The script travels in the environment: in the
 * words of the processes that lead to it, whoever looks for a program by its words (`pgrep -f`) would find them instead.
 * The outer shell gives 128 + n where signal n ended the script, for which ssh itself has no words, and keeps to itself
 * what it has to say of that.
 */
export const asRoot = (script: string, args: readonly string[]): string => {
  const words = ['set --', ...args.map(quoted)].join(' ')
  const inner = 'script=$QUORATE_SCRIPT; unset QUORATE_SCRIPT; cd; eval "$script"'
  const sudo = `sudo -n --preserve-env=QUORATE_SCRIPT,SSH_CONNECTION sh -c ${quoted(inner)}`
  const outer = `exec 3>&2 2>/dev/null; (exec ${sudo}) 2>&3 3>&-; exit $?`
  return `export QUORATE_SCRIPT=${quoted(`${words}; ${script}`)}; exec sh -c ${quoted(outer)}`
}
