import { environmentError } from '../errors.ts'
import { runProgram } from '../process/run.ts'
import type { Engine, EngineKind } from './engine.ts'
import { preferredKind } from './lxd/daemon.ts'
import { LxdEngine } from './lxd/engine.ts'
import { thisHost } from './lxd/host.ts'

/** Opens an engine of a kind. Nothing is contacted yet. `cacheFolder` is for image builds. */
export const openEngine = async (kind: EngineKind, cacheFolder: string): Promise<Engine> => {
  if (kind === 'vagrant') throw environmentError('engine-to-come', { engine: kind })
  return new LxdEngine(kind, thisHost(runProgram), cacheFolder)
}

/** The engine that was asked for, else the one that this machine has or can have. */
export const chooseEngine = async (asked: EngineKind | undefined): Promise<EngineKind> =>
  asked ?? preferredKind(thisHost(runProgram))
