// Does as the recorded program did: prints what it printed, and ends as it ended.
import { readFileSync } from 'node:fs'

const { stdout, stderr, exitCode } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
process.stdout.write(stdout)
process.stderr.write(stderr)
process.exitCode = exitCode
