import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { ChannelError } from "../../src/channels/channel.ts";
import { Access } from "../../src/dispatch/access.ts";
import { Strangers } from "../../src/dispatch/access/strangers.ts";
import { OutsideError } from "../../src/errors.ts";
import { openLog, type Log } from "../../src/log.ts";
import type { Meter } from "../../src/meter.ts";
import { readReport } from "../../src/reading/read.ts";
import type { MailStore } from "../../src/store/mail.ts";
import { memoryStore } from "../../src/store/memory.ts";
import { Clock } from "../support/clock.ts";
import { Postbox } from "../support/postbox.ts";
import { accessFile, Desk } from "../dispatch/desk.ts";

/** A whole talk with every kind of trouble, through the real log: of what people say, are and send, no line knows anything. */

const organ = { name: "金丝雀街道办事处", kind: "subdistrict" };
const clerk = { id: "canary-clerk", name: "金丝雀一" };
const wang = { id: "canary-stranger", name: "金丝雀二" };
const group = { kind: "group", id: "canary-group" } as const;
const file = { ref: "canary-ref", name: "金丝雀文件canary.txt" };
/** Everything that has a canary in it: words, names, ids, a telephone, a figure, names of files. */
const canary = /canary|金丝雀|13912345678|4817|029-8765/i;
const words = [
  "开始",
  "今年收到4817件，自然人4817件，都公开了",
  "监督电话13912345678，联系人金丝雀一",
  "金丝雀说了一句没有人懂的话",
  "029-87654321",
  "改 予以公开 自然人 为 4817",
  "核对",
  "撤销",
];

/** An error whose message has words, also in lines that look like those of a stack. */
const fault = (): Error =>
  new TypeError("金丝雀4817\n    at canary (/canary/金丝雀.ts:1:1)\n    at 13912345678 (电话:1:1)");
const outside = (code: string, retryable = false): OutsideError =>
  new OutsideError("数据文件 /data/金丝雀/canary.sqlite 写不了。", { where: "store", code, retryable });

