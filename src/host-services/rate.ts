/** How many requests a peer may make: `burst` at once, and `perSecond` in the long run. */
export interface Allowance {
  readonly burst: number
  readonly perSecond: number
}

/** So many peers are remembered; whoever was heard longest ago is forgotten first. */
const mostPeers = 256

/** Decides whether a peer's next request is within its allowance. `now` is in milliseconds and never runs back. */
export const rateLimiter = ({ burst, perSecond }: Allowance): ((peer: string, now: number) => boolean) => {
  const peers = new Map<string, { readonly tokens: number; readonly at: number }>()
  return (peer, now) => {
    const known = peers.get(peer)
    const tokens = known === undefined ? burst : Math.min(burst, known.tokens + ((now - known.at) / 1000) * perSecond)
    const isAllowed = tokens >= 1
    // A map keeps the order of insertion: the first is the one heard longest ago.
    peers.delete(peer)
    peers.set(peer, { tokens: isAllowed ? tokens - 1 : tokens, at: now })
    const [oldest] = peers.keys()
    if (peers.size > mostPeers && oldest !== undefined) peers.delete(oldest)
    return isAllowed
  }
}
