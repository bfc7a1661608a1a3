import type { LabIdentity } from '../../../src/engine/engine.ts'
import { topologyOf } from '../../../src/topology.ts'

export const identity: LabIdentity = {
  id: '0a1b2c3d',
  topology: topologyOf('10.95'),
  size: 'small',
  generations: { controller1: 1, controller2: 1, controller3: 1 }
}
