import { z } from 'zod'
import { defineProbe, notUnderstood } from '../probe.ts'
import { endpointAt } from './endpoint.ts'

/** The port where HAProxy asks for a database's health; Galera's own packages, Percona's and MariaDB's, agree on it. */
const endpoint = endpointAt({
  port: 9200,
  path: '/',
  usualUnits: ['clustercheck.socket', 'mysqlchk.socket', 'xinetd.service']
})

export const clustercheck = defineProbe({
  id: 'clustercheck',
  sections: endpoint.sections,
  facts: z.object({
    ...endpoint.facts,
    /** It says that it is not well, and no state at all: it could not ask the database. */
    stateless: z.boolean()
  }),
  shownBy: { ...endpoint.shownBy, stateless: 'answer' },
  absenceShownBy: 'sockets',
  parse: (sections, context) => {
    const read = endpoint.read(sections, context)
    if (read === undefined) return notUnderstood
    if (read === 'absent') return { kind: 'absent' }
    const stateless = read.status === 503 && /\(state= status=\)/.test(read.text ?? '')
    return { kind: 'known', facts: { ...read, stateless } }
  }
})
