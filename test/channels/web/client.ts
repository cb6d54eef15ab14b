import { randomUUID } from "node:crypto";
import { z } from "zod";
import { Card } from "../../../src/channels/channel.ts";
import type { Shown } from "../../contracts/rig.ts";

/** What a browser does with the web channel, without the page: posts, and events read from a stream. */

const Line = z.object({
  key: z.string(),
  at: z.number(),
  said: z.string().optional(),
  sent: z
    .discriminatedUnion("type", [
      z.object({ type: z.literal("text"), text: z.string() }),
      z.object({ type: z.literal("card"), card: Card }),
      z.object({ type: z.literal("file"), name: z.string(), size: z.number() }),
    ])
    .optional(),
});
type Line = z.infer<typeof Line>;

export const conversation = { kind: "direct", id: "local" } as const;

export class Client {
  readonly lines = new Map<string, Line & { bytes?: Uint8Array }>();
  readonly base: string;
  readonly token: string;
  progress = "";
  ready = 0;
  mark = "";
  #connection = new AbortController();
  /** One after another, as the page sends them. */
  #before: Promise<unknown> = Promise.resolve();

  constructor(link: string) {
    const { origin, hash } = new URL(link);
    this.base = origin;
    this.token = hash.slice(1);
  }

  request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has("authorization")) headers.set("authorization", `Bearer ${this.token}`);
    return fetch(this.base + path, { ...init, headers });
  }

  json(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.request(path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  }

  /** Says something; `id` as the page would make it. */
  say(
    text: string,
    { id = randomUUID(), file }: { id?: string; file?: { name: string; bytes: Uint8Array } } = {},
  ): Promise<Response> {
    const form = new FormData();
    if (file !== undefined) {
      form.append("id", id);
      form.append("text", text);
      form.append("file", new Blob([Uint8Array.from(file.bytes)]), file.name);
    }
    const saying = this.#before.then(() =>
      file === undefined
        ? this.json("/messages", { id, text })
        : this.request("/messages", { method: "POST", body: form }),
    );
    this.#before = saying.catch(() => undefined);
    return saying;
  }

  /** Listens until it is left; goes on after `mark`. */
  async listen(): Promise<void> {
    this.#connection = new AbortController();
    const { signal } = this.#connection;
    try {
      const headers: Record<string, string> = this.mark === "" ? {} : { "last-event-id": this.mark };
      const { body } = await this.request("/events", { headers, signal });
      let rest = "";
      const decoder = new TextDecoder();
      for await (const chunk of body ?? []) {
        const blocks = (rest + decoder.decode(z.instanceof(Uint8Array).parse(chunk), { stream: true })).split(
          "\n\n",
        );
        rest = blocks.pop() ?? "";
        for (const block of blocks) await this.#take(block);
      }
    } catch (error) {
      // The server ended, or the page left: both are the end of a connection.
      if (!(error instanceof TypeError) && !signal.aborted) throw error;
    }
  }

  leave(): void {
    this.#connection.abort();
  }

  async download(key: string): Promise<{ bytes: Uint8Array; response: Response }> {
    const response = await this.request(`/files/${encodeURIComponent(key)}`);
    return { bytes: new Uint8Array(await response.arrayBuffer()), response };
  }

  /** The lines as somebody sees them. */
  get shown(): Shown[] {
    const lines = [...this.lines.values()].flatMap((line) => shownOf(line));
    return this.progress === "" ? lines : [...lines, { conversation, type: "text", text: this.progress }];
  }

  async #take(block: string): Promise<void> {
    const field = (name: string): string => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? "";
    const event = field("event");
    if (event === "ready") this.ready += 1;
    if (event === "progress")
      this.progress = z.object({ text: z.string() }).parse(JSON.parse(field("data"))).text;
    if (event !== "line") return;
    const line = Line.parse(JSON.parse(field("data")));
    const file = line.sent?.type === "file" ? { bytes: (await this.download(line.key)).bytes } : {};
    this.mark = field("id");
    if (line.sent !== undefined) this.progress = "";
    this.lines.set(line.key, { ...line, ...file });
  }
}

function shownOf({ sent, bytes }: Line & { bytes?: Uint8Array }): Shown[] {
  if (sent === undefined) return [];
  switch (sent.type) {
    case "text":
      return [{ conversation, type: "text", text: sent.text }];
    case "file":
      return [{ conversation, type: "file", name: sent.name, bytes: bytes ?? new Uint8Array() }];
    case "card": {
      const { id, text, choices = [], fields = [], table } = sent.card;
      const cells = table === undefined ? [] : [table.columns, ...table.rows].map((row) => row.join(" | "));
      return [
        {
          conversation,
          type: "card",
          id,
          text: [text, ...cells].join("\n"),
          choices: choices.map(({ label }) => label),
          fields: fields.map(({ label }) => label),
          live: choices.length + fields.length > 0,
        },
      ];
    }
  }
}
