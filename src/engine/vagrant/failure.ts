import { environmentError, type QuorateError } from '../../errors.ts'
import { stripControl } from '../../text.ts'
import type { VagrantError } from './machine-readable.ts'

/** What a failure of Vagrant, of a provider, or of libvirt means to a person. */
type Meaning =
  | 'vagrant-no-provider'
  | 'vagrant-virtualisation'
  | 'vagrant-range'
  | 'vagrant-box'
  | 'vagrant-locked'
  | 'vagrant-version'
  | 'vagrant-name-taken'
  | 'vagrant-disk-full'
  | 'vagrant-libvirt-down'
  | 'vagrant-plugin'

/** How a failure is recognised: by the class of Vagrant's error, or by words of whoever it passes on. First match counts. */
const signs: readonly (readonly [Meaning, 'type' | 'text', RegExp])[] = [
  ['vagrant-disk-full', 'text', /no space left on device|ENOSPC|VERR_DISK_FULL/i],
  ['vagrant-range', 'text', /not within the\s+allowed ranges|networks\.conf/i],
  [
    'vagrant-virtualisation',
    'text',
    /VERR_(?:VMX|SVM)_|VT-x is (?:disabled|not available)|AMD-V is disabled|could not access KVM|failed to initialize kvm|doesn't support '?kvm|invalid argument: could not find capabilities for domaintype=kvm/i
  ],
  ['vagrant-libvirt-down', 'text', /failed to connect socket|cannot connect to .*libvirt|libvirtd? .*is not running/i],
  ['vagrant-locked', 'type', /::(?:MachineLocked|MachineActionLockedError|EnvironmentLockedError)$/],
  ['vagrant-version', 'type', /::(?:VagrantVersionBad|VersionBad|ProviderIncompatible|VirtualBoxVersion\w*|StateFileIncompatible)$/],
  ['vagrant-version', 'type', /::(?:VirtualBoxInvalidVersion|MachineStateInvalid|VagrantfileLoadVersion)$/],
  ['vagrant-no-provider', 'type', /::(?:NoDefaultProvider|NoDefaultSyncedFolderImpl|ProviderNotFound|ProviderNotUsable)$/],
  ['vagrant-no-provider', 'type', /::(?:VirtualBoxNotDetected|VBoxManageNotFoundError)$/],
  ['vagrant-plugin', 'type', /::(?:Plugin\w+|GemCommandInBundler|BundlerError)$/],
  ['vagrant-box', 'type', /::(?:Box\w+|DownloaderError|DownloaderChecksumError|RemoteServerNotSet|NoBoxVolume)$/],
  ['vagrant-name-taken', 'type', /::(?:DomainNameExists|VMNameExists|NetworkNameAndAddressMismatch|VirtualBoxNameExists)$/],
  ['vagrant-name-taken', 'text', /already exists with uuid|machine with the name .* already exists|already in use by/i]
]

/** The words of a failure as they can be shown: one paragraph of bounded length. */
export const shownDetail = (text: string): string => {
  const line = stripControl(text).replace(/\s+/g, ' ').trim()
  return line.length > 400 ? `${line.slice(0, 400)}…` : line
}

/** What went wrong in a call, as an error that a person understands. */
export const failureOf = (error: VagrantError): QuorateError => {
  const sign = signs.find(([, of, pattern]) => pattern.test(error[of]))
  const detail = shownDetail(error.text === '' ? error.type : error.text)
  return environmentError(sign?.[0] ?? 'vagrant-failed', { detail })
}
