import { stripControl } from '../../text.ts'

/** HTML that is safe to put into a page. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = string | number | undefined | Markup | readonly Part[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;'
}

const escaped = (text: string): string =>
  stripControl(text).replace(/[&<>"'`]/g, (character) => entities[character] ?? '')

const written = (part: Part): string => {
  if (part === undefined) return ''
  if (part instanceof Markup) return part.text
  return typeof part === 'object' ? part.map(written).join('') : escaped(String(part))
}

/** HTML with parts in it: whatever is not HTML already is escaped, in contents and in quoted attributes alike. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(texts.map((text, index) => text + written(parts[index])).join(''))

/** Looks that pages share: readable on a phone, in the dark and on paper; no script, no font, nothing from elsewhere. */
const style = `
:root { color-scheme: light dark; --good: #1a7f37; --bad: #c62828; --warning: #9a6700; --quiet: #6b7280; --line: #8884; }
@media (prefers-color-scheme: dark) { :root { --good: #57c46f; --bad: #ff7b72; --warning: #e3b341; --quiet: #9aa4b2; } }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; padding-top: .5rem; border-top: 1px solid var(--line); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: 0 0 1rem; }
dt { color: var(--quiet); } dd { margin: 0; }
.sum { font-size: 1.25rem; font-weight: 600; }
progress { width: 100%; height: .6rem; accent-color: var(--good); } progress.bad { accent-color: var(--bad); }
ul.items { list-style: none; margin: 0; padding: 0; }
ul.items > li { padding: .4rem 0; border-bottom: 1px solid var(--line); }
.row { display: flex; gap: .75rem; align-items: baseline; }
.row > .what { flex: 1; } .row > .credit { white-space: nowrap; font-variant-numeric: tabular-nums; }
.mark { flex: none; min-width: 4.5rem; font-size: .85rem; font-weight: 600; }
.good { color: var(--good); } .bad { color: var(--bad); } .warning { color: var(--warning); } .quiet, .less { color: var(--quiet); }
.less { font-size: .9rem; margin: 0; }
details { margin: .25rem 0 0; } summary { cursor: pointer; font-size: .9rem; }
pre { margin: .25rem 0; padding: .5rem; border: 1px solid var(--line); border-radius: .25rem; overflow-x: auto; font: .8rem/1.4 ui-monospace, monospace; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .5rem; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
td:first-child { min-width: 9rem; max-width: 24rem; }
td.number, th.number { text-align: end; } td.number { white-space: nowrap; }
th { overflow-wrap: normal; }
@media print { details > *:not(summary) { display: block; } }
`

/** A whole page. Its policy lets nothing run and nothing load, whatever a text that came into it would want. */
export const page = (title: string, locale: string, body: Markup): string =>
  html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
${body}
</body>
</html>
`.text
