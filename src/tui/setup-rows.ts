import type { EngineKind, Finding } from '../engine/engine.ts'
import { nextStep, type PlanItem, type Survey } from '../lab/setup-plan.ts'
import type { Paint } from '../terminal/paint.ts'
import { wrapText } from '../terminal/wrap.ts'
import { findingLooks } from './theme.ts'
import type { Language } from './ui.ts'

/** Names of engines as people write them. */
const engineNames: Readonly<Record<EngineKind, string>> = { lxd: 'LXD', incus: 'Incus', vagrant: 'Vagrant' }

/** A size for people, in the unit that needs no more than three digits. */
export const sizeText = (bytes: number, locale: string): string => {
  const megabytes = bytes / 1_000_000
  const isLarge = megabytes >= 1000
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: isLarge ? 'gigabyte' : 'megabyte',
    maximumFractionDigits: isLarge ? 1 : 0
  }).format(isLarge ? megabytes / 1000 : megabytes)
}

const planText = (item: PlanItem, { locale, messages }: Language): string => {
  const words = messages.tui.setup.plan
  const size = (bytes: number): string => sizeText(bytes, locale)
  switch (item.kind) {
    case 'packages':
      return words.packages({ names: item.names, download: size(item.cost.download), disk: size(item.cost.disk) })
    case 'image':
    case 'box':
      return words[item.kind]({ download: size(item.cost.download), disk: size(item.cost.disk) })
    case 'controllers':
      return words.controllers({ disk: size(item.cost.disk) })
    case 'engine':
    case 'libvirt':
    case 'start':
      return words[item.kind]
  }
}

/** A text behind a sign, with its other rows below its first. */
const signed = (sign: string, rows: readonly string[]): readonly string[] =>
  rows.map((row, index) => `${index === 0 ? sign : ' '} ${row}`)

const findingRows = (
  { id, level, detail, fixable }: Finding,
  columns: number,
  { messages }: Language,
  paint: Paint
): readonly string[] => {
  const text: { readonly message: string; readonly fix?: string } = messages.doctor.findings[id][level]({
    detail: detail ?? ''
  })
  const { sign, tone } = findingLooks[level]
  const { spoken } = messages.tui
  // These are what the plan is about.
  const isPlanned = id === 'lxd.image' || id === 'vagrant.box'
  const fix = level === 'ok' || isPlanned ? undefined : fixable ? messages.tui.setup.byQuorate : text.fix
  const rows = (message: string, room: number): readonly string[] => [
    ...wrapText(message, room),
    ...(fix === undefined ? [] : wrapText(fix, room).map((row) => paint('quiet', row)))
  ]
  return paint.spoken
    ? rows(spoken.row(spoken.findings[level], text.message), columns)
    : signed(paint(tone, sign), rows(text.message, columns - 2))
}

/** What this machine has, and what will be done; what stands in the way comes first. */
export const surveyRows = (survey: Survey, columns: number, language: Language, paint: Paint): readonly string[] => {
  const words = language.messages.tui.setup
  const next = nextStep(survey)
  const heading = (text: string): readonly string[] => [
    '',
    ...wrapText(text, columns).map((row) => paint('strong', row))
  ]
  const engine = words.engine({ name: engineNames[survey.engine], kind: words.kinds[survey.engine] })
  const { findings } = survey
  const ordered = (['error', 'warn', 'ok'] as const).flatMap((level) => findings.filter((one) => one.level === level))
  const has = ordered.flatMap((finding) => findingRows(finding, columns, language, paint))
  const plan = survey.plan.flatMap((item, index) =>
    signed(String(index + 1), wrapText(planText(item, language), columns - 2))
  )
  const what =
    next === 'ready'
      ? ['', ...wrapText(words.nothing, columns).map((row) => paint('good', row))]
      : next === 'blocked'
        ? ['', ...wrapText(words.blocked, columns).map((row) => paint('warning', row))]
        : [...heading(words.doing), ...plan]
  return [...wrapText(words.intro, columns), ...wrapText(engine, columns), ...what, ...heading(words.has), ...has]
}
