import { check, checkErrors } from './check.ts'
import { cli, cliErrors } from './cli.ts'
import { course, courseErrors } from './course.ts'
import { doctor, doctorErrors } from './doctor.ts'
import { engine, engineErrors } from './engine.ts'
import { grade, gradeErrors } from './grade.ts'
import { lab, labErrors } from './lab.ts'
import { live } from './live.ts'
import { tui } from './tui.ts'

/** The English catalogue; its type is the shape of every other one. */
export const en = {
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
} as const
