import fc from 'fast-check'

/** Text as lessons have it: Chinese and English words mixed, with the marks of both and characters of several parts. */
export const mixedText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom('仲裁', '集群', '节点', '控制', '一份', '缓存') },
      { weight: 4, arbitrary: fc.constantFrom('memcached', 'wsrep_cluster_size', 'VIP', 'a', '/etc/hosts', '11211') },
      { weight: 3, arbitrary: fc.constantFrom('，', '。', '；', '：', '、', '）', '」', '（', '「', '“', '”') },
      { weight: 3, arbitrary: fc.constant(' ') },
      { weight: 1, arbitrary: fc.constantFrom('é', 'e\u0301', '👩‍💻', '🇨🇳', 'ｶﾞ', '한국') }
    ),
    { maxLength: 60 }
  )
  .map((pieces) => pieces.join(''))

/** What must come through whatever the width: everything but the spaces between words. */
export const solid = (text: string): string => text.replace(/\s/g, '')
