import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Channel, Conversation } from "../../src/channels/channel.ts";
import { Access } from "../../src/dispatch/access.ts";
import { Dispatch } from "../../src/dispatch/dispatch.ts";
import { realWaits, type Waits } from "../../src/dispatch/waits.ts";
import { silent } from "../../src/log.ts";
import { readReport } from "../../src/reading/read.ts";
import { openStore } from "../../src/store/embedded.ts";
import type { MailStore } from "../../src/store/mail.ts";
import type { Organ } from "../../src/report/organ.ts";
import { until, type Person, type Rig, type Says, type Shown } from "./rig.ts";
import { direct } from "./session.ts";

/** A clock that shows this time now and then goes on, faster than others if told so: quotas need one that moves. */
export function clockFrom(time: string, speed = 1): () => Date {
  const [then, start] = [new Date(time).getTime(), performance.now()];
  return () => new Date(then + (performance.now() - start) * speed);
}

/** Waits by such a fast clock. */
export const sped = (speed: number): Waits => ({
  ...realWaits,
  wait: (ms, signal) => realWaits.wait(ms / speed, signal),
});

/** What takes a minute takes a moment here. */
export const hasty: Waits = { ...realWaits, wait: (ms, signal) => realWaits.wait(Math.min(ms, 700), signal) };

export interface Setting {
  /** Admitted to work on the report of one unit; empty: nobody. */
  people: readonly Person[];
  group: Conversation | null;
  organ: Organ;
  now: () => Date;
  waits?: Waits;
}

/** The list of those who may, as a file. */
export function accessFile(
  folder: string,
  channel: Channel["name"],
  { people, group, organ }: Pick<Setting, "people" | "group" | "organ">,
): string {
  const file = join(folder, "access.json");
  const units =
    people.length === 0
      ? []
      : [
          {
            organ,
            people: people.map(({ id, name }) => ({ channel, id, name, role: "clerk" })),
            groups: group === null ? [] : [{ channel, id: group.id }],
          },
        ];
  writeFileSync(file, JSON.stringify({ units }));
  return file;
}

/** The whole service over one channel of a rig: dispatch, talk, a store on the disk. */
export class Service {
  readonly rig: Rig;
  readonly store: MailStore;
  readonly dispatch: Dispatch;
  readonly #folder: string;

  private constructor(rig: Rig, store: MailStore, dispatch: Dispatch, folder: string) {
    this.rig = rig;
    this.store = store;
    this.dispatch = dispatch;
    this.#folder = folder;
  }

  static async open(open: () => Promise<Rig>, settingOf: (rig: Rig) => Setting): Promise<Service> {
    const folder = mkdtempSync(join(tmpdir(), "nianbao-service-"));
    const rig = await open();
    const setting = settingOf(rig);
    const channel = rig.channel();
    const { now, waits = realWaits } = setting;
    const access = new Access({ file: accessFile(folder, channel.name, setting), now, log: silent });
    const store = await openStore(folder);
    const dispatch = new Dispatch({
      channels: [channel],
      store,
      access,
      read: readReport,
      now,
      log: silent,
      waits,
    });
    const service = new Service(rig, store, dispatch, folder);
    await dispatch.start();
    return service;
  }

  async close(): Promise<void> {
    await this.dispatch.stop();
    await this.store.close();
    await this.rig.close();
    rmSync(this.#folder, { recursive: true });
  }

  /** What is shown in answer, when everything is answered. In a group the bot is mentioned. */
  async ask(text: string, more: Partial<Says> = {}): Promise<readonly Shown[]> {
    const [person] = this.rig.people;
    const place = more.in ?? direct(person);
    const before = this.rig.shown(place).length;
    await this.rig.says({ from: person, in: place, text, ...more });
    await this.answered(place, before);
    return this.rig.shown(place).slice(before);
  }

  /** Waits until more is shown than before, and nothing is left to do. */
  async answered(place: Conversation, before: number): Promise<void> {
    await until(() => this.rig.shown(place).length > before, 30_000);
    await this.dispatch.idle();
  }
}
