import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { defect, environmentError } from '../errors.ts'
import { createJson, readJson } from '../lab/files.ts'
import type { Home } from '../lab/home.ts'

const keySchema = z.object({
  version: z.literal(1),
  /** PKCS #8, PEM. */
  ed25519: z.string()
})

/** The learner's signing key; it is made at the first call, readable for nobody else, and stays. */
export const signingKeyOf = async (home: Home): Promise<KeyObject> => {
  const known = await readJson(home.key, keySchema)
  if (known !== undefined) return keyIn(home, known)
  const { privateKey } = generateKeyPairSync('ed25519')
  const made = { version: 1, ed25519: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() }
  if (await createJson(home.key, made)) return privateKey
  // Another program made one at the same moment: that one counts.
  const first = await readJson(home.key, keySchema)
  if (first === undefined) throw defect('a file that was just there is not')
  return keyIn(home, first)
}

const keyIn = (home: Home, { ed25519 }: z.infer<typeof keySchema>): KeyObject => {
  try {
    return createPrivateKey(ed25519)
  } catch (error) {
    throw environmentError('file-damaged', { path: home.key }, error)
  }
}

/** The half of a key that everybody may know: SPKI, base64. */
export const publicHalfOf = (key: KeyObject): string =>
  (key.type === 'public' ? key : createPublicKey(key)).export({ format: 'der', type: 'spki' }).toString('base64')
