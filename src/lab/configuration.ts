import type { Channel, Controllers } from '../engine/engine.ts'
import {
  type ConfigurationFile,
  configurationScript,
  mostConfigurationBytes,
  readConfiguration
} from '../probe/configuration.ts'
import type { ProbeId } from '../probe/registry.ts'
import type { NodeName } from '../topology.ts'

/** How long a controller may take for it, in milliseconds. */
const limit = 10_000

/** The configuration files of one controller that some probes read; none where it does not answer. */
export const configurationOf = async (
  controllers: Controllers,
  node: NodeName,
  probes: readonly ProbeId[]
): Promise<readonly ConfigurationFile[]> => {
  let channel: Channel
  try {
    channel = await controllers.openChannel(node)
  } catch {
    // That it cannot be entered is told by what the checks saw of it.
    return []
  }
  try {
    const answer = await channel.ask(configurationScript(probes), {
      milliseconds: limit,
      bytes: mostConfigurationBytes
    })
    return answer.kind === 'output' ? readConfiguration(answer.text) : []
  } finally {
    channel.close()
  }
}
