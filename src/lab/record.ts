import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { type EngineKind, engineKinds, type LabIdentity } from '../engine/engine.ts'
import { type MachineSize, machineSizeNames, type NodeName, nodeNames, topologyOf } from '../topology.ts'
import { readJson, removeFile, writeJson } from './files.ts'
import type { Home } from './home.ts'

const perNode = <T extends z.ZodType>(value: T) =>
  z.object({ controller1: value, controller2: value, controller3: value })

const factScalar = z.union([z.string(), z.number(), z.boolean()])
const factValue = z.union([factScalar, z.array(factScalar).readonly()])

const snapshotSchema = z.object({
  /** The learner's name for it, or `<lab>/start` and `<lab>/done`. */
  name: z.string(),
  /** The engine's name for it, the same on all three machines. */
  key: z.string(),
  createdAt: z.string(),
  /** The lab of the course that it belongs to. */
  lab: z.string().optional(),
  machines: perNode(
    z.object({
      /** By these two a machine is recognised after a restore. */
      machineId: z.string(),
      hostName: z.string(),
      /** The services that ran, which a restore waits for. */
      services: z.array(z.string()),
      /** How those were that can run without working, by service: values of facts. */
      health: z.record(z.string(), z.record(z.string(), factValue)).default({})
    })
  )
})
/** One saved point of the whole lab. */
export type SnapshotRecord = z.infer<typeof snapshotSchema>

const recordSchema = z.object({
  version: z.literal(1),
  id: z.string().regex(/^[0-9a-f]{8}$/),
  engine: z.enum(engineKinds),
  prefix: z.string(),
  size: z.enum(machineSizeNames).default('small'),
  createdAt: z.string(),
  generations: perNode(z.int().positive()),
  /** How much slower than the reference machine this one is, at least 1: limits are multiplied by it. */
  slowness: z.number().min(1),
  snapshots: z.array(snapshotSchema)
})
/** The lab of this home: `lab.json`. */
export type LabRecord = z.infer<typeof recordSchema>

export const readRecord = (home: Home): Promise<LabRecord | undefined> => readJson(home.record, recordSchema)
export const writeRecord = (home: Home, record: LabRecord): Promise<void> => writeJson(home.record, record)
export const removeRecord = (home: Home): Promise<void> => removeFile(home.record)

/** Draws a new lab. */
export const newRecord = (engine: EngineKind, prefix: string, size: MachineSize = 'small'): LabRecord => ({
  version: 1,
  id: randomBytes(4).toString('hex'),
  engine,
  prefix,
  size,
  createdAt: new Date().toISOString(),
  generations: { controller1: 1, controller2: 1, controller3: 1 },
  slowness: 1,
  snapshots: []
})

export const identityOf = (record: LabRecord): LabIdentity => ({
  id: record.id,
  topology: topologyOf(record.prefix),
  size: record.size,
  generations: record.generations
})

/** One value for each controller. */
export const forEachNode = async <T>(call: (node: NodeName) => Promise<T>): Promise<Record<NodeName, T>> => {
  const [controller1, controller2, controller3] = await Promise.all([
    call(nodeNames[0]),
    call(nodeNames[1]),
    call(nodeNames[2])
  ])
  return { controller1, controller2, controller3 }
}
