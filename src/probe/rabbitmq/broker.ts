import { z } from 'zod'
import type { Section } from '../probe.ts'

/** What every question to a broker begins with: how to ask without failing, how to spell, and what the broker does. */
const beginning = `
Try = fun(Ask, Otherwise) -> try Ask() catch _:_ -> Otherwise end end,
Text = fun(Value) ->
  Printed = if is_binary(Value) -> Value; true -> io_lib:format("~0tp", [Value]) end,
  case unicode:characters_to_list(Printed) of
    Known when is_list(Known) -> unicode:characters_to_binary(lists:sublist(Known, 200));
    _ -> <<"?">>
  end
end,
Name = fun(Atom) when is_atom(Atom) -> atom_to_binary(Atom, utf8); (Other) -> Text(Other) end,
Names = fun(List) -> [Name(Item) || Item <- lists:usort(List)] end,
State = Try(fun() ->
  case {rabbit:is_running(), whereis(rabbit_outside_app_process)} of
    {true, _} -> running;
    {_, Process} when is_pid(Process) -> paused;
    _ -> case Try(fun() -> rabbit_boot_state:get() end, stopped) of
      stopped -> stopped;
      stopping -> stopped;
      _ -> booting
    end
  end
end, booting),
WhenReady = fun(Ask) -> case State of running -> Try(Ask, null); _ -> null end end,`

/** What is asked every few seconds. */
const vitals = `
  node => Name(node()),
  state => State,
  members => Try(fun() -> Names(rabbit_nodes:all()) end, Try(fun() -> Names(rabbit_nodes:list_members()) end, null)),
  running => WhenReady(fun() -> Names(Try(fun() -> rabbit_nodes:all_running() end, Try(fun() -> rabbit_nodes:list_running() end, null))) end),
  partitions => WhenReady(fun() -> Names(rabbit_node_monitor:partitions()) end),
  alarms => WhenReady(fun() -> [case Alarm of
      {{resource_limit, Resource, Where}, _} -> #{what => Name(Resource), node => Name(Where)};
      {What, _} -> #{what => Name(What), node => Name(node())}
    end || Alarm <- lists:sublist(rabbit_alarm:get_alarms(), 20)] end)`

/** Prints the answer in ASCII. */
const end = `
Answer = rabbit_json:encode(Facts),
io:put_chars(case re:run(Answer, "[^ -~]") of
  nomatch -> Answer;
  _ -> [if Char < 128 -> Char; Char < 65536 -> [92, io_lib:format("u~4.16.0b", [Char])]; true -> 63 end
    || Char <- unicode:characters_to_list(Answer)]
end).
`

/**
 * What a broker says of itself, asked in one Erlang expression: `erl_call` needs milliseconds for what `rabbitmqctl`
 * needs more than a second for, and answers while the broker waits, is paused or is stopped. Every part is asked on
 * its own, so that one that this version or state does not have leaves the others alone. Nothing asks another node,
 * which may be the one that hangs. Seen on RabbitMQ 3.10; where 4.x differs, both are named.
 *
 * `Url` is the `transport_url` of the services, as bytes: whether its users and passwords are accepted is asked here,
 * so that no password leaves the controller. A server without a user is asked for guest by the services, and so it counts
 * as one that is refused.
 */
