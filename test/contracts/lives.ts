import fc from "fast-check";
import type { MailStore, Outgoing } from "../../src/store/mail.ts";
import { counted, report, talkAbout } from "../store/samples.ts";

/** One thing that happens to a store. `number`: how many happened before. */
export type Happening = (store: MailStore, number: number) => Promise<unknown>;

const now = new Date("2026-01-05T09:00:00+08:00").getTime();
const upTo = (max: number) => fc.integer({ min: 0, max });
const bytes = fc.uint8Array({ maxLength: 40 });
const words = fc.oneof(fc.constantFrom("公开", "", "😀", '"\n\\', "nb1:"), fc.string());
const kinds = fc.constantFrom("choices", "form", null);

/** The rows are those of the store; a number means one of those there are. */
const nth = <T>(rows: readonly T[], number: number): T | undefined => rows[number % Math.max(1, rows.length)];
const due = async ({ mail }: MailStore, row: number): Promise<number> =>
  nth(await mail.waiting(), row)?.seq ?? 0;
const leaving = async ({ mail }: MailStore, row: number): Promise<number> =>
  nth(await mail.unsent(), row)?.seq ?? 0;

const says = (key: string, chat: number, payload: string, more: Partial<Outgoing> = {}): Outgoing => ({
  ...{ key, channel: "feishu", conversation: `群${chat}`, at: now, payload, kept: false, ...more },
});

const turn = fc
  .tuple(upTo(3), upTo(3), words, upTo(9), upTo(2))
  .map(([talk, town, text, row, answers]): Happening => async (store, number) => {
    const seq = await due(store, row);
    await store.turn(`谈${talk}`, (unit) => {
      unit.append(report(`${town}镇`), [counted(number, text)]);
      unit.putTalk(talkAbout(`${town}镇`, text));
      const told = Array.from({ length: answers }, (_, index) => says(`t${number}/${index}`, talk, text));
      if (seq > 0) unit.settle(seq, told);
      return Promise.resolve();
    });
  });
const message = fc.tuple(upTo(30), upTo(3), upTo(2), fc.boolean(), words, fc.option(upTo(20))).map(
  ([id, chat, parts, kept, text, pressed]): Happening =>
    ({ mail }, number) =>
      mail.receive({
        ...{
          channel: "feishu",
          id: `m${id}`,
          conversation: `群${chat}`,
          owner: `人${chat}`,
          at: now + number,
          kept,
        },
        payloads: Array.from({ length: parts }, (_, part) => `${text}${part}`),
        ...(pressed === null ? {} : { card: `s${pressed}` }),
      }),
);
const file = fc.tuple(upTo(9), words, bytes).map(
  ([row, name, content]): Happening =>
    async (store) =>
      store.mail.keepFile(await due(store, row), { name, bytes: content }),
);
const said = fc
  .tuple(upTo(3), words, fc.boolean(), fc.option(bytes), kinds)
  .map(([chat, text, kept, content, kind]): Happening => ({ mail }, number) => {
    const card = kind === null ? {} : { card: { kind, owner: `人${chat}` } };
    const more = { kept, at: now + number, ...(content === null ? {} : { bytes: content }), ...card };
    return mail.settle([], [says(`s${number}`, chat, text, more)]);
  });
const sent = fc
  .tuple(upTo(9), fc.boolean(), upTo(3))
  .map(([row, follows, chat]): Happening => async (store, number) => {
    const then = follows ? [says(`f${number}`, chat, "后面")] : [];
    await store.mail.sent(await leaving(store, row), `om${number}`, then, "now");
  });
const ofOneRow = fc
  .tuple(fc.constantFrom("begin", "sending", "uncertain", "failed", "givenUp", "settle"), upTo(9))
  .map(([what, row]): Happening => async (store) => {
    const { mail } = store;
    if (what === "begin") await mail.begin(await due(store, row));
    else if (what === "settle") await mail.settle([await due(store, row)], []);
    else if (what === "sending") await mail.sending(await leaving(store, row));
    else if (what === "givenUp") await mail.givenUp(await leaving(store, row), "invalid", []);
    else await mail.failedOnce(await leaving(store, row), what === "uncertain");
  });

/** What may happen to a store, in any order. */
export const lives = fc.array(fc.oneof(turn, message, said, file, sent, ofOneRow), { maxLength: 40 });

/** The store lives through all of it. */
export async function live(store: MailStore, happenings: readonly Happening[]): Promise<void> {
  for (const [number, happens] of happenings.entries()) await happens(store, number);
}
