import { describe, expect, it } from 'vitest'
import { engineVerdict } from './engine-verdict.ts'

const lacking = {
  exitCode: 3,
  stdout: JSON.stringify({
    version: 1,
    findings: [
      { id: 'kernel', engine: 'lxd', level: 'ok', message: 'The kernel is recent enough.' },
      { id: 'package', engine: 'lxd', level: 'error', message: 'LXD is not installed.', fix: 'Run as root.' }
    ]
  }),
  stderr: ''
}

describe('the tests on real controllers', () => {
  it('run where the doctor found or made everything', () => {
    expect(engineVerdict({ exitCode: 0, stdout: '', stderr: '' }, { CI: 'true' })).toEqual({ kind: 'run' })
  })

  it('are skipped, with what is missing, where no engine can run', () => {
    expect(engineVerdict(lacking, {})).toEqual({ kind: 'skip', reason: 'LXD is not installed. Run as root.' })
  })

  it('fail there in CI, which must not be green for not having looked', () => {
    expect(engineVerdict(lacking, { CI: 'true' })).toEqual({
      kind: 'fail',
      reason: 'LXD is not installed. Run as root.'
    })
  })

  it('name the error of a doctor that could not look', () => {
    const stdout = JSON.stringify({ version: 1, error: { code: 'x', message: 'No socket.', fix: 'Join the group.' } })
    expect(engineVerdict({ exitCode: 3, stdout, stderr: '' }, {})).toMatchObject({
      reason: 'No socket. Join the group.'
    })
  })

  it('name what a doctor that broke said last', () => {
    expect(engineVerdict({ exitCode: 1, stdout: '', stderr: 'boom\n' }, {})).toMatchObject({ reason: 'boom' })
    expect(engineVerdict({ exitCode: 1, stdout: '{', stderr: '' }, {})).toMatchObject({ reason: 'doctor ended with 1' })
  })
})
