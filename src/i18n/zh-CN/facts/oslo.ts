/** What each fact is called, for people. A yes-or-no fact is a statement. */
export const names = {
  'oslo.wellFormed': '服务能读取配置文件',
  'oslo.brokenLine': '读取失败的那一行',
  'oslo.tokenLine': '令牌缓存：服务器列表原文',
  'oslo.tokenSeparator': '令牌缓存：分隔符',
  'oslo.tokenServers': '令牌缓存：服务器',
  'oslo.tokenControllers': '令牌缓存：列表中的控制节点',
  'oslo.tokenMissing': '令牌缓存：列表缺少的控制节点',
  'oslo.tokenDuplicates': '令牌缓存：列出两次的控制节点',
  'oslo.tokenPorts': '令牌缓存：端口',
  'oslo.tokenStrangers': '令牌缓存：不指向任何 memcached 的条目',
  'oslo.tokenMeant': '令牌缓存：这些条目本想写的控制节点',
  'oslo.tokenDeprecatedName': '令牌缓存：列表用的是已弃用的名称',
  'oslo.tokenTimeoutsMisnamed': '令牌缓存：超时选项用的名称会被忽略',
  'oslo.tokenDeadRetry': '令牌缓存：重试宕机服务器的间隔（秒）',
  'oslo.tokenSocketTimeout': '令牌缓存：套接字超时（秒）',
  'oslo.cacheLine': 'oslo.cache：服务器列表原文',
  'oslo.cacheSeparator': 'oslo.cache：分隔符',
  'oslo.cacheServers': 'oslo.cache：服务器',
  'oslo.cacheControllers': 'oslo.cache：列表中的控制节点',
  'oslo.cacheMissing': 'oslo.cache：列表缺少的控制节点',
  'oslo.cacheDuplicates': 'oslo.cache：列出两次的控制节点',
  'oslo.cachePorts': 'oslo.cache：端口',
  'oslo.cacheStrangers': 'oslo.cache：不指向任何 memcached 的条目',
  'oslo.cacheMeant': 'oslo.cache：这些条目本想写的控制节点',
  'oslo.cacheMisnamed': 'oslo.cache：列表用的名称会被忽略',
  'oslo.cacheEnabled': 'oslo.cache 已启用',
  'oslo.cacheBackend': 'oslo.cache：后端',
  'oslo.cacheTimeoutsMisnamed': 'oslo.cache：超时选项用的名称会被忽略',
  'oslo.cacheDeadRetry': 'oslo.cache：重试宕机服务器的间隔（秒）',
  'oslo.cacheSocketTimeout': 'oslo.cache：套接字超时（秒）'
} as const

/** Values that are words of ours rather than of a controller. */
export const words = {
  commas: '逗号',
  spaces: '空格',
  mixed: '逗号与空格混用',
  single: '只有一项',
  none: '无'
} as const
