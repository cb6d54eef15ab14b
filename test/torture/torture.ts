import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { chanceOf } from "../fuzz/chance.ts";
import { openFor, type Where } from "./openFor.ts";
import { Platform } from "./platform.ts";
import { ownPostgres, type Server } from "./postgres.ts";
import { Processes } from "./processes.ts";
import { listOf, reportYear, talksOf, type Size, type Talk } from "./talks.ts";
import { judge, longestStall, type Verdict } from "./verdict.ts";

export interface Torture extends Size {
  kills: number;
  /** How often the database goes away, and for how long. */
  drops: number;
  dropMs: number;
  paceMs: number;
  /** One process with the embedded store; no database. */
  embedded: boolean;
}

export interface Outcome extends Verdict {
  messages: number;
  kills: number;
  drops: number;
  /** Processes that found no database at their start and ended. */
  ends: number;
  /** Sends that the platform knew by their key; they are not seen. */
  recognised: number;
  /** Deliveries that were not acknowledged and came again. */
  offeredAgain: number;
  /** Left in the inbox and the outbox. */
  left: number;
  stallMs: number;
  ms: number;
  /** Where the log lies, when something went wrong. */
  folder: string | undefined;
}

/** No news for so long: it does not go on. */
const patienceMs = 90_000;
/** What comes late is seen in this time. */
const quietMs = 2000;

/** Lets everybody talk while processes are killed and the database goes away, and counts what was lost or came twice. */
export async function torture(options: Torture): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "nianbao-torture-"));
  const server = options.embedded ? undefined : await ownPostgres();
  const where: Where = server === undefined ? { folder } : { url: server.url };
  let fine = false;
  try {
    const outcome = await run(options, { folder, server, where });
    const { lost, outOfOrder, twice, seenTwice, left } = outcome;
    fine = lost + outOfOrder + twice + seenTwice + left === 0;
    return fine ? outcome : { ...outcome, folder };
  } finally {
    await server?.remove();
    if (fine) rmSync(folder, { recursive: true, force: true });
  }
}

interface Rig {
  folder: string;
  server: Server | undefined;
  where: Where;
}

async function run(options: Torture, { folder, server, where }: Rig): Promise<Outcome> {
  const talks = talksOf(options);
  const access = join(folder, "access.json");
  writeFileSync(access, JSON.stringify(listOf(talks)));
  const count = options.embedded ? 1 : 2;
  const platform = new Platform(talks, { paceMs: options.paceMs, processes: count });
  // One opens the empty database first: so it is done when the service is set up.
  await openFor(where).then((store) => store.close());
  const processes = new Processes(platform, { count, folder, where, access });
  try {
    await processes.allReady();
    const begun = performance.now();
    const harm = trouble(options, { platform, processes, server });
    await Promise.all([platform.talk(), harm]);
    const total = options.conversations * options.messages;
    await Promise.race([platform.until(() => platform.answered >= total), silence(platform)]);
    const ms = performance.now() - begun;
    await pause(quietMs);
    await processes.stop();
    const found = await recordedIn(where, talks);
    const verdicts = talks.map((talk) =>
      judge(talk, chatOf(platform, talk), found.recorded.get(talk.number) ?? []),
    );
    const sum = (of: keyof Verdict): number => verdicts.reduce((all, verdict) => all + verdict[of], 0);
    return {
      messages: total,
      ...{
        lost: sum("lost"),
        outOfOrder: sum("outOfOrder"),
        twice: sum("twice"),
        seenTwice: sum("seenTwice"),
      },
      ...{ kills: processes.kills, drops: server === undefined ? 0 : options.drops, ends: processes.ends },
      ...{ recognised: platform.repeated, offeredAgain: platform.refused, left: found.left },
      stallMs: Math.max(...talks.map((talk) => longestStall(chatOf(platform, talk)))),
      ...{ ms, folder: undefined },
    };
  } finally {
    await processes.stop();
  }
}

function chatOf({ chats }: Platform, { chat }: Talk) {
  const found = chats.get(chat);
  if (found === undefined) throw new Error(`nobody talks in ${chat}`);
  return found;
}

/** Kills and drops, spread over the messages; while the database is away the next kill follows. */
async function trouble(
  { kills, drops, dropMs, seed, conversations, messages }: Torture,
  { platform, processes, server }: { platform: Platform; processes: Processes; server: Server | undefined },
): Promise<void> {
  const chance = chanceOf(seed);
  const total = conversations * messages;
  const spread = (count: number, what: "kill" | "drop") =>
    Array.from({ length: count }, (_, index) => ({
      what,
      at: Math.floor(((index + chance.upTo(100) / 100) / count) * total * 0.95),
    }));
  const planned = [...spread(kills, "kill"), ...(server === undefined ? [] : spread(drops, "drop"))];
  for (const { what, at } of planned.sort((one, other) => one.at - other.at)) {
    await platform.until(() => platform.acknowledged >= at);
    if (what === "kill") await processes.kill(chance);
    else {
      await server?.stop();
      await pause(dropMs);
      await server?.start();
    }
  }
}

async function silence(platform: Platform): Promise<void> {
  for (;;) {
    const rest = platform.lastNews + patienceMs - performance.now();
    if (rest <= 0) return;
    await pause(rest, undefined, { ref: false });
  }
}

/** The numbers of every conversation's messages in the order of its report's events, and what was not worked off. */
async function recordedIn(
  where: Where,
  talks: readonly Talk[],
): Promise<{ recorded: ReadonlyMap<number, readonly number[]>; left: number }> {
  const store = await openFor(where);
  const recorded = new Map<number, number[]>();
  for (const { unit } of new Map(talks.map((talk) => [talk.unit, talk])).values()) {
    const events = await store.turn("torture", (turn) => turn.events({ unit, year: reportYear }));
    for (const { message, event } of events) {
      const [, talk, number] = /^feishu:t(\d+)\.(\d+)$/.exec(message) ?? [];
      if (talk === undefined || event.type !== "CellsStated") continue;
      // The figure that was recorded, not the one in the message's id.
      const [value = Number(number)] = Object.values(event.cells);
      recorded.set(Number(talk), [...(recorded.get(Number(talk)) ?? []), value]);
    }
  }
  const left = (await store.mail.waiting()).length + (await store.mail.unsent()).length;
  await store.close();
  return { recorded, left };
}
