import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Capabilities, Inbound } from "../../src/channels/channel.ts";
import { Dispatch } from "../../src/dispatch/dispatch.ts";
import { silent } from "../../src/log.ts";
import { OutsideError } from "../../src/errors.ts";
import { storeOn } from "../../src/store/embedded.ts";
import type { MailStore } from "../../src/store/mail.ts";
import { steps } from "../../src/store/schema.ts";
import { Clock } from "../support/clock.ts";
import { inWords, Postbox, type Shown } from "../support/postbox.ts";
import { accessOf, direct, group, li, zhang } from "./desk.ts";
import { Life } from "./mortal.ts";

/** Everybody has a report of their own, so that what one is told does not depend on who comes first. */
const person = ({ id, name }: { id: string; name: string }) => ({
  channel: "feishu",
  id,
  name,
  role: "clerk",
});
const unit = (name: string, people: object[], groups: object[] = []) => ({
  organ: { name, kind: "township" },
  people,
  groups,
});
const list = {
  units: [
    unit("红山镇人民政府", [person(zhang)]),
    unit("青山镇人民政府", [person(li)]),
    unit("绿山镇人民政府", [person({ id: "zhao", name: "赵六" })], [{ channel: "feishu", id: group.id }]),
  ],
};
const talks = [
  { sender: zhang, conversation: direct(zhang) },
  { sender: li, conversation: direct(li) },
  { sender: { id: "zhao", name: "赵六" }, conversation: group },
];
const said = [
  "开始",
  "今年新收4件，自然人3件、企业1件",
  "都公开了",
  "进度",
  "核对",
  "为什么问",
  "撤销",
  "三张表全是0",
  "@file",
  "生成",
  "帮助",
];

const messages = (script: readonly (readonly number[])[], at: number): Inbound[][] =>
  talks.map((talk, index) =>
    (script[index] ?? []).map((choice, number): Inbound => {
      const words = said[choice] ?? "";
      const file = {
        ref: "f",
        name: "去年年报.docx",
        ...(choice % 2 === 0 ? { expiresAt: at + 300_000 } : {}),
      };
      return {
        ...{ kind: "message", id: `${index}.${number}`, ...talk, at, mentioned: true },
        ...(words === "@file" ? { text: "进度", files: [file] } : { text: words, files: [] }),
      };
    }),
  );

/** One process on the data that is there. */
async function born(db: DatabaseSync, clock: Clock, platform: Postbox, last: number | undefined) {
  if (db.isTransaction) db.exec("ROLLBACK");
  const life = new Life(last);
  const postbox = platform.another();
  postbox.tick = life.tick;
  const { now } = clock;
  let store: MailStore | undefined;
  try {
    store = storeOn(life.database(db), ":memory:");
    const dispatch = new Dispatch({
      ...{ channels: [postbox], store, access: accessOf(list, clock), now, log: silent },
      read: () => Promise.reject(new OutsideError("读不出来。", { where: "test", code: "unreadable" })),
      waits: {
        chance: () => 0.5,
        wait: async (ms, signal) => {
          await clock.wait(ms, signal);
          if (life.dead) await new Promise(() => undefined);
        },
      },
    });
    await dispatch.start();
  } catch (error) {
    if (!life.dead) throw error;
  }
  return { life, postbox, store };
}

/** Hands everything over, through as many processes as it takes, as a platform would; what was shown in the end. */
async function carried(
  script: readonly (readonly number[])[],
  ends: readonly number[],
  capabilities: Partial<Capabilities>,
): Promise<{ shown: readonly Shown[]; deaths: number }> {
  const db = new DatabaseSync(":memory:");
  for (const step of steps) step(db);
  const clock = new Clock("2026-01-05T09:00:00+08:00");
  const platform = new Postbox(capabilities);
  platform.files.set("f", new Uint8Array([1]));
  const queues = messages(script, clock.now().getTime());
  for (let deaths = 0; ; deaths++) {
    const { life, postbox, store } = await born(db, clock, platform, ends[deaths]);
    await Promise.all(
      queues.map(async (queue) => {
        for (let next = queue[0]; next !== undefined && !life.dead; next = queue[0]) {
          try {
            await postbox.deliver(next);
            queue.shift();
          } catch (error) {
            // Not acknowledged: it is delivered again.
            if (!life.dead) throw error;
          }
        }
      }),
    );
    for (let round = 0; round < 50 && !life.dead; round++) {
      await clock.pass(1000);
      await store?.mail.flush().catch(() => undefined);
      if (life.dead || store === undefined) break;
      if ((await store.mail.waiting()).length + (await store.mail.unsent()).length > 0) continue;
      db.close();
      return { shown: platform.shown, deaths };
    }
    if (!life.dead) throw new Error("it does not come to an end");
  }
}

const told = (shown: readonly Shown[]): Record<string, string[]> =>
  Object.fromEntries(
    talks.map(({ conversation: { kind, id } }) => [
      id,
      shown.filter(({ to }) => to.kind === kind && to.id === id).map(({ out }) => inWords(out)),
    ]),
  );

const scripts = fc.array(fc.array(fc.nat(said.length - 1), { maxLength: 5 }), { minLength: 3, maxLength: 3 });
const ends = fc.array(fc.integer({ min: 1, max: 150 }), { maxLength: 2 });

it("answers every message once and in order, wherever the process ends", async () => {
  let died = 0;
  await fc.assert(
    fc.asyncProperty(scripts, ends, async (script, last) => {
      const whole = await carried(script, [], {});
      const { shown, deaths } = await carried(script, last, {});
      died += deaths;
      expect(told(shown)).toEqual(told(whole.shown));
    }),
    { numRuns: 60 },
  );
  expect(died).toBeGreaterThan(10);
});

it("repeats at most what was on its way, and says so, where the platform knows no keys", async () => {
  const capabilities = { idempotent: { text: false, card: false, file: false } };
  await fc.assert(
    fc.asyncProperty(scripts, ends, async (script, last) => {
      const whole = await carried(script, [], capabilities);
      const { shown, deaths } = await carried(script, last, capabilities);
      const keys = new Set<string>();
      const repeated: Shown[] = [];
      const once = shown.filter((one) => {
        // Words about a file that may be there twice.
        if (/t0$/.test(one.options.key)) return false;
        if (keys.has(one.options.key)) repeated.push(one);
        return !keys.has(one.options.key) && keys.add(one.options.key);
      });
      expect(told(once)).toEqual(told(whole.shown));
      expect(repeated.every(({ options }) => options.again)).toBe(true);
      expect(repeated.length).toBeLessThanOrEqual(deaths * talks.length);
    }),
    { numRuns: 60 },
  );
});
