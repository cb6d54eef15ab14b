import { createInterface } from "node:readline";
import { z } from "zod";
import { stem } from "../src/dispatch/payload.ts";
import { valuesOf } from "../test/channels/feishu/rig.ts";
import { FakeFeishu } from "../test/fakes/feishu.ts";
import { WecomFake } from "../test/fakes/wecom.ts";
import { peopleOn, seats, secondsOf, talkOf, type Seat } from "./loadTalks.ts";

/**
 * A process of its own with both platforms and all their people. Prints the settings of the platforms; with a line of
 * input the people begin to talk, each seat once a second; prints what was measured after the warming.
 */
const [first, ...others] = peopleOn("feishu");
if (first === undefined) throw new Error("nobody is there");
const feishu = await FakeFeishu.open({ people: [first, ...others] });
const wecom = await WecomFake.open();
const print = (what: unknown): boolean => process.stdout.write(`${JSON.stringify(what)}\n`);
print({
  feishu: valuesOf(feishu),
  wecom: { WECOM_BOT_ID: wecom.botId, WECOM_BOT_SECRET: wecom.secret, WECOM_WS_URL: wecom.wsUrl },
});

interface Said {
  at: number;
  measured: boolean;
  document: boolean;
}
const results = { messages: 0, unanswered: 0, refused: 0, acknowledged: [] as number[] };
const replied = { all: [] as number[], documents: [] as number[] };
/** Messages that wait for an answer, by what an answer names them by. */
const waiting = new Map<string, Said>();

function answered(id: string): void {
  const said = waiting.get(id);
  if (said === undefined) return;
  waiting.delete(id);
  if (!said.measured) return;
  const ms = performance.now() - said.at;
  replied.all.push(ms);
  if (said.document) replied.documents.push(ms);
}

// Feishu: the first part of an answer has a key that follows from the message.
const set = feishu.messages.set.bind(feishu.messages);
feishu.messages.set = (id, message) => {
  if (message.uuid !== undefined) answered(message.uuid);
  return set(id, message);
};
const keyFor = (id: string): string => `${stem("feishu", id, 0)}-0`;

// WeCom: an answer names the request that brought the message. The frames are looked through every millisecond.
const Callback = z.object({
  headers: z.object({ req_id: z.string() }),
  body: z.object({ msgid: z.string() }),
});
const raw = wecom.raw.bind(wecom);
const requests = new Map<string, string>();
wecom.raw = (data) => {
  const { headers, body } = Callback.parse(typeof data === "string" ? JSON.parse(data) : data);
  requests.set(headers.req_id, body.msgid);
  return raw(data);
};
let looked = 0;
const looking = setInterval(() => {
  for (; looked < wecom.frames.length; looked++) {
    const frame = wecom.frames[looked];
    const id = frame?.cmd === "aibot_respond_msg" ? requests.get(frame.headers.req_id) : undefined;
    if (id !== undefined) answered(id);
  }
}, 1);

async function say(seat: Seat, second: number, measured: boolean): Promise<void> {
  const { person, text } = talkOf(seat, second);
  const said = { at: performance.now(), measured, document: text === "仍要生成" };
  if (measured) results.messages += 1;
  if (seat.channel === "wecom") {
    const id = `${person.id}-${second}`;
    waiting.set(id, said);
    await wecom.message(
      person.id,
      { kind: "direct", id: person.id },
      { msgtype: "text", text: { content: text } },
      id,
    );
    return;
  }
  const id = feishu.put(person, { kind: "direct", id: person.id }, "text", { text });
  waiting.set(keyFor(id), said);
  const { code, ms } = await feishu.hand(feishu.messageEvent(id));
  if (!measured) return;
  if (code === 200) results.acknowledged.push(ms);
  else results.refused += 1;
}

async function load({ warming, measuring }: { warming: number; measuring: number }): Promise<void> {
  const begun = performance.now();
  const until = (at: number) => new Promise((resolve) => setTimeout(resolve, at - performance.now()));
  const saying: Promise<void>[] = [];
  for (let second = 0; second < warming + measuring; second++)
    for (const [index, seat] of seats.entries()) {
      const at = begun + second * 1000 + (index * 1000) / seats.length;
      if (at > performance.now()) await until(at);
      if (second === warming && index === 0) print({ measuring: true });
      saying.push(say(seat, second, second >= warming));
    }
  print({ measured: true });
  await Promise.all(saying);
  const patience = performance.now() + 30_000;
  while (waiting.size > 0 && performance.now() < patience) await until(performance.now() + 20);
  results.unanswered = waiting.size;
}

await createInterface({ input: process.stdin })[Symbol.asyncIterator]().next();
await load(secondsOf);
print({ ...results, replied });
clearInterval(looking);
await feishu.close();
await wecom.close();
