import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ChannelName } from "../../src/channels/channel.ts";
import { wording } from "../../src/dispatch/wording.ts";
import { readDocx } from "../../src/reading/docx.ts";
import { cellIds } from "../../src/report/form.ts";
import { numberIn } from "../../src/report/printed.ts";
import { type Rig, type Shown } from "../contracts/rig.ts";
import { accessFile } from "../contracts/service.ts";
import { direct } from "../contracts/session.ts";
import { chanceOf, type Chance } from "../fuzz/chance.ts";
import { readTranscript } from "../support/transcript.ts";
import { feishuRig } from "./feishu/rig.ts";
import { Hosts } from "./hosts.ts";
import { wecomRig } from "./wecom/rig.ts";

/**
 * The service is killed at random points of an interview and started again: every message is answered, nothing is shown
 * twice, the document is right. NIANBAO_KILLS: how often it is killed, whatever the time that takes.
 */
const wanted = Number(process.env.NIANBAO_KILLS ?? 50);
const longestMs = process.env.NIANBAO_KILLS === undefined ? 45_000 : Infinity;
const seed = Number(process.env.NIANBAO_SEED ?? 20260108);

const transcript = readTranscript(join(import.meta.dirname, "..", "conversations", "huxi-2023.md"));
const organ = { name: "重庆市沙坪坝区虎溪街道办事处", kind: "subdistrict" } as const;
const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** When the process ends: so many ms after a message, or after it or its answer has passed a place. */
type Kill = { ms: number; at?: "heard" | "stored" | "sending" | "sent" };

interface Run {
  /** What was shown when each message was answered. */
  shown: string[][];
  /** How long each answer took, in ms. */
  took: number[];
  kills: number;
}

/** Talks it through. `kill`: whether and when the process ends after a message. */
async function talk(
  channel: ChannelName,
  rig: Rig,
  kill: (message: number) => readonly Kill[],
): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "nianbao-kill-"));
  const [person] = rig.people;
  const place = direct(person);
  const access = accessFile(folder, channel, { people: rig.people, group: null, organ });
  const hosts = new Hosts({ channel, values: rig.values ?? {}, folder, access, time: transcript.time });
  const run: Run = { shown: [], took: [], kills: 0 };
  try {
    await hosts.ready();
    for (const [index, { said }] of transcript.exchanges.entries()) {
      const begun = performance.now();
      const first = hosts.running;
      const before = first.count("stored");
      let acknowledged = false;
      const [planned, ...more] = kill(index);
      if (planned?.at !== undefined) await first.endAt(planned.at, planned.ms);
      const saying = rig.says({ from: person, in: place, text: said }).then((taken) => {
        acknowledged = taken;
      });
      for (const { at, ms } of planned === undefined ? [] : [planned, ...more]) {
        if (at === undefined) await after(ms);
        else await first.gone();
        await hosts.replace();
      }
      await hosts.ready();
      await saying;
      if (hosts.running === first) await first.until(() => first.count("stored") > before);
      // What the platform has no acknowledgement of it hands over again; one that never waits for any is asked to.
      const stored = rig.acknowledges ? acknowledged : first.count("stored") > before;
      if (!stored) {
        const next = hosts.running;
        const told = next.count("stored");
        expect(await rig.again()).toBe(true);
        await next.until(() => next.count("stored") > told);
      }
      await hosts.idle();
      run.shown.push(seen(rig.shown(place)));
      run.took.push(performance.now() - begun);
    }
    await hosts.running.end();
    run.shown.push(seen(rig.shown(place)));
    run.kills = hosts.kills;
    return run;
  } finally {
    await hosts.close();
    rmSync(folder, { recursive: true });
  }
}

/** What a person sees. A file that was announced to come twice may; nothing else. */
function seen(shown: readonly Shown[]): string[] {
  const lines: string[] = [];
  for (const one of shown) {
    if (one.type === "text" && one.text === wording.fileMaybeTwice) {
      if (lines.at(-1) === lines.at(-2)) lines.pop();
    } else if (one.type === "text") lines.push(one.text);
    else if (one.type === "card") lines.push([one.text, ...one.choices, ...one.fields].join("\n"));
    else lines.push(`${one.name}：${printed(one.bytes)}`);
  }
  return lines;
}

/** Every figure of a document. */
function printed(bytes: Uint8Array): string {
  const report = readDocx(bytes);
  return cellIds.map((cell) => String(numberIn(report, cell))).join(" ");
}

const places = ["heard", "stored", "sending", "sent"] as const;

/** Anywhere in the answering of a message, or right at a place of its way; sometimes again while the next process begins. */
function points(chance: Chance, usualMs: number): Kill[] {
  const first: Kill =
    chance.upTo(2) === 0
      ? { ms: chance.upTo(Math.ceil(usualMs * 1.2) + 5) }
      : { at: chance.pick(places), ms: chance.pick([0, 0, 1, 2, 4, 8, 16]) };
  return chance.upTo(4) === 0 ? [first, { ms: chance.upTo(400) }] : [first];
}

const expected = transcript.result;

test.each([
  ["feishu", feishuRig],
  ["wecom", wecomRig],
] as const)(
  "over %s, no kill loses a message or shows one twice",
  async (channel, open) => {
    const rigged = async (kill: (message: number) => readonly Kill[]): Promise<Run> => {
      const rig = await open();
      try {
        return await talk(channel, rig, kill);
      } finally {
        await rig.close();
      }
    };
    const undisturbed = await rigged(() => []);
    const last = undisturbed.shown.at(-1) ?? [];
    const right = cellIds.map((cell) => expected.above[cell] ?? 0).join(" ");
    expect(last.filter((line) => line.includes(".docx："))).toEqual([`${expected.file}：${right}`]);

    const chance = chanceOf(seed);
    const start = performance.now();
    let kills = 0;
    while (kills < wanted && performance.now() - start < longestMs) {
      const run = await rigged((message) => points(chance, undisturbed.took[message] ?? 0));
      kills += run.kills;
      expect(run.shown).toEqual(undisturbed.shown);
    }
    process.stdout.write(`${channel}: ${kills} kills\n`);
    expect(kills).toBeGreaterThanOrEqual(transcript.exchanges.length);
  },
  1_800_000,
);
