import { ChannelName } from "../../channels/channel.ts";
import type { Engine } from "../../conversation/engine.ts";
import type { Message } from "../../conversation/message.ts";
import type { Reply } from "../../conversation/reply.ts";
import { OutsideError } from "../../errors.ts";
import { hashed } from "../../log.ts";
import type { MailUnit, Settled, Waiting } from "../../store/mail.ts";
import { laneOf, Lanes } from "../lanes.ts";
import { insist, storeMs, trace, type Office, type Port } from "../office.ts";
import { Said, stem, talkKey } from "../payload.ts";
import { render, type Answered } from "../outbox/rendering.ts";
import type { Sending } from "../outbox/sending.ts";
import { backOff } from "../waits.ts";
import { wording } from "../wording.ts";
import type { Fetching } from "./fetching.ts";
import { messageOf, type Job } from "./job.ts";
import { Patience } from "./patience.ts";

/** So many times a message may have ended the process; the first time is not counted. */
const mostBegun = 2;

/** The inbox: of each conversation one message after another, different ones side by side. */
export class Work {
  readonly #office: Office;
  readonly #engine: Engine<MailUnit>;
  readonly #sending: Sending;
  readonly #fetching: Fetching;
  readonly #lanes = new Lanes<Waiting>();
  /** Left over from another process. */
  readonly #left = new Set<number>();
  #suspects: Promise<unknown> = Promise.resolve();

  constructor({
    office,
    engine,
    sending,
    fetching,
  }: {
    office: Office;
    engine: Engine<MailUnit>;
    sending: Sending;
    fetching: Fetching;
  }) {
    this.#office = office;
    this.#engine = engine;
    this.#sending = sending;
    this.#fetching = fetching;
  }

  /** What has just come in. */
  add(rows: readonly Waiting[]): void {
    this.take(rows, false);
  }

  /** Works on these after everything that waits in their conversations; `left` by another process, whatever their age. */
  take(rows: readonly Waiting[], left: boolean): void {
    for (const row of rows) {
      if (left) this.#left.add(row.seq);
      this.#prefetch(row);
      const key = laneOf(row);
      this.#lanes.add(key, row, (lane) => this.#run(key, lane));
    }
  }

