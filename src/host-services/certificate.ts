import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import writeFileAtomic from 'write-file-atomic'

/** What the virtual BMC identifies itself with, both as PEM. */
export interface Certificate {
  readonly key: string
  readonly certificate: string
}

/** Longer than any lab lives: like the certificate that a real BMC makes for itself, nobody renews it. */
const years = 10

/** Makes a key and a certificate for an address, signed by itself. */
export const makeCertificate = async (address: string): Promise<Certificate> => {
  const { default: selfsigned } = await import('selfsigned')
  const today = new Date()
  // A controller whose clock is behind must not take it for one of the future.
  const notBeforeDate = new Date(today.getTime() - 24 * 3600_000)
  const notAfterDate = new Date(today)
  notAfterDate.setFullYear(today.getFullYear() + years)
  const made = await selfsigned.generate([{ name: 'commonName', value: address }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate,
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: address }] }
    ]
  })
  return { key: made.private, certificate: made.cert }
}

/** Where a certificate is kept. */
export interface CertificatePaths {
  readonly key: string
  readonly certificate: string
}

const readPair = async ({ key, certificate }: CertificatePaths): Promise<Certificate | undefined> => {
  try {
    const [keyText, certificateText] = await Promise.all([readFile(key, 'utf8'), readFile(certificate, 'utf8')])
    return { key: keyText, certificate: certificateText }
  } catch {
    return undefined
  }
}

const isFor = (address: string, { key, certificate }: Certificate): boolean => {
  try {
    const parsed = new X509Certificate(certificate)
    return parsed.checkIP(address) !== undefined && parsed.checkPrivateKey(createPrivateKey(key))
  } catch {
    return false
  }
}

/** The certificate that is kept, so that a controller that trusts it goes on doing so; else a new one, kept from now on. */
export const keptCertificate = async (paths: CertificatePaths, address: string): Promise<Certificate> => {
  const kept = await readPair(paths)
  if (kept !== undefined && isFor(address, kept)) return kept
  const made = await makeCertificate(address)
  await writeFileAtomic(paths.key, made.key, { mode: 0o600 })
  await writeFileAtomic(paths.certificate, made.certificate, { mode: 0o644 })
  return made
}
