import { z } from 'zod'
import { isNodeName, type NodeName, nodeNames } from '../topology.ts'
import { type Power, type PowerOutcome, type ResetType, resetTypes } from './power.ts'

/** A request to the BMC; whoever sent it has been identified, or not, and its body is bounded. */
export interface RedfishRequest {
  readonly method: string
  /** As it was sent, query included. */
  readonly url: string
  readonly body: string
  /** Whether name and password were right. */
  readonly isAuthorised: boolean
  /** Who asks, for the fencing history. */
  readonly by: string
}

export interface RedfishResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: object
}

/** Seconds after which it is worth asking again. */
const retryAfter = 5

interface RegistryMessage {
  readonly status: number
  readonly severity: 'Warning' | 'Critical'
  /** As the registry words it: machines and their operators compare it with other hardware. `%1` stands for an argument. */
  readonly text: string
  readonly resolution: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Messages of DMTF's registry Base 1.13, with the status that each comes with. */
const registry = {
  InvalidURI: {
    status: 404,
    severity: 'Critical',
    text: 'The URI %1 was not found.',
    resolution: 'Provide a valid URI and resubmit the request.'
  },
  GeneralError: {
    status: 405,
    severity: 'Critical',
    text: 'A general error has occurred.  See Resolution for information on how to resolve the error, or @Message.ExtendedInfo if Resolution is not provided.',
    resolution: 'Use a method that the header Allow names.'
  },
  NoValidSession: {
    status: 401,
    severity: 'Critical',
    text: 'There is no valid session established with the implementation.',
    resolution: 'Establish a session before attempting any operations.',
    headers: { 'WWW-Authenticate': 'Basic realm="BMC"' }
  },
  MalformedJSON: {
    status: 400,
    severity: 'Critical',
    text: 'The request body submitted was malformed JSON and could not be parsed by the receiving service.',
    resolution: 'Ensure that the request body is valid JSON and resubmit the request.'
  },
  UnrecognizedRequestBody: {
    status: 400,
    severity: 'Warning',
    text: 'The service detected a malformed request body that it was unable to interpret.',
    resolution: 'Correct the request body and resubmit the request if it failed.'
  },
  PayloadTooLarge: {
    status: 413,
    severity: 'Critical',
    text: 'The supplied payload exceeds the maximum size supported by the service.',
    resolution: 'Check that the supplied payload is correct and supported by this service.'
  },
  ActionParameterMissing: {
    status: 400,
    severity: 'Critical',
    text: 'The action %1 requires the parameter %2 to be present in the request body.',
    resolution: 'Supply the action with the required parameter in the request body when the request is resubmitted.'
  },
  ActionParameterUnknown: {
    status: 400,
    severity: 'Warning',
    text: 'The action %1 was submitted with the invalid parameter %2.',
    resolution: 'Correct the invalid action parameter and resubmit the request if the operation failed.'
  },
  ActionParameterValueNotInList: {
    status: 400,
    severity: 'Warning',
    text: "The value '%1' for the parameter %2 in the action %3 is not in the list of acceptable values.",
    resolution:
      'Choose a value from the enumeration list that the implementation can support and resubmit the request if the operation failed.'
  },
  ResourceInUse: {
    status: 409,
    severity: 'Warning',
    text: 'The change to the requested resource failed because the resource is in use or in transition.',
    resolution: 'Remove the condition and resubmit the request if the operation failed.'
  },
  ServiceTemporarilyUnavailable: {
    status: 503,
    severity: 'Critical',
    text: 'The service is temporarily unavailable.  Retry in %1 seconds.',
    resolution: 'Wait for the indicated retry duration and retry the operation.',
    headers: { 'Retry-After': String(retryAfter) }
  },
  InternalError: {
    status: 500,
    severity: 'Critical',
    text: 'The request failed due to an internal service error.  The service is still operational.',
    resolution: 'Resubmit the request.  If the problem persists, consider resetting the service.'
  }
} as const satisfies Record<string, RegistryMessage>

type MessageKey = keyof typeof registry

/** What comes from the request is repeated only so far. */
const longestArgument = 200

/** An error as Redfish has it: DSP0266, «Error responses». */
export const redfishError = (key: MessageKey, ...given: readonly string[]): RedfishResponse => {
  const { status, severity, text, resolution, headers }: RegistryMessage = registry[key]
  const args = given.map((argument) => argument.slice(0, longestArgument))
  const message = text.replace(/%(\d)/g, (_, index) => args[Number(index) - 1] ?? '')
  const code = `Base.1.13.${key}`
  const info = {
    '@odata.type': '#Message.v1_1_1.Message',
    MessageId: code,
    Message: message,
    MessageArgs: args,
    Severity: severity,
    MessageSeverity: severity,
    Resolution: resolution
  }
  return {
    status,
    ...(headers === undefined ? {} : { headers }),
    body: { error: { code, message, '@Message.ExtendedInfo': [info] } }
  }
}

const root = '/redfish/v1'
const systems = `${root}/Systems`
const resetAction = 'ComputerSystem.Reset'

const serviceRoot = {
  '@odata.id': `${root}/`,
  '@odata.type': '#ServiceRoot.v1_5_0.ServiceRoot',
  Id: 'RootService',
  Name: 'Root Service',
  RedfishVersion: '1.6.0',
  Systems: { '@odata.id': systems }
}

const collection = {
  '@odata.id': systems,
  '@odata.type': '#ComputerSystemCollection.ComputerSystemCollection',
  Name: 'Computer System Collection',
  'Members@odata.count': nodeNames.length,
  Members: nodeNames.map((name) => ({ '@odata.id': `${systems}/${name}` }))
}

const computerSystem = async (node: NodeName, power: Power): Promise<object> => {
  const state = await power.stateOf(node)
  const path = `${systems}/${node}`
  return {
    '@odata.id': path,
    '@odata.type': '#ComputerSystem.v1_10_0.ComputerSystem',
    Id: node,
    Name: node,
    HostName: node,
    SystemType: 'Virtual',
    PowerState: state,
    Status: { State: state === 'On' ? 'Enabled' : 'Disabled', Health: 'OK' },
    Actions: {
      [`#${resetAction}`]: {
        target: `${path}/Actions/${resetAction}`,
        'ResetType@Redfish.AllowableValues': resetTypes
      }
    }
  }
}

const isResetType = (text: string): text is ResetType => (resetTypes as readonly string[]).includes(text)

/** What an action is asked with: an object, in which only `ResetType` may be. */
const parametersSchema = z.record(z.string(), z.unknown())

const parseReset = (body: string): { readonly type: ResetType } | { readonly error: RedfishResponse } => {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return { error: redfishError('MalformedJSON') }
  }
  const parameters = parametersSchema.safeParse(parsed)
  if (!parameters.success) return { error: redfishError('UnrecognizedRequestBody') }
  const unknown = Object.keys(parameters.data).find((name) => name !== 'ResetType')
  if (unknown !== undefined) return { error: redfishError('ActionParameterUnknown', resetAction, unknown) }
  const type = parameters.data['ResetType']
  if (type === undefined) return { error: redfishError('ActionParameterMissing', resetAction, 'ResetType') }
  if (typeof type === 'string' && isResetType(type)) return { type }
  const value = typeof type === 'string' ? type : JSON.stringify(type)
  return { error: redfishError('ActionParameterValueNotInList', value, 'ResetType', resetAction) }
}

