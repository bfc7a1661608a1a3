import type { Finding } from './engine.ts'

export const gibibyte = 1024 ** 3

/** Bytes as a person reads them. */
export const amount = (bytes: number): string => `${(bytes / gibibyte).toFixed(1)} GiB`

/** How well an amount of bytes is, by the limits below which it is too little and below which it becomes tight. */
export const levelOf = (bytes: number, { error, warn }: { error: number; warn: number }): Finding['level'] =>
  bytes < error ? 'error' : bytes < warn ? 'warn' : 'ok'
