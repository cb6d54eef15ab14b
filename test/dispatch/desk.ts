import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type {
  Capabilities,
  ChannelName,
  Conversation,
  Inbound,
  Receipt,
} from "../../src/channels/channel.ts";
import { Access } from "../../src/dispatch/access.ts";
import type { Strangers } from "../../src/dispatch/access/strangers.ts";
import { Dispatch } from "../../src/dispatch/dispatch.ts";
import type { Bounds } from "../../src/dispatch/inbox/limits.ts";
import { silent, type Log, type LogFields } from "../../src/log.ts";
import { silentMeter, type Meter } from "../../src/meter.ts";
import { readReport } from "../../src/reading/read.ts";
import type { ReadFile } from "../../src/conversation/ports.ts";
import type { MailStore } from "../../src/store/mail.ts";
import { memoryStore } from "../../src/store/memory.ts";
import { Clock, settle } from "../support/clock.ts";
import { Postbox } from "../support/postbox.ts";

export const zhang = { id: "zhang", name: "张三" };
export const li = { id: "li", name: "李四" };
export const stranger = { id: "wang", name: "王五" };
export const group: Conversation = { kind: "group", id: "年报群" };
export const direct = (person: { id: string }): Conversation => ({ kind: "direct", id: person.id });

const organ = { name: "青山区红旗街道办事处", kind: "subdistrict" };
const person = ({ id, name }: { id: string; name: string }, role = "clerk") => ({
  channel: "feishu",
  id,
  name,
  role,
});
export const list = {
  units: [{ organ, people: [person(zhang), person(li)], groups: [{ channel: "feishu", id: group.id }] }],
};

/** A file with these who may. */
export function accessFile(what: unknown = list): string {
  const folder = mkdtempSync(join(tmpdir(), "nianbao-access-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "access.json");
  writeFileSync(file, typeof what === "string" ? what : JSON.stringify(what));
  return file;
}

/** Access by such a list. */
export const accessOf = (what: unknown, { now }: Clock): Access =>
  new Access({ file: accessFile(what), now, log: silent });

/** Lines of a log, for looking at. */
export class Lines implements Log {
  readonly lines: { event: string; fields: LogFields }[] = [];
  info(event: string, fields: LogFields = {}): void {
    this.lines.push({ event, fields });
  }
  readonly warn = (event: string, fields?: LogFields): void => this.info(event, fields);
  readonly error = (event: string, fields?: LogFields): void => this.info(event, fields);
  of(event: string): LogFields[] {
    return this.lines.filter((line) => line.event === event).map(({ fields }) => fields);
  }
}

interface Options {
  capabilities?: Partial<Capabilities>;
  name?: ChannelName;
  store?: MailStore;
  clock?: Clock;
  postbox?: Postbox;
  access?: Access;
  strangers?: Strangers;
  bounds?: Partial<Bounds>;
  read?: ReadFile;
  log?: Log;
  meter?: Meter;
}

/** A dispatch with one channel, a clock that is told, and the real engine. */
export class Desk {
  readonly clock: Clock;
  readonly postbox: Postbox;
  readonly store: MailStore;
  readonly dispatch: Dispatch;
  #count = 0;

  constructor({
    capabilities,
    name,
    store,
    clock,
    postbox,
    access,
    strangers,
    bounds = {},
    read = readReport,
    log = silent,
    meter = silentMeter,
  }: Options = {}) {
    this.clock = clock ?? new Clock("2026-01-05T09:00:00+08:00");
    this.postbox = postbox ?? new Postbox(capabilities, name);
    this.store = store ?? memoryStore();
    const { now } = this.clock;
    this.dispatch = new Dispatch({
      channels: [this.postbox],
      store: this.store,
      access: access ?? new Access({ file: accessFile(), now, log: silent }),
      ...(strangers === undefined ? {} : { strangers }),
      ...{ bounds, read, now, log, meter, waits: this.clock },
    });
  }

  static async open(options: Options = {}): Promise<Desk> {
    const desk = new Desk(options);
    await desk.dispatch.start();
    return desk;
  }

  /** Somebody says something in the private chat, unless said otherwise. */
  says(text: string, more: Partial<Extract<Inbound, { kind: "message" }>> = {}): Promise<Receipt> {
    const sender = more.sender ?? zhang;
    return this.postbox.deliver({
      kind: "message",
      id: `m${(this.#count += 1)}`,
      conversation: direct(sender),
      sender,
      at: this.clock.now().getTime(),
      text,
      mentioned: true,
      files: [],
      ...more,
    });
  }

  /** Somebody presses the last card that has something to press. */
  presses(
    choice: string | Record<string, string>,
    more: Partial<Extract<Inbound, { kind: "action" }>> = {},
  ): Promise<Receipt> {
    const sender = more.sender ?? zhang;
    const card = this.card();
    const pressed =
      typeof choice === "string"
        ? { choice: card.choices?.find(({ label }) => label === choice)?.id ?? choice }
        : { fields: choice };
    return this.postbox.deliver({
      kind: "action",
      id: `m${(this.#count += 1)}`,
      conversation: direct(sender),
      sender,
      at: this.clock.now().getTime(),
      card: card.id,
      ...pressed,
      ...more,
    });
  }

  card() {
    const cards = this.postbox.shown.flatMap(({ out }) => (out.type === "card" ? [out.card] : []));
    const card = cards.findLast(({ choices, fields }) => choices !== undefined || fields !== undefined);
    if (card === undefined) throw new Error("no card was shown");
    return card;
  }

  /** Everything is done and sent that needs no time to pass. */
  async done(): Promise<void> {
    await settle();
    await this.dispatch.idle();
  }

  words(to: Conversation = direct(zhang)): string[] {
    return this.postbox.words(to);
  }
}
