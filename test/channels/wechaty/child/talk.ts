import { createHash } from "node:crypto";
import dns from "node:dns";
import { Socket } from "node:net";
import { wechaty } from "../../../../src/channels/wechaty/entry.ts";
import type { Inbound } from "../../../../src/channels/channel.ts";
import { openLog } from "../../../../src/log.ts";

/**
 * A service in the small, in a process of its own: hears one message with a file, answers with text and file, stops. It
 * tells every address it connected to or asked for, and ends when nothing is left to do.
 */
type Forward = (...given: unknown[]) => unknown;
const told: { hosts: string[]; heard: string[]; digest: string } = { hosts: [], heard: [], digest: "" };
const note = (host: unknown): void =>
  void told.hosts.push(typeof host === "string" ? host : JSON.stringify(host));

const connect = Object.getOwnPropertyDescriptor(Socket.prototype, "connect")?.value as Forward;
Object.defineProperty(Socket.prototype, "connect", {
  value(this: Socket, ...given: unknown[]): unknown {
    const [first] = Array.isArray(given[0]) ? (given[0] as unknown[]) : given;
    note(typeof first === "object" && first !== null && "host" in first ? first.host : first);
    return connect.apply(this, given);
  },
});
const lookup = dns.lookup as Forward;
Object.defineProperty(dns, "lookup", {
  value: (...given: unknown[]): unknown => {
    note(given[0]);
    return lookup.apply(dns, given);
  },
});

const { TOKEN = "", ENDPOINT = "" } = process.env;
const log = openLog({ write: (line) => void process.stderr.write(line) });
const channel = await wechaty.open(
  { WECHATY_PUPPET_SERVICE_TOKEN: TOKEN, WECHATY_PUPPET_SERVICE_ENDPOINT: ENDPOINT },
  { log, now: () => new Date(), folder: process.cwd() },
);
const message = Promise.withResolvers<Inbound>();
await channel.start({
  inbound: (heard) => {
    message.resolve(heard);
    return Promise.resolve({ kind: "taken" });
  },
  state: (state) => void process.stdout.write(state === "ready" ? "ready\n" : ""),
  history: () => Promise.resolve([]),
});
const heard = await message.promise;
if (heard.kind === "message") {
  const signal = AbortSignal.timeout(20_000);
  const [file] = heard.files;
  if (file === undefined) throw new Error("no file");
  const { name, bytes } = await channel.fetch(file, { maxBytes: 40 << 20, signal });
  told.heard.push(name);
  told.digest = createHash("sha256").update(bytes).digest("hex");
  await channel.send(
    heard.conversation,
    { type: "text", text: "收到了。" },
    { key: "1", again: false, signal },
  );
  await channel.send(heard.conversation, { type: "file", name, bytes }, { key: "2", again: false, signal });
}
await channel.stop();
process.stdout.write(`${JSON.stringify(told)}\n`);