  #prefetch(row: Waiting): void {
    const parsed = Said.safeParse(JSON.parse(row.payload));
    if (parsed.success && parsed.data.what.kind === "file") this.#fetching.begin(row, parsed.data.what.file);
  }

  async #run(key: string, lane: Waiting[]): Promise<void> {
    const releases = [this.#office.busy.hold(), this.#office.turns.hold()];
    try {
      for (let row = lane[0]; row !== undefined && !this.#office.stopping.aborted; row = lane[0]) {
        await this.#safely(row);
        this.#fetching.forget(row);
        lane.shift();
      }
      this.#lanes.end(key);
    } finally {
      for (const release of releases) release();
    }
  }

  /** A fault of ours ends one message with a sentence; what comes behind it goes on. */
  async #safely(row: Waiting): Promise<void> {
    const { log, meter, ports } = this.#office;
    const port = ports.get(row.channel);
    // The channel is switched off: what it brought is worked on when it comes back.
    if (port === undefined) return;
    try {
      const said = Said.parse(JSON.parse(row.payload));
      const job: Job = { row, said, port, answered: this.#answered(row, said, port) };
      const left = this.#left.delete(row.seq);
      if (left && row.begun >= mostBegun) return await this.#say(job, wording.poison, "poison");
      if (!left) return await this.#work(job);
      // One of those that were going on when a process ended may have ended it: they are tried one at a time.
      const before = row.begun > 0 ? this.#suspects : Promise.resolve();
      const begun = before.then(() => this.#begin(job));
      if (row.begun > 0) this.#suspects = begun.catch(() => undefined);
      await begun;
    } catch (error) {
      meter.count("turn-failures", { channel: row.channel, why: "fault" });
      log.error("turn-fault", {
        channel: row.channel,
        conversation: hashed(row.conversation),
        ...trace(error),
      });
      await this.#excuse(row, port);
    }
  }

  async #begin(job: Job): Promise<void> {
    if (this.#office.stopping.aborted) return;
    const { mail, stopping } = this.#office;
    await insist(this.#office, "begin", () => mail.begin(job.row.seq));
    await this.#work(job);
    // Whether it was done or is left because we stop, the store knows.
    if (stopping.aborted) await insist(this.#office, "leave", () => mail.leave(job.row.seq));
  }

  async #work(job: Job): Promise<void> {
    const { row, said, port } = job;
    const { access, limits, stopping } = this.#office;
    const channel = ChannelName.parse(row.channel);
    const admitted = access.admits(channel, said.conversation, said.sender);
    if (admitted === null) return await this.#say(job, wording.stranger);
    switch (said.what.kind) {
      case "nothing":
        return await this.#say(job, wording.nothing);
      case "words":
        return await this.#answer(job, messageOf(job, admitted, { text: said.what.text }));
      case "fields":
        return await this.#answer(job, messageOf(job, admitted, { text: "", fields: said.what.fields }));
      case "file": {
        const file = await this.#fetching.of(row, said.what.file, port);
        if (file === null && stopping.aborted) return;
        if (file === null || "fault" in file) return await this.#say(job, file?.fault ?? wording.fault);
        const { id } = said.sender;
        await limits.larger({ channel, id }, file.bytes.length - (said.what.file.size ?? 0));
        return await this.#answer(job, messageOf(job, admitted, { text: "", file }));
      }
      case "stale":
        return;
    }
  }

  async #answer(job: Job, message: Message): Promise<void> {
    const { stopping, log, meter, waits } = this.#office;
    const patience = new Patience(this.#office, this.#sending, job);
    try {
      for (let attempt = 0; ; attempt++) {
        try {
          const { unsent } = await this.#turn(job, message, patience);
          await patience.over();
          return this.#sending.add(unsent);
        } catch (error) {
          if (!(error instanceof OutsideError)) throw error;
          const { code } = error;
          // Another process did it meanwhile; its answers are in the outbox.
          if (code === "settled") return;
          const why = error.where === "store" ? "store" : "outside";
          meter.count("turn-failures", { channel: job.row.channel, why });
          if (why === "store") meter.count("store-failures", {});
          log.error("turn-failed", {
            channel: job.row.channel,
            conversation: hashed(job.row.conversation),
            code,
            attempt,
          });
          if (!error.retryable)
            return await this.#say(job, error.where === "store" ? wording.notStored : error.message, code);
          if (attempt === 2) patience.tell(wording.storing);
          const longest = error.where === "store" ? storeMs : 60_000;
          await waits.wait(Math.min(longest, backOff(Math.min(attempt, 6), 500, waits)), stopping);
          if (stopping.aborted) return;
        }
      }
    } finally {
      patience.end();
    }
  }

  /** One turn; its replies are in the outbox, and the message done, when it ends. */
  async #turn(job: Job, message: Message, patience: Patience): Promise<Settled> {
    let settled: Settled = { unsent: [] };
    const settle = (replies: readonly Reply[], unit: MailUnit): void => {
      patience.end();
      const at = this.#office.now().getTime();
      settled = unit.settle(job.row.seq, render(replies, { ...job.answered, at }));
    };
    const ended = this.#office.meter.time("turn", { channel: job.row.channel });
    try {
      await this.#engine.answer(message, settle);
    } finally {
      ended();
    }
    return settled;
  }

  /** Done without a turn, with one sentence. */
  async #say({ row, answered }: Job, text: string, code?: string): Promise<void> {
    const { mail, now, log } = this.#office;
    const { channel, conversation } = row;
    if (code !== undefined) log.warn("not-done", { channel, conversation: hashed(conversation), code });
    const rows = render([{ type: "text", text }], { ...answered, at: now().getTime() });
    const unsent = await insist(this.#office, "settle", () => mail.settle([row.seq], rows));
    this.#sending.add(unsent ?? []);
  }

  /** Tells the person of a fault of ours; when even that fails, the message is left and nothing is said. */
  async #excuse(row: Waiting, port: Port): Promise<void> {
    const { mail, log } = this.#office;
    try {
      const said = Said.safeParse(JSON.parse(row.payload));
      if (!said.success) return void (await mail.settle([row.seq], []));
      await this.#say(
        { row, said: said.data, port, answered: this.#answered(row, said.data, port) },
        wording.fault,
      );
    } catch (error) {
      log.error("excuse-fault", { channel: row.channel, ...trace(error) });
      // Another process may do better; what ends in this way again and again is given up.
      await mail.leave(row.seq).catch(() => undefined);
    }
  }

  #answered(row: Waiting, said: Said, { channel }: Port): Answered {
    return {
      channel: row.channel,
      capabilities: channel.capabilities,
      said,
      talk: talkKey(row.channel, said.conversation, said.sender.id),
      stem: stem(row.channel, row.id, row.part),
      at: this.#office.now().getTime(),
    };
  }
}
