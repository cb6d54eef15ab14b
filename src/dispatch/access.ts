import { readFileSync, statSync } from "node:fs";
import type { ChannelName, Conversation } from "../channels/channel.ts";
import type { Membership } from "../conversation/message.ts";
import { OutsideError } from "../errors.ts";
import type { Log } from "../log.ts";
import { parseAccess, type Unlisted } from "./access/list.ts";
import { isHere, type AccessList, type ListedUnit } from "./access/shape.ts";
import { Units } from "./access/units.ts";

/** Whoever may talk to the bot: for which units, and what the list calls the person. */
export interface Admitted {
  memberships: readonly Membership[];
  name: string;
}

/** At most once a second somebody looks whether the file has changed. */
const lookMs = 1000;
const nobody: AccessList = { units: [] };

/** Who may: the list in a file, read again when it changes; a broken new version leaves the old one. Without a file: nobody but this machine. */
export class Access {
  readonly #file: string | undefined;
  readonly #now: () => Date;
  readonly #log: Log;
  #list: AccessList = nobody;
  #index = new Units(nobody);
  #looked = -Infinity;
  #version = "";

  /** OutsideError with one sentence when the file is there and broken. */
  constructor({ file, now, log }: { file?: string; now: () => Date; log: Log }) {
    this.#file = file;
    this.#now = now;
    this.#log = log;
    this.#look();
    const faults = this.#read();
    if (faults.length > 0)
      throw new OutsideError(faults[0] ?? "", { where: "access", code: "invalid", cause: faults });
  }

  /** null: a stranger. In a group the group counts and the person; in a direct chat the person. */
  admits(
    channel: ChannelName,
    conversation: Conversation,
    sender: { id: string; name?: string },
  ): Admitted | null {
    if (isHere(channel))
      return { memberships: [{ unit: "local", role: "clerk" }], name: sender.name ?? "您" };
    this.#renew();
    let named: string | undefined;
    const units =
      conversation.kind === "group"
        ? this.#index.ofGroup(channel, conversation.id)
        : this.#index.ofPerson(channel, sender.id);
    const memberships = units.flatMap(({ organ, year, people }): Membership[] => {
      const ours = people.filter((person) => person.channel === channel);
      const listed = ours.find((person) => person.id === sender.id);
      const person = listed ?? ours.find((anybody) => anybody.id === "*");
      if (person === undefined) return [];
      named ??= listed?.name;
      return [{ unit: organ.name, role: person.role, organ, ...(year === undefined ? {} : { year }) }];
    });
    return memberships.length === 0
      ? null
      : { memberships, name: named ?? sender.name ?? "没有登记姓名的人" };
  }

  /** The units of the list as it is now. */
  units(): readonly ListedUnit[] {
    this.#renew();
    return this.#list.units;
  }

  #renew(): void {
    // Which ones, doctor says: a log has no names, and a slip of the pen may have put one anywhere.
    const faults = this.#look() ? this.#read().length : 0;
    if (faults > 0) this.#log.error("access-list-broken", { faults });
  }

  /** Who of the two is on no unit's list; nobody, where the two are on different ones. */
  unlisted(channel: ChannelName, conversation: Conversation, sender: { id: string }): readonly Unlisted[] {
    const came: Unlisted[] = [
      { channel, kind: "person", id: sender.id },
      ...(conversation.kind === "group" ? [{ channel, kind: "group" as const, id: conversation.id }] : []),
    ];
    return came.filter((one) => !this.#index.lists(one));
  }

  /** Whether the file is another one than before. */
  #look(): boolean {
    const now = this.#now().getTime();
    if (this.#file === undefined || Math.abs(now - this.#looked) < lookMs) return false;
    this.#looked = now;
    const stat = statSync(this.#file, { throwIfNoEntry: false });
    const version = stat === undefined ? "none" : `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
    const changed = version !== this.#version;
    this.#version = version;
    return changed;
  }

  /** Takes the list as it is now; gives the faults of one that is broken, and then keeps the old one. */
  #read(): readonly string[] {
    if (this.#file === undefined) return [];
    if (this.#version === "none") {
      this.#take(nobody);
      this.#log.warn("access-list-missing");
      return [];
    }
    let text: string;
    try {
      text = readFileSync(this.#file, "utf8");
    } catch {
      return ["使用名单读不出来。请检查 NIANBAO_ACCESS 写的文件和它的权限。"];
    }
    const parsed = parseAccess(text);
    if ("faults" in parsed) return parsed.faults;
    this.#take(parsed.list);
    this.#log.info("access-list-read", { units: parsed.list.units.length });
    return [];
  }

  #take(list: AccessList): void {
    this.#list = list;
    this.#index = new Units(list);
  }
}
