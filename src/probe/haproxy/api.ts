import { z } from 'zod'
import { defineProbe, notUnderstood } from '../probe.ts'
import { endpointAt, httpSection, readHttpAnswer } from './endpoint.ts'
import { apiPort } from './haproxy.ts'

/** What OpenStack's services answer to a load balancer (oslo.middleware's `healthcheck`). */
const path = '/healthcheck'

const endpoint = endpointAt({ port: apiPort, path, usualUnits: ['lab-api.service'] })

/** An API that all three controllers serve, as HAProxy asks each of them and as a client asks at the VIP. */
export const api = defineProbe({
  id: 'api',
  sections: {
    ...endpoint.sections,
    vip: httpSection(({ topology }) => topology.vip, apiPort, path)
  },
  facts: z.object({
    ...endpoint.facts,
    /** What comes from the VIP on the same port. */
    vipAnswer: endpoint.facts.answer,
    vipStatus: z.number().optional()
  }),
  shownBy: { ...endpoint.shownBy, vipAnswer: 'vip', vipStatus: 'vip' },
  absenceShownBy: 'sockets',
  parse: (sections, context) => {
    const read = endpoint.read(sections, context)
    const vip = readHttpAnswer(sections.vip)
    if (read === undefined || vip === undefined) return notUnderstood
    if (read === 'absent') return { kind: 'absent' }
    return { kind: 'known', facts: { ...read, vipAnswer: vip.answer, vipStatus: vip.status } }
  }
})
