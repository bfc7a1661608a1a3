import { environmentError } from '../../errors.ts'
import { amount, gibibyte, levelOf } from '../amounts.ts'
import type { Finding, FindingId, Run } from '../engine.ts'
import type { Host } from '../host.ts'
import { installPackages } from '../install.ts'
import { boxPrograms } from './box.ts'
import type { Choice } from './boxes.ts'
import { shownDetail } from './failure.ts'
import { kvmWorks } from './hardware.ts'
import { libvirtUri } from './libvirt.ts'

/** What Vagrant needs for libvirt, by the programs that show whether it is there, and the packages of Debian. */
const libvirtPrograms = {
  vagrant: 'vagrant',
  libvirtd: 'libvirt-daemon-system',
  virsh: 'libvirt-clients',
  'qemu-system-x86_64': 'qemu-system-x86',
  'qemu-img': 'qemu-utils'
} as const satisfies Record<string, string>

/** Bytes below which a course cannot be worked through, and below which it becomes tight. */
const limits = {
  /** Three disks with everything installed and a few snapshots with their memory. */
  disk: { error: 6 * gibibyte, warn: 16 * gibibyte },
  /** Three machines of 1.5 GiB. */
  memory: { error: 3 * gibibyte, warn: 5 * gibibyte }
} as const

const missingOf = async (host: Host, programs: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  const found = await Promise.all(
    Object.entries(programs).map(async ([program, name]) =>
      (await host.findProgram(program)) === undefined ? [name] : []
    )
  )
  return [...new Set(found.flat())]
}

/** What libvirt says of itself: its version, or why it does not answer. */
const askLibvirt = async (host: Host): Promise<{ readonly answers: boolean; readonly detail: string }> => {
  const result = await host.runProgram('virsh', ['--connect', libvirtUri(host.environment), 'version'], {
    environment: { LC_ALL: 'C.UTF-8' },
    limit: 10_000
  })
  if (result.kind !== 'ended') return { answers: false, detail: result.kind }
  if (result.exitCode !== 0) return { answers: false, detail: shownDetail(result.stderr) }
  return { answers: true, detail: shownDetail(/^Running hypervisor: (.+)$/m.exec(result.stdout)?.[1] ?? '') }
}

/** The version of Vagrant, and its plug-ins; a broken one makes every call fail. */
const askVagrant = async (host: Host): Promise<{ readonly works: boolean; readonly text: string }> => {
  const result = await host.runProgram('vagrant', ['plugin', 'list'], { limit: 60_000 })
  if (result.kind !== 'ended') return { works: false, text: '' }
  return { works: result.exitCode === 0, text: result.exitCode === 0 ? result.stdout : shownDetail(result.stderr) }
}

/** Whether machines are to run on libvirt here: on Linux, unless another provider was named. */
const wantsLibvirt = ({ platform, environment }: Host): boolean =>
  platform === 'linux' && (environment['VAGRANT_DEFAULT_PROVIDER'] || 'libvirt') === 'libvirt'

/**
 * What this machine has and lacks, without changing anything.
 * @param choose what machines would be made of; asked only where Vagrant works
 */
export const examine = async (host: Host, choose: () => Promise<Choice>): Promise<readonly Finding[]> => {
  const finding = (id: FindingId, level: Finding['level'], detail?: string, fixable = false): Finding => ({
    id,
    engine: 'vagrant',
    level,
    fixable,
    ...(detail === undefined ? {} : { detail })
  })
  const hasApt = (await host.findProgram('apt-get')) !== undefined
  const [vagrant, ssh, memory] = [await askVagrant(host), await host.findProgram('ssh'), host.freeMemoryBytes()]
  const version = await host.runProgram('vagrant', ['--version'], { limit: 60_000 })
  // Without a provider, or with one that will not do, there is nothing to choose.
  const choice = vagrant.works ? await choose().catch(() => undefined) : undefined
  const onLibvirt = choice === undefined ? wantsLibvirt(host) : choice.provider === 'libvirt'
  const findings = [
    vagrant.works
      ? finding('vagrant.program', 'ok', version.kind === 'ended' ? shownDetail(version.stdout) : '')
      : finding('vagrant.program', 'error', vagrant.text, onLibvirt && hasApt && vagrant.text === ''),
    ...(vagrant.works
      ? [finding('vagrant.provider', choice === undefined ? 'error' : 'ok', choice?.provider, onLibvirt && hasApt)]
      : []),
    ssh === undefined ? finding('vagrant.ssh', 'error') : finding('vagrant.ssh', 'ok')
  ]
  if (onLibvirt) {
    const missing = [
      ...(await missingOf(host, libvirtPrograms)),
      ...(vagrant.works && !vagrant.text.includes('vagrant-libvirt') ? ['vagrant-libvirt'] : [])
    ]
    const boxTools = await missingOf(host, boxPrograms)
    const libvirt = await askLibvirt(host)
    findings.push(
      missing.length === 0
        ? finding('vagrant.packages', 'ok')
        : finding('vagrant.packages', 'error', missing.join(' '), hasApt),
      finding('vagrant.libvirt', libvirt.answers ? 'ok' : 'error', libvirt.detail, !libvirt.answers),
      finding('vagrant.hardware', (await kvmWorks(host.runProgram)) ? 'ok' : 'warn'),
      boxTools.length === 0
        ? finding('vagrant.box-tools', 'ok')
        : finding('vagrant.box-tools', 'warn', boxTools.join(' '))
    )
  }
  if (choice !== undefined) findings.push(finding('vagrant.box', choice.isThere ? 'ok' : 'warn', choice.box))
  const disk = await host.freeDiskBytes(onLibvirt ? '/var/lib' : '.')
  return [
    ...findings,
    finding('vagrant.disk', levelOf(disk, limits.disk), amount(disk)),
    finding('vagrant.memory', levelOf(memory, limits.memory), amount(memory))
  ]
}

/** Installs what is missing for libvirt and starts it. Other providers come with installers of their own. */
export const fix = async (host: Host, choose: () => Promise<Choice>, run: Run): Promise<void> => {
  if (!wantsLibvirt(host)) return
  const findings = await examine(host, choose)
  const packages = findings.find(({ id }) => id === 'vagrant.packages')
  const missing = packages?.level === 'error' ? (packages.detail?.split(' ') ?? []) : []
  const program = findings.find(({ id }) => id === 'vagrant.program')
  const wanted = program?.level === 'error' ? ['vagrant', 'vagrant-libvirt', ...missing] : missing
  if (host.user !== 'root' && findings.some(({ level, fixable }) => level !== 'ok' && fixable))
    throw environmentError('root-needed', { packages: wanted.join(' ') })
  if (wanted.length > 0) await installPackages(host, [...new Set(wanted)], run)
  if ((await askLibvirt(host)).answers) return
  run.report({ step: 'start-daemon' })
  const hasSystemd = await host.exists('/run/systemd/system')
  const commands = hasSystemd
    ? [['systemctl', 'enable', '--now', 'libvirtd.service']]
    : // Both go to the background by themselves.
      [
        ['virtlogd', '--daemon'],
        ['libvirtd', '--daemon']
      ]
  for (const [file, ...args] of commands) if (file !== undefined) await host.runProgram(file, args)
  const { answers, detail } = await askLibvirt(host)
  if (!answers) throw environmentError('vagrant-libvirt-down', { detail })
}