const expression = `${beginning}
Setting = fun(Key) -> Try(fun() -> element(2, application:get_env(rabbit, Key)) end, null) end,
Get = fun(Key, List) -> proplists:get_value(Key, List, <<>>) end,
Queue = fun(Record) ->
  {resource, Vhost, queue, Queue} = amqqueue:get_name(Record),
  Kind = amqqueue:get_type(Record),
  Process = amqqueue:get_pid(Record),
  Home = if is_pid(Process) -> node(Process); is_tuple(Process) -> element(2, Process); true -> none end,
  Leader = if
    is_tuple(Process) ->
      case Try(fun() -> ra_leaderboard:lookup_leader(element(1, Process)) end, undefined) of
        {_, Current} -> Current;
        _ -> Home
      end;
    true -> Home
  end,
  Mirrors = Try(fun() -> [node(Mirror) || Mirror <- amqqueue:get_slave_pids(Record)] end, []),
  Synchronised = Try(fun() -> [node(Mirror) || Mirror <- amqqueue:get_sync_slave_pids(Record)] end, []),
  Members = Try(fun() -> maps:get(nodes, amqqueue:get_type_state(Record)) end, [Home | Mirrors]),
  #{vhost => Text(Vhost), name => Text(Queue), kind => Name(Kind), durable => amqqueue:is_durable(Record),
    exclusive => amqqueue:get_exclusive_owner(Record) =/= none, leader => Name(Leader), members => Names(Members),
    synchronised => Names(case Kind of rabbit_classic_queue -> [Home | Synchronised]; _ -> Members end)}
end,
Accepts = fun(Credentials) ->
  [User | Password] = binary:split(Credentials, <<":">>),
  Decode = fun(Part) -> unicode:characters_to_binary(uri_string:percent_decode(Part)) end,
  case rabbit_auth_backend_internal:user_login_authentication(Decode(User),
      [{password, Decode(iolist_to_binary(Password))}]) of
    {ok, _} -> true;
    _ -> false
  end
end,
Accepted = fun() ->
  [_, Behind] = binary:split(list_to_binary(Url), <<"://">>),
  [Servers | _] = binary:split(Behind, [<<"/">>, <<"?">>, <<"#">>]),
  Found = [string:split(Server, <<"@">>, trailing) || Server <- binary:split(Servers, <<",">>, [global]), Server =/= <<>>],
  Found =/= [] andalso lists:all(fun([Credentials, _]) -> Accepts(Credentials); (_) -> false end, lists:usort(Found))
end,
Queues = WhenReady(fun() -> rabbit_amqqueue:list() end),
Facts = #{${vitals},
  version => Try(fun() -> Text(list_to_binary(rabbit_misc:version())) end, null),
  erlang => list_to_binary(erlang:system_info(otp_release)),
  handling => case Setting(cluster_partition_handling) of
    null -> null;
    Handling when is_tuple(Handling) -> Name(element(1, Handling));
    Handling -> Name(Handling)
  end,
  ticktime => Try(fun() -> case net_kernel:get_net_ticktime() of {_, Seconds} -> Seconds; Seconds -> Seconds end end, null),
  policies => WhenReady(fun() -> [#{vhost => Text(Get(vhost, P)), name => Text(Get(name, P)),
      pattern => Text(Get(pattern, P)), to => Text(Get('apply-to', P)), priority => Get(priority, P),
      definition => rabbit_json:encode(maps:from_list(Get(definition, P)))}
    || P <- lists:sublist(rabbit_policy:list(), 50)] end),
  queues => case Queues of null -> null; _ -> [Found || Found <- [Try(fun() -> Queue(Record) end, null)
    || Record <- lists:sublist(Queues, 200)], Found =/= null] end,
  queueCount => case Queues of null -> null; _ -> length(Queues) end,
  users => WhenReady(fun() -> [#{name => Text(Get(user, U)), tags => [Name(Tag) || Tag <- Get(tags, U)]}
    || U <- lists:sublist(rabbit_auth_backend_internal:list_users(), 100)] end),
  permissions => WhenReady(fun() -> [#{user => Text(Get(user, P)), vhost => Text(Get(vhost, P)),
      configure => Text(Get(configure, P)), write => Text(Get(write, P)), read => Text(Get(read, P))}
    || P <- lists:sublist(rabbit_auth_backend_internal:list_permissions(), 200)] end),
  vhosts => WhenReady(fun() -> [Text(Vhost) || Vhost <- lists:sublist(rabbit_vhost:list_names(), 50)] end),
  loopback => Try(fun() -> [Text(User) || User <- Setting(loopback_users)] end, null),
  accepted => WhenReady(Accepted)
},${end}`

/** The services' configuration, where a learner tells them about the brokers. */
export const serviceConfiguration = '/etc/nova/nova.conf'

/** The port of Erlang's distribution: between nodes, and for tools. */
export const distributionPort = 25672

/** Shell text: a function that calls the broker at an address. What stands in the expression for `$2` is filled in. */
const callBroker = (seconds: { readonly atMost: number; readonly grace: number }, expression: string): string =>
  `ask() {
  timeout -k ${seconds.grace} ${seconds.atMost} erl_call -address "$1:${distributionPort}" -timeout 2 -fetch_stdout -no_result_term -e <<EXPRESSION
${expression}EXPRESSION
}`

/** Shell text: calls the broker where it listens, which may be one address only, or none at all. */
const callWhereItListens = (argument: string): string => `ask 127.0.0.1 ${argument}
  code=$?
  [ $code = 1 ] || exit $code
  address=$(ss -Hltn 'sport = :${distributionPort}' | { read -r state received sent socket rest && echo "\${socket%:*}"; })
  case $address in
    '') echo 'nothing listens on port ${distributionPort}'; exit 1 ;;
    0.0.0.0|'*'|'[::]'|127.*) exit 1 ;;
  esac
  ask "$address" ${argument}`

const urlBytes = `"\${bytes:-,}"`

/**
 * Asks the broker of this controller. erl_call reads the cookie from the broker's home itself: neither the cookie nor
 * a password stands in a command line, where everybody could read it. The port is used directly: a broker under a
 * wrong name, or one that epmd has forgotten, answers too.
 */
