import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Log } from "../../log.ts";
import { drained } from "../bounded.ts";
import { fault } from "./faults.ts";
import { Doubtful, type Seal, type Stamp } from "./seal.ts";
import { inboundOf, type Heard } from "./inbound.ts";
import { fieldsOf, Unreadable } from "./xml.ts";

/** Where WeCom delivers to, behind the reverse proxy of the unit. */
export const callbackPath = "/wecom-app";

/** A message of 2048 bytes has about 5 KB sealed. */
const longestBody = 64 * 1024;
/** What every answer carries: no page is here, and nothing of an answer is to be shown, kept or guessed at. */
const headers = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Content-Type": "text/plain; charset=utf-8",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
} as const;
/** WeCom waits 5 s for an answer. */
const patienceMs = 5000;

export interface Callbacks {
  host: string;
  /** 0: any free one. */
  port: number;
  agent: string;
  seal: Seal;
  log: Log;
  /** What came sealed for us. Resolves when it may be acknowledged. */
  take: (heard: Heard) => Promise<void>;
}

/** A refused request: its status is all that the other side is told. */
class Refused extends Error {
  readonly status: number;

  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
  }
}

/** Listens for callbacks. Rejects with a ChannelError when it cannot listen there. */
export async function listen(callbacks: Callbacks): Promise<{ port: number; close: () => Promise<void> }> {
  const limits = {
    requestTimeout: patienceMs,
    headersTimeout: patienceMs,
    connectionsCheckingInterval: 1000,
  };
  const server = createServer({ ...limits, maxHeaderSize: 16 * 1024 }, (request, response) => {
    void answer(callbacks, request, response);
  });
  server.maxConnections = 512;
  await bind(server, callbacks);
  server.on("error", () => callbacks.log.error("wecom-app-callback-server-failed"));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : callbacks.port;
  return { port, close: () => end(server) };
}

async function bind(server: Server, { host, port }: Callbacks): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject).listen(port, host, resolve);
  try {
    await promise;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    const says =
      code === "EADDRINUSE"
        ? `接收消息的端口${port}已经被别的程序占用，请换一个。`
        : `接收消息的地址打不开，请核对端口${port}和主机。`;
    throw fault("invalid", says, code);
  }
}

async function end(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  await promise;
}

async function answer(
  callbacks: Callbacks,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const words = await handle(callbacks, request);
    response.writeHead(200, headers).end(words);
  } catch (error) {
    const status = error instanceof Refused ? error.status : 500;
    const reason = error instanceof Refused ? error.message : "not-stored";
    callbacks.log.warn("wecom-app-callback-refused", { status, reason });
    if (response.writableEnded || response.destroyed) return;
    // Whatever is still to come of the body is not read.
    response.writeHead(status, { ...headers, Connection: "close" }).end(() => request.destroy());
  }
}

/** What is answered to a right request. */
async function handle({ agent, seal, take }: Callbacks, request: IncomingMessage): Promise<string> {
  const url = URL.parse(request.url ?? "", "http://callback");
  if (url?.pathname !== callbackPath) throw new Refused(404, "elsewhere");
  const said = (name: string): string => url.searchParams.get(name) ?? "";
  const stamp = { signature: said("msg_signature"), timestamp: said("timestamp"), nonce: said("nonce") };
  if (request.method === "GET") return opened(seal, said("echostr"), stamp);
  if (request.method !== "POST") throw new Refused(405, "method");
  const body = await bodyOf(request);
  const sealed = readable(() => fieldsOf(body)).get("Encrypt") ?? "";
  const words = opened(seal, sealed, stamp);
  await take(readable(() => inboundOf(fieldsOf(words), agent)));
  return "";
}

function opened(seal: Seal, sealed: string, stamp: Stamp): string {
  try {
    return seal.open(sealed, stamp);
  } catch (error) {
    if (error instanceof Doubtful) throw new Refused(error.doubt === "unsigned" ? 400 : 403, error.doubt);
    throw error;
  }
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) throw new Refused(400, "unreadable");
    throw error;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  // What was read in part can still be answered.
  const body = await drained(request.iterator({ destroyOnReturn: false }), longestBody).catch(() => {
    throw new Refused(400, "cut-off");
  });
  if (body === null) throw new Refused(413, "too-large");
  return body.toString("utf8");
}
