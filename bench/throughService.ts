import type { Channel, ChannelEvents, Conversation, SendOptions } from "../src/channels/channel.ts";
import { Access } from "../src/dispatch/access.ts";
import { Dispatch } from "../src/dispatch/dispatch.ts";
import { boundless } from "../src/dispatch/inbox/limits.ts";
import { silent } from "../src/log.ts";
import { readReport } from "../src/reading/read.ts";
import { capable } from "../test/support/postbox.ts";
import { given, openFor } from "../test/torture/openFor.ts";
import { message } from "./throughTalks.ts";

/** One process of the service, with a channel that costs next to nothing: who says something comes over the parent's pipe, and what is sent is named there by its key. */

export type ToService =
  | { kind: "say"; person: number; id: string; text: string }
  /** Asks what it has used until now. */
  | { kind: "used" }
  | { kind: "stop" };
export type FromService =
  | { kind: "ready" }
  /** It will not be answered. */
  | { kind: "refused"; id: string }
  | { kind: "sent"; key: string }
  /** Processor time in ms, and resident memory. */
  | { kind: "used"; ms: number; megabytes: number };

const tell = (what: FromService): void => void process.send?.(what);

class Pipe implements Channel {
  readonly name = "feishu";
  readonly capabilities = capable;
  #events: ChannelEvents | undefined;
  #count = 0;

  start(events: ChannelEvents): Promise<void> {
    this.#events = events;
    events.state("ready");
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  async hear({ person, id, text }: Extract<ToService, { kind: "say" }>): Promise<void> {
    const receipt = await this.#events?.inbound(message(person, id, text, new Date().getTime()));
    if (receipt?.kind !== "taken") throw new Error("not taken");
  }

  send(_: Conversation, __: unknown, { key }: SendOptions): Promise<{ id: string }> {
    // The first part of an answer.
    if (key.endsWith("-0")) tell({ kind: "sent", key });
    return Promise.resolve({ id: `${(this.#count += 1)}` });
  }

  fetch(): Promise<never> {
    return Promise.reject(new Error("there are no files"));
  }
}

const { where, access } = given();
const now = (): Date => new Date();
const pipe = new Pipe();
const store = await openFor(where);
const dispatch = new Dispatch({
  ...{ channels: [pipe], store, access: new Access({ file: access, now, log: silent }), now },
  ...{ log: silent, read: readReport, bounds: boundless },
});

process.on("disconnect", () => process.exit(1));
process.on("message", (what: ToService) => {
  if (what.kind === "say") pipe.hear(what).catch(() => tell({ kind: "refused", id: what.id }));
  else if (what.kind === "used") {
    const { user, system } = process.cpuUsage();
    tell({ kind: "used", ms: (user + system) / 1000, megabytes: process.memoryUsage.rss() / 1e6 });
  } else
    void dispatch
      .stop()
      .then(() => store.close())
      .then(() => process.exit(0));
});
await dispatch.start();
tell({ kind: "ready" });