export const askBroker = `
url() {
  [ -f ${serviceConfiguration} ] && awk 'NR > 5000 { exit }
    { gsub(/\\r/, "") }
    /^[ \\t]/ { sub(/^[ \\t]+/, ""); if (open) url = url $0; next }
    { open = 0 }
    /^\\[/ { inside = /^\\[DEFAULT\\][ \\t]*$/ }
    inside && /^transport_url[ \\t]*[=:]/ { sub(/^[^=:]*[=:][ \\t]*/, ""); url = $0; open = 1 }
    END {
      sub(/[ \\t]+$/, "", url)
      if (url ~ /^".*"$/ || url ~ /^\\047.*\\047$/) url = substr(url, 2, length(url) - 2)
      printf "%s/", url
    }' ${serviceConfiguration} | od -An -N 2000 -v -tu1 | tr -s ' \\n' ','
}
${callBroker({ atMost: 3, grace: 1 }, `Url = [0$2 0],${expression}`)}
export HOME=/var/lib/rabbitmq
if command -v erl_call >/dev/null; then
  bytes=$(url)
  ${callWhereItListens(urlBytes)}
else
  # Its command line can be read by everybody: passwords are not asked about in this way.
  timeout -k 1 4 rabbitmqctl --quiet eval "$(cat <<EXPRESSION
Url = [0],${expression}EXPRESSION
)" | head -n 1
fi`

/** Asks only what changes when brokers come and go, and only where that costs milliseconds. */
export const askBrokerVitals = (seconds: { readonly atMost: number; readonly grace: number }): string => `
${callBroker(seconds, `${beginning}\nFacts = #{${vitals}},${end}`)}
export HOME=/var/lib/rabbitmq
  ${callWhereItListens('')}`

/** Names of nodes, as `rabbit@controller1`. */
const nodes = z.array(z.string().max(200)).max(20)
const texts = z.array(z.string()).max(200)

const queue = z.object({
  vhost: z.string(),
  name: z.string(),
  kind: z.string(),
  durable: z.boolean(),
  exclusive: z.boolean(),
  leader: z.string(),
  members: nodes,
  synchronised: nodes
})
export type Queue = z.infer<typeof queue>

const policy = z.object({
  vhost: z.string(),
  name: z.string(),
  pattern: z.string(),
  to: z.string(),
  priority: z.number(),
  definition: z.string()
})
export type Policy = z.infer<typeof policy>

/** What this version of RabbitMQ, or this state of the broker, may not have. */
const perhaps = <T extends z.ZodType>(schema: T) => schema.nullable().transform((value) => value ?? undefined)

const broker = z.object({
  node: z.string().max(200),
  state: z.enum(['running', 'booting', 'paused', 'stopped']),
  version: perhaps(z.string()),
  erlang: z.string(),
  members: perhaps(nodes),
  running: perhaps(nodes),
  partitions: perhaps(nodes),
  handling: perhaps(z.string()),
  ticktime: perhaps(z.number()),
  alarms: perhaps(z.array(z.object({ what: z.string(), node: z.string() }))),
  policies: perhaps(z.array(policy)),
  queues: perhaps(z.array(queue)),
  queueCount: perhaps(z.number()),
  users: perhaps(z.array(z.object({ name: z.string(), tags: texts }))),
  permissions: perhaps(
    z.array(
      z.object({ user: z.string(), vhost: z.string(), configure: z.string(), write: z.string(), read: z.string() })
    )
  ),
  vhosts: perhaps(texts),
  loopback: perhaps(texts),
  accepted: perhaps(z.boolean())
})
export type Broker = z.infer<typeof broker>

/** What came of asking a broker. */
export type BrokerAnswer<T = Broker> =
  | { readonly kind: 'answer'; readonly broker: T }
  /** It takes connections, and answers nothing in time. */
  | { readonly kind: 'hung' }
  /** Something listens where a broker does, and takes no tool with this cookie. */
  | { readonly kind: 'rejected' }
  | { readonly kind: 'down' }

/** What `timeout` and `erl_call` end with when the time is up. */
const timedOut = [124, 137, 142]

const readAnswer = <T>({ output, exitCode }: Section, schema: z.ZodType<T>): BrokerAnswer<T> | undefined => {
  if (timedOut.includes(exitCode)) return { kind: 'hung' }
  if (exitCode === 0) {
    const read = schema.safeParse(parseJson(output.trim()))
    return read.success ? { kind: 'answer', broker: read.data } : undefined
  }
  if (/nothing listens on port/.test(output)) return { kind: 'down' }
  return /failed to connect to node|Authentication failed|can't (?:open cookie|create C node)/.test(output)
    ? { kind: 'rejected' }
    : undefined
}

/** Undefined where the answer is not understood. */
export const readBroker = (section: Section): BrokerAnswer | undefined => readAnswer(section, broker)

const vitalsOfBroker = broker.pick({
  node: true,
  state: true,
  members: true,
  running: true,
  partitions: true,
  alarms: true
})

/** The same of what `askBrokerVitals` printed. */
export const readBrokerVitals = (section: Section): BrokerAnswer<z.infer<typeof vitalsOfBroker>> | undefined =>
  readAnswer(section, vitalsOfBroker)

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
