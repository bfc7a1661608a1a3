import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os'
import { defaultPrefix } from '../topology.ts'

/** The network cards of a machine and their addresses, as Node tells them. */
type Cards = NodeJS.Dict<NetworkInterfaceInfo[]>

/** The card of this machine that has an address in the networks of a prefix, if one has. */
export const cardIn = (prefix: string, cards: Cards = networkInterfaces()): string | undefined =>
  Object.entries(cards).find(([, addresses]) =>
    addresses?.some(({ address }) => address.startsWith(`${prefix}.0.`) || address.startsWith(`${prefix}.1.`))
  )?.[0]

/**
 * The first prefix, counted upwards from one, whose networks this machine does not use. The first one again when it
 * uses them all.
 */
export const freePrefix = (first = defaultPrefix, cards: Cards = networkInterfaces()): string => {
  const begin = Number(first.slice('10.'.length))
  for (let step = 0; step < 256; step++) {
    const prefix = `10.${(begin + step) % 256}`
    if (cardIn(prefix, cards) === undefined) return prefix
  }
  return first
}
