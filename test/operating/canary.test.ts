import { expect, it, onTestFinished } from "vitest";
import { ChannelName } from "../../src/channels/channel.ts";
import { OutsideError } from "../../src/errors.ts";
import { counted } from "../../src/llm/counted.ts";
import { noModel, type Why } from "../../src/llm/model.ts";
import { silent } from "../../src/log.ts";
import { counters, silentMeter, timers, type Meter } from "../../src/meter.ts";
import { openOperations } from "../../src/operating/operations.ts";
import { states } from "../../src/operating/readiness.ts";
import { memoryStore } from "../../src/store/memory.ts";
import { accessOf, Desk, direct, group, li } from "../dispatch/desk.ts";
import { Clock } from "../support/clock.ts";
import { scriptedModel } from "../support/models.ts";

/** Nothing of these may be seen by whoever watches: who says it, for whom, where and what. */
const canaries = {
  person: "金丝雀甲",
  id: "canary_person_7391",
  unit: "金丝雀区人民政府",
  group: "canary_group_2846",
  words: "金丝雀说了四千七百一十一件",
  figure: "4711",
  file: "金丝雀的文件.docx",
  stranger: "canary_stranger_5528",
};
const sender = { id: canaries.id, name: canaries.person };
const there = { kind: "group", id: canaries.group } as const;

/** The lines of a scrape without those that explain. */
const samples = (text: string): string[] =>
  text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

it("A talk, its people, its unit and its files leave counts and nothing else", async () => {
  const clock = new Clock("2026-01-05T09:00:00+08:00");
  const store = memoryStore();
  const operations = await openOperations("127.0.0.1:0", { log: silent });
  onTestFinished(() => operations.close());
  const person = { channel: "feishu", id: canaries.id, name: canaries.person, role: "clerk" };
  const access = accessOf(
    {
      units: [
        {
          organ: { name: canaries.unit, kind: "county" },
          people: [person],
          groups: [{ channel: "feishu", id: canaries.group }],
        },
      ],
    },
    clock,
  );
  const desk = await Desk.open({
    ...{ clock, store, access, meter: operations.meter },
    read: () => Promise.reject(new OutsideError(canaries.words, { where: "reading", code: "damaged" })),
  });
  operations.watch({
    channels: () => [...desk.dispatch.states()].map(([name, { state }]) => ({ name, state, local: false })),
    stopping: () => desk.dispatch.stopping,
    ping: () => store.ping(),
    counts: () => Promise.resolve({ waiting: 0, unsent: 0 }),
  });
  desk.postbox.files.set("f", new Uint8Array([1]));
  desk.postbox.faults.push({ code: "busy" }, { code: "invalid" }, new Error(canaries.words));

  await desk.says(`${canaries.words}，自然人${canaries.figure}件`, { sender });
  await desk.says("", { sender, files: [{ ref: "f", name: canaries.file }] });
  await desk.says(canaries.words, { sender, conversation: there });
  await desk.says(canaries.words, { sender, conversation: there, mentioned: false });
  await desk.says(canaries.words, { sender: { id: canaries.stranger, name: canaries.person } });
  await desk.says(canaries.words, { sender, id: "once" });
  await desk.says(canaries.words, { sender, id: "once" });
  await clock.pass(60_000);
  await desk.done();
  // Two who are listed nowhere here, by the names that others have.
  await desk.says(canaries.words, { sender: li, conversation: direct(li) });
  await desk.says(canaries.words, { conversation: group });
  await desk.done();

  const text = await (await fetch(`${operations.url}/metrics`)).text();
  const of = (outcome: string): number =>
    samples(text)
      .filter((line) => line.startsWith("nianbao_messages_total") && line.includes(`outcome="${outcome}"`))
      .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
  expect([of("taken"), of("known"), of("ignored"), of("stranger")]).toEqual([4, 1, 1, 3]);
  expect(text).toMatch(/^nianbao_sends_total\{channel="feishu",outcome="sent"\} [1-9]/m);
  expect(text).toMatch(/^nianbao_sends_total\{channel="feishu",outcome="failed"\} [1-9]/m);
  expect(text).toMatch(/^nianbao_turn_seconds_count\{channel="feishu"\} [1-9]/m);

  for (const [what, canary] of Object.entries(canaries)) expect(text, what).not.toContain(canary);
  const words = new Set<string>([
    ...ChannelName.options,
    ...Object.keys(states),
    ...[...Object.values(counters), ...Object.values(timers)].flatMap(({ labels }) =>
      Object.values<string | readonly string[]>(labels).flat(),
    ),
  ]);
  const ours = samples(text).filter((line) => line.startsWith("nianbao_"));
  expect(ours.length).toBeGreaterThan(10);
  for (const line of ours)
    for (const [, name, value = ""] of line.matchAll(/([a-z]+)="([^"]*)"/g))
      if (name !== "le") expect([...words], line).toContain(value);
});

it("What becomes of every question to the model is counted, and no model stays no model", async () => {
  const seen: unknown[] = [];
  const meter: Meter = { ...silentMeter, count: (...told) => void seen.push(told) };
  const task = { name: "t", version: "1", system: "s", user: canaries.words };
  const outcome = (word: "answer" | Why) => ["model-calls", { outcome: word }];
  const answering = counted(
    scriptedModel(() => "甲"),
    meter,
  );
  expect(await answering.write(task)).toMatchObject({ kind: "answer", value: "甲" });
  await counted(
    scriptedModel(() => null),
    meter,
  ).write(task);
  expect(seen).toEqual([outcome("answer"), outcome("broken")]);
  expect(counted(noModel, meter)).toBe(noModel);
});
