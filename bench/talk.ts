import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store } from "../src/conversation/ports.ts";
import { openStore } from "../src/store/embedded.ts";
import { openFile } from "../src/store/file.ts";
import { memoryStore } from "../src/store/memory.ts";
import { answers, interview, messages } from "./interview.ts";
import { compare, type Measured } from "./measure.ts";
import { numberInterview, TableStorage } from "./peers/botbuilder.js";

const rounds = 7;
const interviews = 50;
const count = interviews * messages.length;

async function ours(store: Store, round: number): Promise<void> {
  for (let index = 0; index < interviews; index++) await interview(store, `${round}-${index}`);
}

/** The same number of messages; every answer is a number that a NumberPrompt takes. */
async function peer(bot: ReturnType<typeof numberInterview>, round: number): Promise<void> {
  for (let index = 0; index < interviews; index++) {
    const talk = `${round}-${index}`;
    let figures: Record<string, number> | undefined;
    for (const [number] of messages.entries()) {
      const text = number === 0 ? "start" : `${number}`;
      ({ figures } = await bot.answer({ talk, id: `${talk} ${number}`, text }));
    }
    if (figures?.[`figure${answers.length - 1}`] !== answers.length)
      throw new Error("the peer did not finish");
  }
}

const rate = (ms: number): string => `${Math.round((count / ms) * 1000)} messages/s`;

/** Engine and store against botbuilder-dialogs: both in memory, then both on the same kind of file. */
export async function measureTalk(): Promise<Measured[]> {
  const memory = memoryStore();
  const bot = numberInterview(answers.length);
  const inMemory = await compare(
    rounds,
    (round) => ours(memory, round),
    (round) => peer(bot, round),
  );
  await memory.close();

  const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), "nianbao-bench-")));
  const [first = "", second = ""] = folders;
  const store = await openStore(first);
  const { db } = openFile(second);
  const storing = numberInterview(answers.length, new TableStorage(db));
  const onDisk = await compare(
    rounds,
    (round) => ours(store, round),
    (round) => peer(storing, round),
  );
  await store.close();
  db.close();
  for (const folder of folders) rmSync(folder, { recursive: true });

  const measured = (what: string, times: { ours: number; peer: number }, goal: number): Measured => ({
    what,
    ours: rate(times.ours),
    peer: rate(times.peer),
    value: times.peer / times.ours,
    goal,
    better: "more",
    unit: "×",
  });
  return [
    measured("40-answer interview, in memory, against botbuilder", inMemory, 3),
    measured("40-answer interview, SQLite WAL FULL, against botbuilder", onDisk, 1),
  ];
}
