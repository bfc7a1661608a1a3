import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { z } from 'zod'
import { keepsTo } from './bounded-json.ts'
import { publicHalfOf } from './key.ts'
import { type Submission, submissionSchema } from './submission.ts'

/**
 * The file of a submission: gzip of two lines of JSON. The first says what it is and has the signature, the second is the
 * body. What is signed are the bytes of the second line, so that nobody has to agree on how JSON is written.
 */

const format = 'quorate-submission'

const sealSchema = z.strictObject({
  format: z.literal(format),
  version: z.literal(1),
  /** Ed25519, SPKI, base64. */
  key: z.base64().max(100),
  signature: z.base64().max(200)
})

/** What a file may be at most, before and after inflating: an honest one is a tenth of it. */
export const mostBytes = 4 * 1024 ** 2
const mostInflated = 12 * 1024 ** 2

const sealLength = 1000
const bounds = { depth: 12, marks: 200_000 }

/** Why a file is not read as a submission. */
export type Refusal =
  | 'too-big'
  | 'not-compressed'
  | 'inflates-too-much'
  | 'not-utf-8'
  | 'not-submission'
  | 'wrong-shape'

/** A submission that could be read; whether it is true is another question. */
export interface Opened {
  readonly submission: Submission
  /** The learner's public key: the same learner has the same. */
  readonly key: string
  /** Whether the content is what was signed with that key. */
  readonly isSigned: boolean
}

/** Writes and signs a submission. */
export const seal = async (submission: Submission, key: KeyObject): Promise<Buffer> => {
  const body = Buffer.from(JSON.stringify(submission))
  const head = { format, version: 1, key: publicHalfOf(key), signature: sign(null, body, key).toString('base64') }
  return promisify(gzip)(Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]))
}

/** Reads a submission. Nothing of it is trusted: every size is bounded before memory is spent on it. */
export const unseal = async (file: Uint8Array): Promise<Opened | Refusal> => {
  if (file.length > mostBytes) return 'too-big'
  const inflated = await inflate(file)
  if (typeof inflated === 'string') return inflated
  const end = inflated.subarray(0, sealLength).indexOf('\n')
  if (end < 0) return 'not-submission'
  const head = parsed(inflated.subarray(0, end))
  const sealed = sealSchema.safeParse(head === notJson ? undefined : head.value)
  if (!sealed.success) return 'not-submission'
  const body = inflated.subarray(end + 1)
  const content = parsed(body)
  if (content === notJson) return isUtf8(body) ? 'wrong-shape' : 'not-utf-8'
  const submission = submissionSchema.safeParse(content.value)
  if (!submission.success) return 'wrong-shape'
  const { key, signature } = sealed.data
  const half = publicKeyIn(key)
  if (half === undefined) return { submission: submission.data, key, isSigned: false }
  return {
    submission: submission.data,
    // One key can be written in several ways (base64 has bits that mean nothing): they are one learner's all the same.
    key: publicHalfOf(half),
    isSigned: verify(null, body, half, Buffer.from(signature, 'base64'))
  }
}

const inflate = async (file: Uint8Array): Promise<Buffer | Refusal> => {
  try {
    return await promisify(gunzip)(file, { maxOutputLength: mostInflated })
  } catch (error) {
    const isBomb = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    return isBomb ? 'inflates-too-much' : 'not-compressed'
  }
}

const notJson = Symbol('no JSON')

/** The value of a JSON text in UTF-8, within bounds. */
const parsed = (text: Uint8Array): { readonly value: unknown } | typeof notJson => {
  if (!keepsTo(text, bounds)) return notJson
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text)) }
  } catch {
    return notJson
  }
}

const isUtf8 = (text: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(text)
    return true
  } catch {
    return false
  }
}

const publicKeyIn = (text: string): KeyObject | undefined => {
  try {
    const half = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
    return half.asymmetricKeyType === 'ed25519' ? half : undefined
  } catch {
    return undefined
  }
}
