import { runProgram } from '../process/run.ts'
import type { Engine, EngineKind } from './engine.ts'
import { thisHost } from './host.ts'
import { preferredKind } from './lxd/daemon.ts'
import { LxdEngine } from './lxd/engine.ts'
import { type EngineFolders, VagrantEngine } from './vagrant/engine.ts'

/** Vagrant, which makes boxes beside what every engine does. */
export const openVagrant = (folders: EngineFolders): VagrantEngine => new VagrantEngine(thisHost(runProgram), folders)

/** Opens an engine of a kind. Nothing is contacted yet. */
export const openEngine = async (kind: EngineKind, folders: EngineFolders): Promise<Engine> =>
  kind === 'vagrant' ? openVagrant(folders) : new LxdEngine(kind, thisHost(runProgram), folders.cache)

/** The engine that was asked for, else the one that this machine has or can have. */
export const chooseEngine = async (asked: EngineKind | undefined): Promise<EngineKind> =>
  asked ?? preferredKind(thisHost(runProgram))
