import { environmentError, type QuorateError } from '../../errors.ts'
import { stripControl } from '../../text.ts'
import { errorIn, type Message, type VagrantError } from './machine-readable.ts'

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
  ['vagrant-disk-full', 'text', /no space left on device|ENOSPC|VERR_DISK_FULL|failure writing output to destination/i],
  ['vagrant-range', 'text', /not within the\s+allowed ranges|networks\.conf/i],
  [
    'vagrant-virtualisation',
    'text',
    /VERR_(?:VMX|SVM)_|VT-x is|AMD-V is|could not access KVM|failed to initialize kvm/i
  ],
  ['vagrant-libvirt-down', 'text', /failed to connect socket|cannot connect to .*libvirt/i],
  ['vagrant-name-taken', 'text', /already exists with uuid|already exists\. Please|is already in use/i],
  // Before it has read what it is to do, Vagrant has no class for what is wrong.
  ['vagrant-version', 'text', /version to satisfy the following version requirements/i],
  ['vagrant-plugin', 'text', /plugins failed to initialize/i],
  ['vagrant-locked', 'type', /::(?:MachineLocked|MachineActionLockedError|EnvironmentLockedError)$/],
  ['vagrant-version', 'type', /::(?:VagrantVersionBad|ProviderIncompatible|VirtualBoxInvalidVersion)$/],
  ['vagrant-no-provider', 'type', /::(?:NoDefaultProvider|ProviderNotFound|ProviderNotUsable|VirtualBoxNotDetected)$/],
  ['vagrant-plugin', 'type', /::Plugin\w+$/],
  ['vagrant-box', 'type', /::(?:Box\w+|Downloader\w+)$/],
  ['vagrant-name-taken', 'type', /::(?:DomainNameExists|VMNameExists|NetworkNameAndAddressMismatch)$/]
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

/** Vagrant says only that a script in a machine has failed; the script has said why. */
const isOfScript = /SSH command responded with a non-zero exit status/

/** The last of what was said on the way, without the machine's name before it. */
const lastWords = (messages: readonly Message[]): string =>
  messages
    .flatMap(({ type, data }) => (type === 'ui' && data[0] === 'detail' && data[1] ? [data[1]] : []))
    .slice(-3)
    .map((text) => text.replace(/^\s*[\w-]+:\s+/, ''))
    .join(' ')

/** What went wrong in a call that said all this, or undefined where it names no error. */
export const failureIn = (messages: readonly Message[]): QuorateError | undefined => {
  const error = errorIn(messages)
  if (error === undefined) return undefined
  if (!isOfScript.test(error.text)) return failureOf(error)
  const words = lastWords(messages)
  const known = failureOf({ type: '', text: words })
  return known.code === 'vagrant-failed' ? environmentError('vagrant-setup', { detail: shownDetail(words) }) : known
}
