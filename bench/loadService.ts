import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { channels } from "../src/channels/index.ts";
import { Access } from "../src/dispatch/access.ts";
import { Dispatch } from "../src/dispatch/dispatch.ts";
import { boundless } from "../src/dispatch/inbox/limits.ts";
import { PressRoom } from "../src/dispatch/pressRoom.ts";
import { silent } from "../src/log.ts";
import { readSafely } from "../src/checking/pool.ts";
import { openStore } from "../src/store/embedded.ts";
import { clockFrom } from "../test/contracts/service.ts";

/**
 * The measured process: web, Feishu and WeCom over one data folder. Answers every line of its input with what it has
 * used until now: milliseconds of work and resident megabytes.
 */
const Given = z.object({
  folder: z.string(),
  access: z.string(),
  values: z.record(z.string(), z.record(z.string(), z.string())),
});
const given = Given.parse(JSON.parse(process.argv[2] ?? ""));
const now = clockFrom("2026-01-05T09:00:00+08:00");
const store = await openStore(given.folder);
const opened = await Promise.all(
  channels
    .filter(({ name }) => given.values[name] !== undefined)
    .map((entry) => {
      const folder = join(given.folder, entry.name);
      mkdirSync(folder, { recursive: true });
      return entry.open(given.values[entry.name] ?? {}, { log: silent, now: () => new Date(), folder });
    }),
);
const press = new PressRoom();
const access = new Access({ file: given.access, now, log: silent });
const dispatch = new Dispatch({
  channels: opened,
  store,
  access,
  bounds: boundless,
  read: readSafely,
  deliver: press.deliver,
  now,
  log: silent,
});
await dispatch.start();
const states = [...dispatch.states().values()].map(({ state }) => state);
if (states.length !== 3 || states.some((state) => state !== "ready")) throw new Error(states.join(" "));

const used = (): string => {
  const { user, system } = process.cpuUsage();
  return JSON.stringify({ work: (user + system) / 1000, megabytes: process.memoryUsage.rss() / 1e6 });
};
process.stdout.write(`${used()}\n`);
const lines = createInterface({ input: process.stdin });
lines.on("line", () => process.stdout.write(`${used()}\n`));
await once(lines, "close");
await dispatch.stop();
await press.close();
await store.close();
