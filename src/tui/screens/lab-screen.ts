/** What a lab's screen needs, in one piece that is loaded when it is needed. */
export { ShellDeck } from '../shell/deck.ts'
export { markingEnvironment } from '../shell/integration.ts'
export { LabSession } from './LabSession.tsx'
