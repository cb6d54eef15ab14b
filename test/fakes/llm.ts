import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { z } from "zod";

/**
 * An OpenAI-compatible endpoint in the small: POST /v1/chat/completions, streamed or not, GET /v1/models. It answers
 * with what the test wrote down, in the form it was asked for, and can do less or behave badly as real ones do.
 */

export type Ability = "json_schema" | "json_object" | "tool" | "stream" | "temperature";

/**
 * What one request gets. A string is said as it stands, any other object is said as JSON, unless it is a misbehaviour:
 * `half` breaks off within the text, `stalls` says it and falls silent, `notJson` is the whole body of a 200, `huge` says so many letters, `raw` is the
 * body as JSON, `json` says JSON that would look like a misbehaviour.
 */
export type Entry =
  | string
  | { json: unknown }
  | { status: number; retryAfter?: number | string; retryAfterMs?: number; message?: string }
  | { silent: true }
  | { reset: true }
  | { half: string }
  | { stalls: string }
  | { notJson: string }
  | { huge: number }
  | { redirect: string }
  | { raw: unknown }
  | { said: string; finish: string }
  | Readonly<Record<string, unknown>>;

export interface Received {
  path: string;
  /** As it came, for canaries. */
  text: string;
  body: Asked;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

const Asked = z.looseObject({
  model: z.string(),
  stream: z.boolean().default(false),
  temperature: z.number().optional(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  response_format: z.looseObject({ type: z.string() }).optional(),
  tools: z.array(z.looseObject({ function: z.looseObject({ name: z.string() }) })).optional(),
});
export type Asked = z.infer<typeof Asked>;

export class FakeLlm {
  readonly requests: Received[] = [];
  /** What it can; a request beyond gets 400. All by default. */
  can: ReadonlySet<Ability> = new Set(["json_schema", "json_object", "tool", "stream", "temperature"]);
  readonly url: string;
  readonly #server: Server;
  #script: Entry[] = [];
  #otherwise: (asked: Asked) => Entry = () => ({ status: 500 });

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.url = `http://127.0.0.1:${String(port)}/v1`;
  }

  static async open(): Promise<FakeLlm> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const fake = new FakeLlm(server, address.port);
    server.on("request", (request, response) => void fake.#hear(request, response));
    return fake;
  }

  /** The next requests get these, one each, in order. */
  answers(...script: Entry[]): void {
    this.#script.push(...script);
  }

  /** What requests get when nothing is written down for them; 500 by default. */
  otherwise(answer: (asked: Asked) => Entry): void {
    this.#otherwise = answer;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    if (request.method === "GET" && path === "/v1/models") {
      send(response, 200, { object: "list", data: [{ id: "fake", object: "model" }] });
      return;
    }
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
    if (request.method !== "POST" || path !== "/v1/chat/completions") {
      send(response, 404, { error: { message: "no such path" } });
      return;
    }
    const body = Asked.parse(JSON.parse(text));
    this.requests.push({ path, text, body, headers: request.headers });
    const beyond = this.#beyond(body);
    if (beyond !== null) send(response, 400, { error: { message: `${beyond} is not supported` } });
    else answer(response, body, this.#script.shift() ?? this.#otherwise(body));
  }

  #beyond({ response_format, tools, stream, temperature }: Asked): Ability | null {
    const asked: [boolean, Ability][] = [
      [response_format?.type === "json_schema", "json_schema"],
      [response_format?.type === "json_object", "json_object"],
      [tools !== undefined, "tool"],
      [stream, "stream"],
      [temperature !== undefined, "temperature"],
    ];
    return asked.find(([needed, ability]) => needed && !this.can.has(ability))?.[1] ?? null;
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

function answer(response: ServerResponse, asked: Asked, entry: Entry): void {
  if (typeof entry === "string") say(response, asked, entry, "stop");
  else if ("status" in entry && typeof entry.status === "number") fail(response, entry);
  else if ("silent" in entry) response.on("error", () => undefined);
  else if ("reset" in entry) response.socket?.resetAndDestroy();
  else if ("half" in entry && typeof entry.half === "string")
    half(response, asked, entry.half, () => response.socket?.destroy());
  else if ("stalls" in entry) half(response, asked, String(entry.stalls), () => undefined);
  else if ("notJson" in entry && typeof entry.notJson === "string") send(response, 200, entry.notJson);
  else if ("huge" in entry && typeof entry.huge === "number")
    say(response, asked, "长".repeat(entry.huge), "stop"); // prettier-ignore
  else if ("redirect" in entry) send(response, 307, {}, { location: String(entry.redirect) });
  else if ("raw" in entry) send(response, 200, entry.raw);
  else if ("said" in entry) say(response, asked, String(entry.said), String(entry["finish"]));
  else say(response, asked, JSON.stringify("json" in entry ? entry.json : entry), "stop");
}

const Failure = z.object({
  status: z.number(),
  retryAfter: z.union([z.number(), z.string()]).optional(),
  retryAfterMs: z.number().optional(),
  message: z.string().default("failed"),
});

function fail(response: ServerResponse, entry: unknown): void {
  const { status, retryAfter, retryAfterMs, message } = Failure.parse(entry);
  const headers = {
    ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
    ...(retryAfterMs === undefined ? {} : { "retry-after-ms": String(retryAfterMs) }),
  };
  send(response, status, { error: { message } }, headers);
}

const event = (choice: unknown): string =>
  `data: ${JSON.stringify({ id: "c1", object: "chat.completion.chunk", choices: [choice] })}\n\n`;

/** As a tool call where one was asked for, in pieces where it is streamed. */
function say(response: ServerResponse, asked: Asked, text: string, finish: string): void {
  if (asked.stream) {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const piece of pieces(text)) response.write(event({ index: 0, delta: { content: piece }, finish_reason: null })); // prettier-ignore
    response.write(event({ index: 0, delta: {}, finish_reason: finish }));
    response.end("data: [DONE]\n\n");
    return;
  }
  const call = { id: "t1", type: "function", function: { name: asked.tools?.[0]?.function.name, arguments: text } }; // prettier-ignore
  const message = asked.tools === undefined ? { role: "assistant", content: text } : { role: "assistant", content: null, tool_calls: [call] }; // prettier-ignore
  send(response, 200, {
    id: "c1",
    object: "chat.completion",
    model: asked.model,
    choices: [{ index: 0, message, finish_reason: asked.tools === undefined ? finish : "tool_calls" }],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  });
}

/** Begins to answer, and then something else. */
function half(response: ServerResponse, asked: Asked, text: string, then: () => void): void {
  response.writeHead(200, { "content-type": asked.stream ? "text/event-stream" : "application/json" });
  response.write(
    asked.stream
      ? pieces(text).map((piece) => event({ index: 0, delta: { content: piece }, finish_reason: null })).join("") // prettier-ignore
      : `{"choices":[{"message":{"content":"${text}`,
    then,
  );
}

/** Seven letters at a time, few for a long text. */
function pieces(text: string): string[] {
  const size = Math.max(7, Math.ceil(text.length / 200));
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) => text.slice(index * size, (index + 1) * size)); // prettier-ignore
}
