import { z } from "zod";

/**
 * The SDK makes its gRPC clients without deadlines, keepalive or bounds, from one object of options that is empty as
 * shipped (wechaty-puppet-service 1.19.9, config.js). What a gateway owes us is put there, once a process.
 */

/** How long a call may take, in ms; none for the stream of events. Files need longer, and a goodbye need not be heard. */
function patienceFor(path: string): number | null {
  const call = path.slice(path.lastIndexOf("/") + 1);
  if (call === "Event") return null;
  if (call === "Stop") return 3000;
  return /File|load$/.test(call) ? 120_000 : 20_000;
}

interface Call {
  methodDefinition: { path: string };
  callOptions: object;
}

function withDeadline<C extends Call>(call: C): C {
  const patience = patienceFor(call.methodDefinition.path);
  if (patience === null) return call;
  const deadline = performance.timeOrigin + performance.now() + patience;
  return { ...call, callOptions: { ...call.callOptions, deadline } };
}

const options = {
  callInvocationTransformer: withDeadline,
  "grpc.keepalive_time_ms": 20_000,
  "grpc.keepalive_timeout_ms": 10_000,
  "grpc.initial_reconnect_backoff_ms": 500,
  "grpc.max_reconnect_backoff_ms": 5000,
  // A connection ends with its client, and the next one begins without the waiting of the last.
  "grpc.use_local_subchannel_pool": 1,
  // Nobody but the gateway: no proxy of the environment, no questions to DNS beyond the address.
  "grpc.enable_http_proxy": 0,
  "grpc.service_config_disable_resolution": 1,
};

const Config = z.object({
  GRPC_OPTIONS: z.custom<object>((value) => typeof value === "object" && value !== null),
});

/** Sets the options. Rejects when the SDK is not installed, or another than we know. */
export async function boundCalls(): Promise<void> {
  const config = new URL("config.js", import.meta.resolve("wechaty-puppet-service"));
  Object.assign(Config.parse(await import(config.href)).GRPC_OPTIONS, options);
}