/** What was written, and what happened according to it. */
class Paper {
  text = "";
  /** As it was given to the log, before anything is redacted. */
  given = "";
  readonly #log = openLog({ write: (line) => void (this.text += line) });
  readonly #both =
    (level: keyof Log): Log["info"] =>
    (event, fields) => {
      this.given += JSON.stringify([event, fields]);
      this.#log[level](event, fields);
    };
  readonly log: Log = { info: this.#both("info"), warn: this.#both("warn"), error: this.#both("error") };
  readonly measured: unknown[] = [];
  readonly meter: Meter = {
    count: (name, labels) => void this.measured.push([name, labels]),
    time: (name, labels) => (this.measured.push([name, labels]), () => undefined),
  };
  get events(): Set<string> {
    const lines = this.text.split("\n").filter((line) => line !== "");
    return new Set(lines.map((line) => String((JSON.parse(line) as { event?: unknown }).event)));
  }
}

/** A store whose turns and notes fail as long as it is told. */
function failing(faults: Error[]): MailStore {
  const store = memoryStore();
  const { mail } = store;
  const refuse = (): Promise<never> | undefined => {
    const next = faults.shift();
    return next === undefined ? undefined : Promise.reject(next);
  };
  return new Proxy(store, {
    get: (target, name) =>
      name === "turn"
        ? (talk: string, work: Parameters<MailStore["turn"]>[1]) => refuse() ?? store.turn(talk, work)
        : name === "mail"
          ? new Proxy(mail, {
              get: (of, part) => {
                const value: unknown = Reflect.get(of, part);
                if (part === "settle")
                  return (...args: Parameters<typeof mail.settle>) => refuse() ?? mail.settle(...args);
                return typeof value === "function" ? (value.bind(of) as unknown) : value;
              },
            })
          : (Reflect.get(target, name) as unknown),
  });
}

const folderOf = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "nianbao-silence-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
const list = { units: [{ organ, people: [{ channel: "feishu", ...clerk, role: "clerk" }], groups: [{ channel: "feishu", id: group.id }] }] }; // prettier-ignore

it("a whole talk with every kind of trouble leaves no word, name, number, id or file name in the log or the metrics", async () => {
  const paper = new Paper();
  const { log, meter } = paper;
  const clock = new Clock("2026-01-05T09:00:00+08:00");
  const path = accessFile(list);
  const access = new Access({ file: path, now: clock.now, log });
  const data = folderOf();
  writeFileSync(join(data, "file"), "");
  // A file in the place of a folder: what came cannot be noted.
  const strangers = new Strangers({ folder: join(data, "file"), now: clock.now, log });
  const postbox = new Postbox({ progress: true, idempotent: { text: false, card: false, file: false } });
  const faults: Error[] = [];
  let reading: Error | null = fault();
  const desk = await Desk.open({
    ...{ log, meter, clock, access, strangers, postbox, store: failing(faults) },
    bounds: { person: 90, files: 3 },
    read: (bytes) => (reading === null ? readReport(bytes) : Promise.reject(reading)),
  });
  const says = async (text: string, more: Parameters<Desk["says"]>[1] = {}): Promise<void> => {
    await desk.says(text, { sender: clerk, ...more });
    await clock.pass(1000);
  };

  for (const said of words) await says(said);
  // The platform refuses, fails, hangs, and throws with words.
  for (const code of ["rate_limited", "network", "too_large", "forbidden", "unknown"] as const) {
    postbox.faults.push({ code }, fault(), new ChannelError("金丝雀没有收下。", { where: "feishu", code }));
    await says("进度");
    await clock.pass(120_000);
  }
  postbox.faults.push("hang");
  await says("进度");
  await clock.pass(200_000);
  // A file cannot be had, is read by something that throws its words, and is read at last.
  postbox.files.set(file.ref, ["network", "expired", new TextEncoder().encode("金丝雀4817")]);
  await says("金丝雀", { files: [file] });
  await clock.pass(60_000);
  await says("", { files: [file] });
  reading = null;
  await clock.pass(60_000);
  // The store refuses for a while, for good, and by a fault of ours.
  faults.push(outside("full", true), outside("damaged"));
  await says(words[1] ?? "");
  await clock.pass(120_000);
  faults.push(fault(), outside("full", true));
  await says(words[1] ?? "");
  await clock.pass(60_000);
  faults.push(fault(), fault());
  await says(words[1] ?? "");
  await clock.pass(60_000);
  // Strangers, foreign presses, old messages, too much at once.
  await says("金丝雀", { sender: wang, files: [file] });
  await says("金丝雀", { sender: wang, conversation: group });
  await desk.postbox.deliver({
    ...{ kind: "action", id: "canary-press", card: "canary-card", choice: "canary", sender: clerk },
    ...{ conversation: { kind: "direct", id: clerk.id }, at: clock.now().getTime() },
  });
  await says("金丝雀", { at: clock.now().getTime() - 3_600_000 });
  await clock.pass(60_000);
  await says("", { files: [file, file, file, file] });
  // The list of those who may is broken by a slip that puts a name where a key stands.
  writeFileSync(path, JSON.stringify({ 金丝雀: "canary", ...list }));
  utimesSync(path, 1_700_000_000, 1_700_000_000);
  await clock.pass(2000);
  await says("进度");
  writeFileSync(path, '{"units": [{"organ": "金丝雀4817"');
  utimesSync(path, 1_700_000_001, 1_700_000_001);
  await clock.pass(2000);
  await says("进度");
  postbox.events?.state("reconnecting", "canary-code");
  await desk.done();
  await desk.dispatch.stop();

  // There was something to be silent about.
  expect(desk.words({ kind: "direct", id: clerk.id }).join("\n")).toContain("本年新收4817件");
  expect([...paper.events]).toEqual(
    expect.arrayContaining([
      ...[
        "send-failed",
        "send-fault",
        "given-up",
        "fetch-failed",
        "turn-fault",
        "turn-failed",
        "store-failed",
        "excuse-fault",
      ],
      ...[
        "stranger",
        "strangers-not-kept",
        "press-refused",
        "stale",
        "over",
        "access-list-broken",
        "channel-state",
      ],
    ]),
  );
  // Codes are written as they are: what a channel tells as one is its own.
  for (const lines of [paper.text, paper.given])
    expect(lines.replaceAll('"detail":"canary-code"', "")).not.toMatch(canary);
  expect(paper.text).not.toMatch(/\p{Script=Han}/u);
  expect(JSON.stringify(paper.measured)).not.toMatch(canary);
  expect(paper.measured.length).toBeGreaterThan(20);
});

it("a channel that cannot start, and one that cannot stop, are told without their own words", async () => {
  const paper = new Paper();
  const postbox = new Postbox();
  postbox.start = () => Promise.reject(fault());
  postbox.stop = () => Promise.reject(fault());
  const desk = await Desk.open({ postbox, log: paper.log });
  await desk.dispatch.stop();
  expect([...paper.events]).toEqual(expect.arrayContaining(["channel-failed", "channel-stop-failed"]));
  expect(paper.text + paper.given).not.toMatch(canary);
});
