import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import { WebSocketServer, type WebSocket } from "ws";
import { z } from "zod";
import { control, data, decode, encode, framesOf } from "./frames.ts";

/** The side of the platform in a long connection: frames out, acknowledgements in. */

const Payload = z.object({ code: z.number(), data: z.string().optional() });
type Payload = z.infer<typeof Payload>;

/** How a delivery ended. `code`: 200 taken, 500 the handler failed, null no answer in time. */
export interface Acknowledged {
  code: number | null;
  data: unknown;
  ms: number;
}

export interface Config {
  /** In seconds. */
  pingInterval: number;
  reconnectInterval: number;
  /** Events over this many bytes come in pieces. */
  pieceBytes: number;
}

export class Connections {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #config: Config;
  readonly #tickets = new Set<string>();
  readonly #live = new Set<WebSocket>();
  readonly #waiting = new Map<string, { socket: WebSocket; settle: (payload: Payload | null) => void }>();
  /** How many connections were ever opened, and how many strangers were turned away. */
  opened = 0;
  turnedAway = 0;
  pings = 0;
  /** Whether new connections are refused. */
  down = false;

  constructor(http: Server, config: Config) {
    this.#config = config;
    http.on("upgrade", (request, socket, head) => {
      const url = new URL(request.url ?? "/", "http://127.0.0.1");
      // A ticket opens one connection, and is given for the secret only.
      const known = url.pathname === "/ws" && this.#tickets.delete(url.searchParams.get("ticket") ?? "");
      if (!known || this.down) {
        if (!known) this.turnedAway += 1;
        socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
        return;
      }
      this.#server.handleUpgrade(request, socket, head, (ws) => this.#take(ws));
    });
  }

  get count(): number {
    return this.#live.size;
  }

  /** What the platform says of its clients' manners. */
  get clientConfig(): Record<string, number> {
    const { pingInterval, reconnectInterval } = this.#config;
    return {
      PingInterval: pingInterval,
      ReconnectCount: -1,
      ReconnectInterval: reconnectInterval,
      ReconnectNonce: 0,
    };
  }

  urlAt(port: number): string {
    const ticket = randomUUID();
    this.#tickets.add(ticket);
    return `ws://127.0.0.1:${port}/ws?device_id=1&service_id=33554678&ticket=${ticket}`;
  }

  drop(): void {
    for (const socket of this.#live) socket.terminate();
  }

  /** The sockets stay open, and nothing goes through them any more. */
  silence(): void {
    for (const socket of this.#live) {
      socket.removeAllListeners("message");
      this.#live.delete(socket);
    }
  }

  async deliver(event: unknown, ms: number): Promise<Acknowledged> {
    const begun = performance.now();
    const socket = [...this.#live].at(-1);
    const id = randomUUID();
    if (socket === undefined) return { code: null, data: undefined, ms: 0 };
    const answered = new Promise<Payload | null>((settle) => this.#waiting.set(id, { socket, settle }));
    const timer = setTimeout(() => this.#waiting.get(id)?.settle(null), ms);
    for (const frame of framesOf(id, event, this.#config.pieceBytes)) socket.send(frame);
    const payload = await answered;
    clearTimeout(timer);
    this.#waiting.delete(id);
    const told =
      payload?.data === undefined ? undefined : Buffer.from(payload.data, "base64").toString("utf8");
    return {
      code: payload?.code ?? null,
      data: told === undefined ? undefined : JSON.parse(told),
      ms: performance.now() - begun,
    };
  }

  /** Bytes as they are, for what is no frame or no event. */
  send(bytes: Uint8Array): void {
    for (const socket of this.#live) socket.send(bytes);
  }

  close(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }

  #take(socket: WebSocket): void {
    this.opened += 1;
    this.#live.add(socket);
    socket.on("close", () => {
      this.#live.delete(socket);
      for (const one of this.#waiting.values()) if (one.socket === socket) one.settle(null);
    });
    socket.on("error", () => socket.terminate());
    socket.on("message", (bytes: Buffer) => {
      const frame = decode(bytes);
      if (frame.method === control) {
        this.pings += 1;
        socket.send(this.#pong());
      }
      if (frame.method !== data) return;
      const payload = Payload.parse(JSON.parse(Buffer.from(frame.payload).toString("utf8")));
      this.#waiting.get(frame.headers["message_id"] ?? "")?.settle(payload);
    });
  }

  #pong(): Uint8Array {
    const payload = new TextEncoder().encode(JSON.stringify(this.clientConfig));
    return encode({ method: control, headers: { type: "pong" }, payload });
  }
}
