import { X509Certificate } from 'node:crypto'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CertificatePaths, keptCertificate } from '../../src/host-services/certificate.ts'

const address = '10.80.0.1'

let folder: string
let paths: CertificatePaths
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-certificate-'))
  paths = { key: join(folder, 'key.pem'), certificate: join(folder, 'certificate.pem') }
})
afterEach(() => rm(folder, { recursive: true }))

describe('the certificate of a lab', () => {
  it('is for the address of its lab host, valid already and for years, and its key is for nobody else to read', async () => {
    const { certificate } = await keptCertificate(paths, address)
    const parsed = new X509Certificate(certificate)
    expect(parsed.checkIP(address)).toBe(address)
    expect(parsed.checkIP('10.81.0.1')).toBeUndefined()
    expect(Date.parse(parsed.validFrom)).toBeLessThan(Date.now() - 3600_000)
    expect(Date.parse(parsed.validTo)).toBeGreaterThan(Date.now() + 5 * 365 * 24 * 3600_000)
    expect((await stat(paths.key)).mode & 0o777).toBe(0o600)
  })

  it('stays the same, so that who trusts it goes on doing so', async () => {
    const first = await keptCertificate(paths, address)
    expect(await keptCertificate(paths, address)).toEqual(first)
  })

  it('is made anew where it is for another address, is damaged, or has lost its key', async () => {
    const seen = new Set([(await keptCertificate(paths, '10.81.0.1')).certificate])
    const renewed = async (): Promise<void> => {
      const { certificate } = await keptCertificate(paths, address)
      expect(new X509Certificate(certificate).checkIP(address)).toBe(address)
      expect(seen.has(certificate)).toBe(false)
      seen.add(certificate)
    }
    await renewed()
    await writeFile(paths.certificate, 'garbage')
    await renewed()
    await rm(paths.key)
    await renewed()
    await writeFile(paths.key, (await keptCertificate({ ...paths, key: join(folder, 'other') }, address)).key)
    seen.add((await keptCertificate(paths, address)).certificate)
  })
})
