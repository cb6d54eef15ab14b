import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { ChannelEvents } from "../../../src/channels/channel.ts";
import { WebChannel } from "../../../src/channels/web/channel.ts";
import { silent } from "../../../src/log.ts";
import { until, type Rig, type Says } from "../../contracts/rig.ts";
import { Client, conversation } from "./client.ts";

const now = () => new Date();
const Answer = z.object({ kind: z.string(), why: z.string().optional() });

/** The real server, and a client that posts and listens as the page does. */
export async function webRig(): Promise<Rig> {
  const folder = await mkdtemp(join(tmpdir(), "nianbao-web-"));
  let client: Client | null = null;
  let last: (() => Promise<Response>) | null = null;

  /** A client comes when the channel listens. */
  class Visited extends WebChannel {
    override async start(events: ChannelEvents): Promise<void> {
      await super.start(events);
      client?.leave();
      client = new Client(this.link);
      void client.listen();
    }

    /** What was sent is shown: the suite need not wait for the page. */
    override async send(...[to, message, options]: Parameters<WebChannel["send"]>): Promise<{ id: string }> {
      const sent = await super.send(to, message, options);
      const page = here();
      await until(() => page.lines.has(sent.id));
      return sent;
    }
  }
  const here = (): Client => {
    if (client === null) throw new Error("nothing listens yet");
    return client;
  };
  const deliver = async (): Promise<boolean> => (await last?.())?.ok ?? false;
  const says = ({ text, file }: Says): Promise<boolean> => {
    const id = randomUUID();
    const saying = () => here().say(text, { id, ...(file === undefined ? {} : { file }) });
    last = saying;
    return saying().then(({ ok }) => ok);
  };

  return {
    people: [{ id: "local", name: "您" }],
    group: null,
    acknowledges: true,
    channel: () => new Visited(0, { log: silent, now, folder }),
    strangerChannel: null,
    says,
    again: deliver,
    async presses(_, card, what) {
      const press = await pressOf(here(), card.id, what);
      const answer = Answer.parse(await (await here().json("/actions", press)).json());
      return answer.why ?? "";
    },
    shown: () => client?.shown ?? [],
    faults: {
      rateLimit: null,
      expireReplies: null,
      failUpload: null,
      hangUpload: null,
      expireFiles: null,
      drop: null,
      silence: null,
      forge: () => forged(here()),
      async unknownEvent() {
        await here().json("/messages", { event: "unheard of" });
        await here().json("/actions", { id: randomUUID(), card: "card", choice: 7 });
        await here().json("/strange", {});
      },
      oversized: (message) =>
        says({ ...message, file: { name: "大.pdf", bytes: new Uint8Array(31 * 1024 * 1024) } }),
    },
    async close() {
      client?.leave();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A press by the ids that the card came with. */
async function pressOf(
  client: Client,
  id: string,
  what: { choice: string } | { fields: Record<string, string> },
): Promise<object> {
  const line = [...client.lines.values()].find(({ sent }) => sent?.type === "card" && sent.card.id === id);
  const card = line?.sent?.type === "card" ? line.sent.card : undefined;
  const idOf = (all: readonly { id: string; label: string }[] | undefined, label: string): string =>
    all?.find((one) => one.label === label)?.id ?? label;
  const press =
    "choice" in what
      ? { choice: idOf(card?.choices, what.choice) }
      : {
          fields: Object.fromEntries(
            Object.entries(what.fields).map(([label, value]) => [idOf(card?.fields, label), value]),
          ),
        };
  return await Promise.resolve({ id: randomUUID(), card: id, ...press });
}

/** From a foreign page, under a foreign name, without or with a made-up token: whether all were refused. */
export async function forged(client: Client): Promise<boolean> {
  const body = { id: randomUUID(), text: "生成" };
  const press = { id: randomUUID(), card: "card", choice: "c0" };
  const { host } = new URL(client.base);
  const right = { authorization: `Bearer ${client.token}` };
  const statuses = await Promise.all([
    client.json("/messages", body, { origin: "http://example.com" }).then(({ status }) => status),
    client.json("/messages", body, { origin: "null" }).then(({ status }) => status),
    client.json("/messages", body, { origin: "http://127.0.0.1:1" }).then(({ status }) => status),
    client.json("/messages", body, { authorization: "" }).then(({ status }) => status),
    client
      .json("/actions", press, { authorization: `Bearer ${"A".repeat(43)}` })
      .then(({ status }) => status),
    posted(client, body, { ...right, host: "nianbao.example.com" }),
    posted(client, body, { ...right, host: "127.0.0.1.example.com" }),
    posted(client, body, { ...right, host, "sec-fetch-site": "cross-site" }),
  ]);
  return statuses.every((status) => status === 403);
}

/** `fetch` does not let a name be made up. */
export function posted(client: Client, body: unknown, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const to = new URL("/messages", client.base);
    const sending = request(
      to,
      { method: "POST", headers: { "content-type": "application/json", ...headers } },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    sending.on("error", reject);
    sending.end(JSON.stringify(body));
  });
}

export { conversation };