const answerOf = {
  done: () => ({ status: 204 }),
  refused: () => redfishError('ServiceTemporarilyUnavailable', String(retryAfter)),
  busy: () => redfishError('ResourceInUse'),
  failed: () => redfishError('InternalError')
} as const satisfies Record<PowerOutcome, () => RedfishResponse>

/** What the system in the machine does itself takes as long as it takes: like a key that is pressed, it is only sent. */
const isGraceful = (type: ResetType): boolean => type === 'GracefulShutdown' || type === 'GracefulRestart'

const reset = async (node: NodeName, { body, by }: RedfishRequest, power: Power): Promise<RedfishResponse> => {
  const asked = parseReset(body)
  if ('error' in asked) return asked.error
  const outcome = power.reset(node, asked.type, by)
  if (!isGraceful(asked.type)) return answerOf[await outcome]()
  // A refusal comes at once, and is told; what else becomes of it is in the history.
  const soon = new Promise<PowerOutcome>((resolve) => setTimeout(resolve, 250, 'done'))
  return answerOf[await Promise.race([outcome, soon])]()
}

/** A resource by its path: who may see it, and what can be done with it. */
interface Resource {
  readonly isOpen: boolean
  readonly methods: Readonly<Partial<Record<'GET' | 'POST', () => Promise<RedfishResponse>>>>
}

const readable = (isOpen: boolean, read: () => Promise<object>): Resource => ({
  isOpen,
  methods: { GET: async () => ({ status: 200, body: await read() }) }
})

const resourceAt = (path: string, request: RedfishRequest, power: Power): Resource | undefined => {
  // DSP0266 requires these two to be readable by anybody.
  if (path === '/redfish') return readable(true, async () => ({ v1: `${root}/` }))
  if (path === root) return readable(true, async () => serviceRoot)
  if (path === systems) return readable(false, async () => collection)
  const [node = '', ...rest] = path.startsWith(`${systems}/`) ? path.slice(systems.length + 1).split('/') : []
  if (!isNodeName(node)) return undefined
  if (rest.length === 0) return readable(false, () => computerSystem(node, power))
  if (rest.join('/') !== `Actions/${resetAction}`) return undefined
  return { isOpen: false, methods: { POST: () => reset(node, request, power) } }
}

/** Answers one request. Never throws: what the engine cannot say is a service that is not available. */
export const answerRedfish = async (request: RedfishRequest, power: Power): Promise<RedfishResponse> => {
  const path = (request.url.split('?')[0] ?? '').replace(/(?<=.)\/$/, '')
  const resource = resourceAt(path, request, power)
  // Whoever is not known is not told what there is.
  if (!request.isAuthorised && resource?.isOpen !== true) return redfishError('NoValidSession')
  if (resource === undefined) return redfishError('InvalidURI', path)
  const asked = request.method === 'HEAD' ? 'GET' : request.method
  const method = asked === 'GET' || asked === 'POST' ? resource.methods[asked] : undefined
  if (method === undefined) {
    const allowed = 'GET' in resource.methods ? 'GET, HEAD' : 'POST'
    return { ...redfishError('GeneralError'), headers: { Allow: allowed } }
  }
  try {
    return await method()
  } catch {
    // The state of the power is not known: anything but «Off».
    return redfishError('ServiceTemporarilyUnavailable', String(retryAfter))
  }
}
