import type { NodeName } from '../../topology.ts'
import type { Belonging, MachineState } from '../engine.ts'

/** What is done to a lab's machines from outside of them, once Vagrant has made them. Every act is safe to repeat. */
export interface Hypervisor {
  state(node: NodeName): Promise<MachineState>
  /** Brings a machine that is off to run; returns before it has booted. */
  start(node: NodeName): Promise<void>
  /** Cuts the power. */
  powerOff(node: NodeName): Promise<void>
  /** Presses the button: the machine shuts down if it can. Returns at once. */
  pressPower(node: NodeName): Promise<void>
  /** Holds a machine in the middle of whatever it does. */
  pause(node: NodeName): Promise<void>
  resume(node: NodeName): Promise<void>
  /**
   * Pulls and plugs the cables of the lab's two networks, and not the one by which the lab host gets in. Missing where a
   * provider has no way to do it while a machine runs. What was pulled is plugged at the next power-on.
   */
  readonly links?: {
    cut(node: NodeName): Promise<void>
    heal(node: NodeName): Promise<void>
  }
  readonly snapshots: {
    keys(node: NodeName): Promise<readonly string[]>
    save(node: NodeName, key: string): Promise<void>
    /** Leaves the machine paused where the snapshot has its memory, else off. */
    restore(node: NodeName, key: string): Promise<void>
    /** Of a snapshot that does exist. */
    delete(node: NodeName, key: string): Promise<void>
  }
  /** What there is of the lab on the host. */
  belongings(): Promise<readonly Belonging[]>
  /** Removes what a killed `up` left of a machine that does not exist, and over which the next one would stumble. */
  clear(node: NodeName): Promise<void>
  /** Removes what `vagrant destroy` does not know of: what an interrupted `up` left. */
  sweep(): Promise<void>
  /** The folder of the machines' disks. */
  readonly diskFolder: string
}
