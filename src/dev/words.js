// What set-up says to the person who waits for it. It cannot use the catalogues of src/i18n: the Node that it starts
// under may be too old to read TypeScript.

const english = {
  /** @type {(p: { has: string, needs: string, brings: string }) => string} */
  fetchingNode: (p) =>
    `This machine has Node ${p.has} and Quorate needs ${p.needs} or newer: fetching Node ${p.brings} into .cache/node, once, about 200 MB.`,
  /** @type {(p: { has: string, needs: string, platform: string }) => string} */
  noNode: (p) =>
    `This machine has Node ${p.has} and Quorate needs ${p.needs} or newer, but npm has none for ${p.platform}. Install a newer Node (https://nodejs.org) and try again.`,
  fetchingPackages: 'Installing the packages that Quorate is made of, about 200 MB.',
  building: 'Building Quorate.',
  /** @type {(p: { command: string }) => string} */
  failed: (p) =>
    `Quorate could not be set up: \`${p.command}\` failed; its own words are above. Most often the network is at fault. Try again: what is done stays done.`,
  /** @type {(p: { program: string }) => string} */
  notFound: (p) =>
    `Quorate could not be set up: \`${p.program}\` cannot be started here. Install Node with npm (https://nodejs.org) and try again.`
}

/** @type {typeof english} */
const chinese = {
  fetchingNode: (p) =>
    `本机的 Node 是 ${p.has}，Quorate 需要 ${p.needs} 或更新版本：正在把 Node ${p.brings} 下载到 .cache/node（只需一次，约 200 MB）。`,
  noNode: (p) =>
    `本机的 Node 是 ${p.has}，Quorate 需要 ${p.needs} 或更新版本，而 npm 上没有适用于 ${p.platform} 的版本。请先安装较新的 Node（https://nodejs.org），再试一次。`,
  fetchingPackages: '正在安装 Quorate 所用的软件包，约 200 MB。',
  building: '正在构建 Quorate。',
  failed: (p) =>
    `Quorate 没有准备好：\`${p.command}\` 失败，原因见上方输出，多半是网络问题。重试即可，已完成的步骤不会重做。`,
  notFound: (p) =>
    `Quorate 没有准备好：本机无法运行 \`${p.program}\`。请安装带 npm 的 Node（https://nodejs.org），再试一次。`
}

/**
 * The words in the language of the environment: the rule of src/i18n/locale.ts.
 * @param {NodeJS.ProcessEnv} environment
 */
export const wordsFor = (environment) =>
  /^zh(?:[-_.]|$)/i.test(environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '') ? chinese : english
