import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { powerOver, resetTypes } from '../../src/host-services/power.ts'
import { answerRedfish, type RedfishRequest, type RedfishResponse } from '../../src/host-services/redfish.ts'
import { nodeNames } from '../../src/topology.ts'
import { Switches } from './switches.ts'

let switches: Switches
beforeEach(() => {
  switches = new Switches()
})

const ask = (changes: Partial<RedfishRequest>): Promise<RedfishResponse> =>
  answerRedfish(
    { method: 'GET', url: '/redfish/v1/', body: '', isAuthorised: true, by: 'controller1', ...changes },
    powerOver(switches)
  )

const systemPath = '/redfish/v1/Systems/controller2'
const resetPath = `${systemPath}/Actions/ComputerSystem.Reset`
const reset = (body: string) => ask({ method: 'POST', url: resetPath, body })

const errorSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string().min(1),
    '@Message.ExtendedInfo': z
      .array(z.object({ MessageId: z.string(), Message: z.string(), Severity: z.string(), Resolution: z.string() }))
      .min(1)
  })
})
const codeOf = ({ body }: RedfishResponse): string => errorSchema.parse(body).error.code

describe('the way from the service root to the power of a controller', () => {
  it('is links, as a client follows them that knows no names', async () => {
    const linkSchema = z.object({ '@odata.id': z.string() })
    const root = z.object({ Systems: linkSchema }).parse((await ask({ isAuthorised: false })).body)
    const collection = z
      .object({ Members: z.array(linkSchema) })
      .parse((await ask({ url: root.Systems['@odata.id'] })).body)
    expect(collection.Members).toHaveLength(nodeNames.length)
    const url = collection.Members[1]?.['@odata.id'] ?? ''
    const system = z
      .object({
        Id: z.string(),
        PowerState: z.string(),
        Actions: z.object({
          '#ComputerSystem.Reset': z.object({
            target: z.string(),
            'ResetType@Redfish.AllowableValues': z.array(z.string())
          })
        })
      })
      .parse((await ask({ url })).body)
    expect(system).toMatchObject({ Id: 'controller2', PowerState: 'On' })
    const action = system.Actions['#ComputerSystem.Reset']
    expect(action['ResetType@Redfish.AllowableValues']).toEqual(resetTypes)
    const done = await ask({ method: 'POST', url: action.target, body: '{"ResetType":"ForceOff"}' })
    expect(done).toEqual({ status: 204 })
    expect((await ask({ url })).body).toMatchObject({ PowerState: 'Off', Status: { State: 'Disabled' } })
  })

  it('may end in a slash, carry a query, and be asked for its head only', async () => {
    for (const url of [`${systemPath}/`, `${systemPath}?x=1`]) expect((await ask({ url })).status).toBe(200)
    expect((await ask({ method: 'HEAD', url: systemPath })).status).toBe(200)
    expect((await ask({ url: '/redfish' })).body).toEqual({ v1: '/redfish/v1/' })
  })
})

describe('who is not known', () => {
  it.each(['/redfish/v1/Systems', systemPath, resetPath, '/nothing', '/redfish/v1/Systems/controller9'])(
    'learns nothing at %s',
    async (url) => {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const response = await ask({ method, url, isAuthorised: false, body: '{"ResetType":"ForceOff"}' })
        expect(response).toMatchObject({
          status: 401,
          headers: { 'WWW-Authenticate': expect.stringMatching(/^Basic/) }
        })
        expect(codeOf(response)).toMatch(/\.NoValidSession$/)
      }
      expect(switches.calls).toEqual([])
    }
  )
})

