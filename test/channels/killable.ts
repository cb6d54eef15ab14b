import { mkdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { z } from "zod";
import { ChannelName, type Channel, type ChannelEvents } from "../../src/channels/channel.ts";
import { channels } from "../../src/channels/index.ts";
import { Access } from "../../src/dispatch/access.ts";
import { Dispatch } from "../../src/dispatch/dispatch.ts";
import { silent } from "../../src/log.ts";
import { readReport } from "../../src/reading/read.ts";
import { openStore } from "../../src/store/embedded.ts";
import { clockFrom } from "../contracts/service.ts";

/**
 * The service over one channel in a process of its own, to be killed. Loads everything, and starts with the first line of
 * its input: `ready`. Prints the places a message passes, `idle` when asked and nothing is left to do, and `ended` when it
 * ended in peace with its input. `end PLACE MS`: kills itself so long after the next message passes that place.
 */
const Given = z.object({
  channel: ChannelName,
  values: z.record(z.string(), z.string()),
  folder: z.string(),
  access: z.string(),
  time: z.string(),
});
const given = Given.parse(JSON.parse(process.argv[2] ?? ""));
const print = (line: string): boolean => process.stdout.write(`${line}\n`);

const entry = channels.find(({ name }) => name === given.channel);
if (entry === undefined) throw new Error(`no channel ${given.channel}`);
const folder = join(given.folder, entry.name);
mkdirSync(folder, { recursive: true });
const channel = await entry.open(given.values, { log: silent, now: () => new Date(), folder });

/** Where the process is to end itself, and how many ms after that. */
let end = { at: "", ms: 0 };
const die = (): boolean => process.kill(process.pid, "SIGKILL");

/** Passes a place of the way of a message; the place may be the last one. */
function pass(place: "heard" | "stored" | "sending" | "sent"): void {
  print(place);
  if (end.at !== place) return;
  if (end.ms === 0) die();
  else setTimeout(die, end.ms);
}

/** Tells where a message and its answer are. */
function telling(inner: Channel): Channel {
  const start = inner.start.bind(inner);
  const send = inner.send.bind(inner);
  inner.start = (events: ChannelEvents) =>
    start({
      ...events,
      inbound: async (message) => {
        pass("heard");
        const receipt = await events.inbound(message);
        pass("stored");
        return receipt;
      },
    });
  inner.send = async (...message) => {
    pass("sending");
    const sent = await send(...message);
    pass("sent");
    return sent;
  };
  return inner;
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
await lines.next();
const store = await openStore(given.folder);
const now = clockFrom(given.time);
const dispatch = new Dispatch({
  channels: [telling(channel)],
  store,
  access: new Access({ file: given.access, now, log: silent }),
  read: readReport,
  now,
  log: silent,
});
await dispatch.start();
print("ready");
for (let asked = await lines.next(); asked.done !== true; asked = await lines.next()) {
  const [, at, ms] = /^end (\w+) (\d+)$/.exec(asked.value) ?? [];
  if (at !== undefined) {
    end = { at, ms: Number(ms) };
    print("prepared");
    continue;
  }
  await dispatch.idle();
  print("idle");
}
await dispatch.stop();
await store.close();
print("ended");
