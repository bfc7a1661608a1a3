import type { Messages } from '../i18n/messages.ts'
import type { Change, LiveEvent } from '../lab/live-events.ts'
import { isNodeName, type NodeName } from '../topology.ts'
import { serviceName } from './cluster-table.ts'

type Words = Messages['live']

/** How a controller is written where there is little room, or much. */
export type Spell = (name: NodeName) => string

/** Names of the cluster's own: those of controllers are written as everywhere in the pane. */
const spellAny =
  (spell: Spell) =>
  (name: string): string =>
    isNodeName(name)
      ? spell(name)
      : name.replace(/controller[123]$/, (found) => (isNodeName(found) ? spell(found) : found))

const list = (names: readonly string[], spell: Spell): string => names.map(spellAny(spell)).join(', ') || '-'

const wordsOf = (change: Change, words: Words, spell: Spell): string => {
  const { events } = words
  switch (change.kind) {
    case 'answers':
      return events.answers(change.answers)
    case 'power':
      return events.power[change.state]
    case 'booted':
      return events.booted
    case 'link':
      return events.link(change)
    case 'services': {
      const services = change.services.map((id) => serviceName(id, words)).join(', ')
      return events.services({ services, state: change.state })
    }
    case 'daemon':
      return events.daemon({ service: serviceName(change.service, words), answers: change.answers })
    case 'galera-size':
      return events.galeraSize(change)
    case 'galera-status':
      return events.galeraStatus(change.status)
    case 'galera-state':
      return events.galeraState(change.state)
    case 'quorum':
      return events.quorum(change.quorate)
    case 'votes':
      return events.votes(change)
    case 'ring':
      return events.ring(change)
    case 'coordinator':
      return change.name === undefined ? events.noCoordinator : events.coordinator(spellAny(spell)(change.name))
    case 'member':
      return events.member(words.members[change.word])
    case 'resource-moved':
      return events.moved({ name: change.name, from: list(change.from, spell), to: list(change.to, spell) })
    case 'resource-state':
      return events.resource[change.state](change.name)
    case 'broker-state':
      return events.brokerState(words.broker[change.state])
    case 'brokers':
      return events.brokers(change)
    case 'partition':
      return change.from.length === 0 ? events.partitionEnded : events.partition(list(change.from, spell))
    case 'alarm':
      return change.alarms.length === 0 ? events.alarmEnded : events.alarm(change.alarms.join(', '))
    case 'server':
      return events.server(change)
    case 'time': {
      const { reference, controller } = change
      return events.time(controller === undefined ? words.references[reference] : spell(controller))
    }
    case 'vip':
      if (change.to.length > 1) return events.vipTwice(list(change.to, spell))
      if (change.to.length === 0) return events.vipLost(list(change.from, spell))
      return change.from.length === 0
        ? events.vipFound(list(change.to, spell))
        : events.vipMoved({ from: list(change.from, spell), to: list(change.to, spell) })
    case 'fenced':
      return events.fenced({ ...change, by: spellAny(spell)(change.by) })
  }
}

/** Those whose text says itself whom it is about. */
const isOfItself = ({ kind }: Change): boolean => kind === 'vip' || kind === 'coordinator' || kind === 'resource-moved'

/** An event in one line: whom it is about, and what happened. */
export const eventText = ({ nodes, change }: LiveEvent, words: Words, spell: Spell): string => {
  const what = wordsOf(change, words, spell)
  return nodes.length === 0 || isOfItself(change) ? what : words.about({ who: list(nodes, spell), what })
}
