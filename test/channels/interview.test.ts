import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Conversation } from "../../src/channels/channel.ts";
import { readDocx } from "../../src/reading/docx.ts";
import { cellIds } from "../../src/report/form.ts";
import type { Organ } from "../../src/report/organ.ts";
import type { Rig, Shown } from "../contracts/rig.ts";
import { clockFrom, Service, sped } from "../contracts/service.ts";
import { direct } from "../contracts/session.ts";
import { readTranscript, type Transcript } from "../support/transcript.ts";
import { feishuRig } from "./feishu/rig.ts";
import { terminalRig } from "./terminal/rig.ts";
import { webRig } from "./web/rig.ts";
import { wechatyRig } from "./wechaty/rig.ts";
import { wecomAppRig } from "./wecom-app/rig.ts";
import { wecomRig } from "./wecom/rig.ts";

/** A whole report is talked through on every channel, from the greeting to the attachment, as in the transcripts. */

const rigs: Record<string, () => Promise<Rig>> = {
  web: webRig,
  terminal: terminalRig,
  feishu: feishuRig,
  wecom: wecomRig,
  "wecom-app": wecomAppRig,
  wechaty: wechatyRig,
};
const talks: [string, Organ][] = [
  ["all-zero.md", { name: "新华区曙光街街道办事处", kind: "subdistrict" }],
  ["huxi-2023.md", { name: "重庆市沙坪坝区虎溪街道办事处", kind: "subdistrict" }],
];
const transcriptOf = (name: string): Transcript =>
  readTranscript(join(import.meta.dirname, "..", "conversations", name));

/** Platforms with a slow pace are talked to on a fast clock. */
const speed = 10;

/** As a person reads it: choices numbered, a file by its name. */
function read(one: Shown): string {
  if (one.type === "file") return `〔文件：${one.name}〕`;
  if (one.type === "text") return one.text;
  return [one.text, ...one.choices.map((choice, index) => `${index + 1}. ${choice}`)].join("\n");
}

/** The words of the transcript; a table is another picture of them, and a mention is before them. */
function sameWords(shown: readonly Shown[], answered: string, to: string): void {
  if (shown.some((one) => one.type === "card" && one.choices.length + one.fields.length === 0)) return;
  const words = shown.map(read).join("\n");
  expect(words.replace(new RegExp(`^(?:@${to}\\s*)?`), "")).toBe(answered);
}

/** A pipe has no messages of several lines, and so repeats other words. */
const sameEverywhere = ({ dispatch }: Service, said: string, answered: string): boolean =>
  !dispatch.states().has("terminal") || (!said.includes("\n") && answered.startsWith("记下了"));

/** Talks it through, and compares the words and the last document with the transcript's. */
async function interview(
  open: () => Promise<Rig>,
  { exchanges, result, time }: Transcript,
  organ: Organ,
  placeOf: (rig: Rig) => Conversation,
): Promise<void> {
  const service = await Service.open(open, ({ people, group }) => ({
    people,
    group,
    organ,
    now: clockFrom(time, speed),
    waits: sped(speed),
  }));
  try {
    const place = placeOf(service.rig);
    for (const [index, { said, answered }] of exchanges.entries()) {
      const shown = await service.ask(said, { in: place });
      // Whom the list names is not asked for the organ.
      if (index > 1 && sameEverywhere(service, said, answered))
        sameWords(shown, answered, service.rig.people[0].name);
    }
    const file = service.rig.shown(place).findLast((one) => one.type === "file");
    if (file === undefined) throw new Error("no document came");
    expect(file.name).toBe(result.file);
    const { cells } = readDocx(file.bytes);
    expect(cellIds).toHaveLength(200);
    for (const id of cellIds)
      expect([id, cells.get(id)]).toEqual([id, { kind: "number", value: result.above[id] ?? 0 }]);
  } finally {
    await service.close();
  }
}

describe.each(Object.entries(rigs))("a whole report over %s", async (_, open) => {
  const sample = await open();
  const { group } = sample;
  await sample.close();

  test.each(talks)("%s, face to face", async (name, organ) => {
    await interview(open, transcriptOf(name), organ, ({ people }) => direct(people[0]));
  });

  if (group !== null)
    test.each(talks.slice(0, 1))("%s, in a group", async (name, organ) => {
      await interview(open, transcriptOf(name), organ, () => group);
    });
});
