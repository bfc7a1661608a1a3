import type { Host } from '../host.ts'

/**
 * inotify instances: programs of systemd, udev, D-Bus and others each hold some, to be told of files that change. The
 * kernel counts those of all unprivileged containers together, as belonging to the user who runs the daemon (their user
 * namespaces are root's), and many systems allow 128. Where none is left, systemd-networkd in a controller that starts
 * does not come up, and the controller has no addresses.
 */
const limitFile = '/proc/sys/fs/inotify/max_user_instances'

/** A controller with nothing but its system held 9, with every service of the course 12 (Debian 12). */
const perController = 12

/** What this machine's own programs hold of the same account. */
const ownPrograms = 16

/** What is set where it is too low: enough for a class. */
const generousLimit = 1024

/** Read at each start of the system, after the distribution's own settings. */
const settingsFile = '/etc/sysctl.d/60-quorate.conf'

/** How many inotify instances the machine allows, and whether so many controllers and three more can have enough. */
export const watcherLimit = async (
  host: Host,
  controllers: number
): Promise<{ readonly limit: number; readonly isEnough: boolean } | undefined> => {
  const limit = Number.parseInt((await host.readText(limitFile)) ?? '', 10)
  if (!Number.isSafeInteger(limit)) return undefined
  return { limit, isEnough: limit >= (controllers + 3) * perController + ownPrograms }
}

const script = `printf 'fs.inotify.max_user_instances = %s\\n' "$LIMIT" >"$SETTINGS" && printf '%s\\n' "$LIMIT" >"$NOW"`

/** Raises the limit, now and after the next start. Needs root; whether it worked shows when the limit is read again. */
export const raiseWatcherLimit = async (host: Host): Promise<void> => {
  const environment = { LIMIT: String(generousLimit), SETTINGS: settingsFile, NOW: limitFile }
  await host.runProgram('sh', ['-c', script], { environment })
}
