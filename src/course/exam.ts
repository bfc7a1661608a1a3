import type { Course } from './course.ts'

/** The labs that count: all of the course, or in an exam those that it lists. */
export const gradedLabs = ({ file, labs }: Course): Course['labs'] => {
  const { exam } = file.grading ?? {}
  return exam === undefined ? labs : labs.filter(({ id }) => exam.labs.includes(id))
}

/** Whether a lab is part of an exam: then there are no hints to it, and the reference solution is not applied. */
export const isInExam = ({ file }: Pick<Course, 'file'>, lab: string): boolean =>
  file.grading?.exam?.labs.includes(lab) === true
