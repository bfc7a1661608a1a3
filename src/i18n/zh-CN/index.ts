import type { Messages } from '../messages.ts'
import { check, checkErrors } from './check.ts'
import { cli, cliErrors } from './cli.ts'
import { course, courseErrors } from './course.ts'
import { doctor, doctorErrors } from './doctor.ts'
import { engine, engineErrors } from './engine.ts'
import { grade, gradeErrors } from './grade.ts'
import { lab, labErrors } from './lab.ts'
import { live } from './live.ts'
import { tui } from './tui.ts'

/** The Simplified Chinese catalogue. */
export const zhCN = {
  check,
  cli,
  course,
  doctor,
  engine,
  grade,
  lab,
  live,
  tui,
  errors: {
    ...checkErrors,
    ...cliErrors,
    ...courseErrors,
    ...doctorErrors,
    ...engineErrors,
    ...gradeErrors,
    ...labErrors
  }
} as const satisfies Messages