describe('a reset', () => {
  it.each(resetTypes)('%s is accepted', async (type) => {
    expect(await reset(JSON.stringify({ ResetType: type }))).toEqual({ status: 204 })
    expect(switches.noted).toMatchObject([{ action: type, by: 'controller1', controller: 'controller2' }])
  })

  it.each([
    ['', 400, 'MalformedJSON'],
    ['{"ResetType":', 400, 'MalformedJSON'],
    ['[]', 400, 'UnrecognizedRequestBody'],
    ['null', 400, 'UnrecognizedRequestBody'],
    ['"ForceOff"', 400, 'UnrecognizedRequestBody'],
    ['{}', 400, 'ActionParameterMissing'],
    ['{"ResetType":"Nmi"}', 400, 'ActionParameterValueNotInList'],
    ['{"ResetType":"forceoff"}', 400, 'ActionParameterValueNotInList'],
    ['{"ResetType":null}', 400, 'ActionParameterValueNotInList'],
    ['{"ResetType":["ForceOff"]}', 400, 'ActionParameterValueNotInList'],
    ['{"ResetType":"ForceOff","When":"now"}', 400, 'ActionParameterUnknown'],
    ['{"__proto__":{"ResetType":"ForceOff"}}', 400, 'ActionParameterMissing']
  ])('with the body %s is answered with %d %s, and nothing is switched', async (body, status, code) => {
    const response = await reset(body)
    expect(response.status).toBe(status)
    expect(codeOf(response)).toBe(`Base.1.13.${code}`)
    expect(switches.calls).toEqual([])
    expect(switches.noted).toEqual([])
  })

  it('is put off while Quorate itself works on the machines; the state of the power is told all the same', async () => {
    switches.suspended = true
    for (const type of resetTypes) {
      const response = await reset(JSON.stringify({ ResetType: type }))
      expect(response).toMatchObject({ status: 503, headers: { 'Retry-After': expect.stringMatching(/^\d+$/) } })
      expect(codeOf(response)).toBe('Base.1.13.ServiceTemporarilyUnavailable')
    }
    expect((await ask({ url: systemPath })).body).toMatchObject({ PowerState: 'On' })
    expect(switches.calls).toEqual([])
  })

  it('that the engine cannot do is an internal error', async () => {
    switches.absences = ['engine-refused']
    const response = await reset('{"ResetType":"ForceOff"}')
    expect(response.status).toBe(500)
    expect(codeOf(response)).toBe('Base.1.13.InternalError')
  })

  it('in grace is answered before the system in the machine is done; by force only when it is', async () => {
    let release = (): void => undefined
    const held = (): void => {
      switches.onChange = () =>
        new Promise<void>((resolve) => {
          release = resolve
        })
    }
    held()
    expect(await reset('{"ResetType":"GracefulShutdown"}')).toEqual({ status: 204 })
    expect(switches.noted).toEqual([])
    release()
    await expect.poll(() => switches.noted).toMatchObject([{ action: 'GracefulShutdown', outcome: 'done' }])
    switches.states.set('controller2', 'running')
    let answered = false
    const forced = reset('{"ResetType":"ForceOff"}').then(() => {
      answered = true
    })
    await expect.poll(() => switches.calls).toHaveLength(2)
    expect(answered).toBe(false)
    release()
    await forced
    expect(switches.states.get('controller2')).toBe('stopped')
  })
})

describe('the state of the power', () => {
  it('is «not available» and never «Off» where the engine is away', async () => {
    switches.absences = ['engine-not-running']
    const response = await ask({ url: systemPath })
    expect(response.status).toBe(503)
    expect(JSON.stringify(response.body)).not.toContain('PowerState')
  })
})

describe('what there is not', () => {
  it.each([
    ['GET', '/', 404],
    ['GET', '/redfish/v2', 404],
    ['GET', '/redfish/v1/systems', 404],
    ['GET', '/redfish/v1/Systems/controller4', 404],
    ['GET', '/redfish/v1/Systems/controller2/Actions', 404],
    ['GET', '/redfish/v1/Systems/../Systems/controller2', 404],
    ['GET', '/redfish/v1/Systems/constructor', 404],
    ['POST', '/redfish/v1/Systems/controller2/Actions/ComputerSystem.Explode', 404],
    ['GET', resetPath, 405],
    ['POST', systemPath, 405],
    ['DELETE', systemPath, 405],
    ['PATCH', '/redfish/v1/', 405],
    ['constructor', systemPath, 405]
  ])('%s %s is answered with %d', async (method, url, status) => {
    const response = await ask({ method, url })
    expect(response.status).toBe(status)
    errorSchema.parse(response.body)
    if (status === 405) expect(response.headers?.['Allow']).toMatch(/GET|POST/)
  })
})

describe('whatever is asked', () => {
  const anyUrl = fc.oneof(
    fc.webUrl().map((url) => url.slice(url.indexOf('/', 8))),
    fc.string(),
    fc.constantFrom('/redfish/v1', '/redfish/v1/Systems', systemPath, resetPath, `${resetPath}/`, `${systemPath}//`)
  )
  const anyBody = fc.oneof(
    fc.string(),
    fc.json(),
    fc.record({ ResetType: fc.anything() }).map((value) => String(JSON.stringify(value)))
  )

  it('is answered with a status and, where it is an error, an error of Redfish', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constantFrom('GET', 'POST', 'HEAD', 'DELETE'), fc.string()),
        anyUrl,
        anyBody,
        fc.boolean(),
        async (method, url, body, isAuthorised) => {
          const before = switches.calls.length
          const response = await ask({ method, url, body, isAuthorised })
          expect([200, 204, 400, 401, 404, 405]).toContain(response.status)
          if (response.status >= 400) errorSchema.parse(response.body)
          expect(JSON.stringify(response.body ?? {}).length).toBeLessThan(3000)
          if (response.status !== 204) expect(switches.calls.length).toBe(before)
        }
      )
    )
  })
})
