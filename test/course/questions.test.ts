import { describe, expect, it } from 'vitest'
import { evaluateFormula, parseFormula } from '../../src/course/formula.ts'
import { loadCourse } from '../../src/course/loader.ts'
import { judge } from '../../src/course/quiz.ts'
import { fillText, type Values, valuesOf } from '../../src/course/variables.ts'
import { topologyOf } from '../../src/topology.ts'

const { file, labs } = await loadCourse('labs')
const learners = Array.from({ length: 60 }, (_, index) =>
  valuesOf(file.variables, `learner-${index}`, topologyOf('10.77'))
)
const questions = labs.flatMap((lab) => lab.quiz.map((question) => ({ name: `${lab.id}.${question.id}`, question })))

const numberOf = (answer: number | string, values: Values): number =>
  typeof answer === 'number' ? answer : evaluateFormula(parseFormula(answer), values)

describe('the questions of the course, for every learner', () => {
  it.each(questions)(
    '$name: what is right is right, and each known mistake is told by its own words',
    ({ question }) => {
      for (const values of learners) {
        if (question.kind === 'choice') {
          const chosen = question.choices.flatMap(({ correct }, index) => (correct ? [index] : []))
          expect(judge(question, { kind: 'choice', chosen }, values).right).toBe(true)
          for (const [index, { correct, explain }] of question.choices.entries()) {
            if (correct) continue
            const verdict = judge(question, { kind: 'choice', chosen: [index] }, values)
            expect(verdict).toMatchObject({ right: false, explanations: [fillText(explain, values)] })
          }
          continue
        }
        const right = numberOf(question.answer, values)
        expect(judge(question, { kind: 'number', value: right }, values).right).toBe(true)
        // As people write it.
        const rounded = Number(right.toFixed(2))
        expect(judge(question, { kind: 'number', value: rounded }, values).right, `${rounded}`).toBe(true)
        for (const { answer, explain } of question.misconceptions) {
          const wrong = numberOf(answer, values)
          const verdict = judge(question, { kind: 'number', value: wrong }, values)
          expect(verdict, `${wrong} where ${right} is right`).toMatchObject({
            right: false,
            explanations: [fillText(explain, values)]
          })
        }
      }
    }
  )
})
