import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { Commits } from "./commits.ts";
import type {
  CardState,
  Desk,
  Incoming,
  Mail,
  MailLine,
  Outgoing,
  Received,
  Unsent,
  Waiting,
} from "./mail.ts";
import { lookAgain } from "./looks.ts";
import { keptMs } from "./mail.ts";
import { Statements } from "./statements.ts";
import { fileTrouble } from "./trouble.ts";

const tickMs = 60_000;

const truth = z.int().transform((value) => value !== 0);
const WaitingRow = z.object({
  seq: z.int(),
  channel: z.string(),
  id: z.string(),
  part: z.int(),
  conversation: z.string(),
  owner: z.string(),
  at: z.int(),
  payload: z.string(),
  begun: z.int(),
  kept: truth,
});
const CountsRow = z.object({ waiting: z.int(), unsent: z.int() });
const UnsentRow = z.object({
  seq: z.int(),
  key: z.string(),
  channel: z.string(),
  conversation: z.string(),
  at: z.int(),
  payload: z.string(),
  attempts: z.int(),
  uncertain: truth,
});
const Bytes = z.instanceof(Uint8Array);
const FileRow = z.object({ name: z.string(), bytes: Bytes }).optional();
const BytesRow = z.object({ bytes: Bytes.nullable() }).optional();
const CardRow = z
  .object({
    live: truth,
    owner: z.string().nullable(),
    conversation: z.string(),
    payload: z.string().nullable(),
  })
  .optional();
const LineRow = z.object({
  at: z.int(),
  key: z.string(),
  payload: z.string(),
  outgoing: truth,
  live: truth,
  bytes: Bytes.nullable(),
});
const LastLook = z.object({ number: z.int(), told: z.int(), passed: z.int() }).optional();
const OldLook = z.object({ number: z.int(), inbox: z.int(), outbox: z.int() }).optional();
const PlaceRow = z.object({ place: z.int(), conversation: z.string(), channel: z.string() });

/** The tables of the inbox and the outbox. What is named `…Now` runs within a commit. */
export class Mailbox implements Mail {
  readonly #commits: Commits;
  readonly #run: Statements;
  readonly #file: string;
  #ticking: NodeJS.Timeout | undefined;

  constructor(db: DatabaseSync, commits: Commits, file: string) {
    this.#run = new Statements(db);
    this.#commits = commits;
    this.#file = file;
  }

  receive(incoming: Incoming, outgoing: readonly Outgoing[] = []): Promise<Received> {
    return this.#commits.write(() => this.#receiveNow(incoming, outgoing));
  }

  /** This process alone owns the file: all that was left is its own, and the rest is given at once. */
  async attend(desk: Desk): Promise<void> {
    const [unsent, waiting] = [await this.unsent(), await this.waiting()];
    desk.send(unsent, true);
    desk.work(waiting, true);
    this.#ticking = setInterval(() => void desk.tick(), tickMs).unref();
  }

  /** Ends the ticking. */
  close(): void {
    clearInterval(this.#ticking);
  }

  knows(channel: string, id: string): Promise<boolean> {
    return this.#reading(() => this.#run.known.get(channel, id) !== undefined);
  }

  waiting(): Promise<readonly Waiting[]> {
    return this.#reading(() => z.array(WaitingRow).parse(this.#run.waiting.all()));
  }

  counts(): Promise<{ waiting: number; unsent: number }> {
    return this.#reading(() => CountsRow.parse(this.#run.counts.get()));
  }

  begin(seq: number): Promise<void> {
    return this.#commits.write(() => void this.#run.begin.run(seq));
  }

  leave(seq: number): Promise<void> {
    return this.#commits.write(() => void this.#run.leave.run(seq));
  }

  keepFile(seq: number, { name, bytes }: { name: string; bytes: Uint8Array }): Promise<void> {
    return this.#commits.write(() => void this.#run.keepFile.run(seq, name, bytes));
  }

  fileOf(seq: number): Promise<{ name: string; bytes: Uint8Array } | undefined> {
    return this.#reading(() => FileRow.parse(this.#run.fileOf.get(seq)));
  }

  settle(seqs: readonly number[], outgoing: readonly Outgoing[]): Promise<readonly Unsent[]> {
    return this.#commits.write(() => this.settleNow(seqs, outgoing));
  }

  /** Within a commit: these are done, and this is to be sent. */
  settleNow(seqs: readonly number[], outgoing: readonly Outgoing[]): readonly Unsent[] {
    for (const seq of seqs) {
      this.#run.endChoicesOf.run(seq);
      this.#run.done.run(seq);
      this.#run.dropFile.run(seq);
    }
    return this.#putNow(outgoing);
  }

  unsent(): Promise<readonly Unsent[]> {
    return this.#reading(() => z.array(UnsentRow).parse(this.#run.unsent.all()));
  }

  bytesOf(seq: number): Promise<Uint8Array | undefined> {
    return this.#reading(() => BytesRow.parse(this.#run.bytesOf.get(seq))?.bytes ?? undefined);
  }

  sending(seq: number): Promise<boolean> {
    return this.#commits.write(() => this.#run.mark.run(1, 0, seq).changes > 0);
  }

  failedOnce(seq: number, uncertain: boolean): Promise<void> {
    return this.#commits.write(() => void this.#run.mark.run(uncertain ? 1 : 0, 1, seq));
  }

  sent(seq: number, id: string, then: readonly Outgoing[], when: "now" | "soon"): Promise<readonly Unsent[]> {
    return this.#commits.write(() => this.#endNow(seq, 2, id, then), when);
  }

  givenUp(seq: number, why: string, then: readonly Outgoing[]): Promise<readonly Unsent[]> {
    return this.#commits.write(() => this.#endNow(seq, 3, why, then));
  }

  async card(key: string): Promise<CardState> {
    const row = await this.#reading(() => CardRow.parse(this.#run.card.get(key)));
    if (row === undefined || !row.live || row.owner === null || row.payload === null) return { kind: "over" };
    return { kind: "live", owner: row.owner, conversation: row.conversation, payload: row.payload };
  }

  async lines(channel: string, conversation: string, limit: number): Promise<readonly MailLine[]> {
    const rows = await this.#reading(() =>
      z.array(LineRow).parse(this.#run.lines.all(channel, conversation, channel, conversation, limit)),
    );
    return rows.reverse().map(({ at, key, payload, outgoing, live, bytes }) => {
      if (!outgoing) return { at, key, incoming: payload };
      return { at, key, outgoing: payload, live, ...(bytes === null ? {} : { bytes }) };
    });
  }

  tidy(now: number): Promise<void> {
    return this.#commits.write(() => this.#tidyNow(now));
  }

  flush(): Promise<void> {
    return this.#commits.write(() => undefined);
  }

  #tidyNow(now: number): void {
    const last = LastLook.parse(this.#run.lastLook.get());
    const { passed, due, back } = lookAgain(last, now);
    if (back && last !== undefined) this.#run.clockWentBack.run(now, last.number);
    if (!due) return;
    this.#run.look.run(now, passed);
    const old = OldLook.parse(this.#run.oldLook.get(passed - keptMs));
    if (old === undefined) return;
    this.#run.forgetInbox.run(old.inbox);
    this.#run.forgetOutbox.run(old.outbox);
    this.#run.forgetLooks.run(old.number);
  }

  #receiveNow(incoming: Incoming, outgoing: readonly Outgoing[]): Received {
    const { channel, id, conversation, owner, at, payloads, card, kept } = incoming;
    if (this.#run.known.get(channel, id) !== undefined) return { kind: "known" };
    if (card !== undefined && this.#run.useCard.run(card).changes === 0) return { kind: "over" };
    if (payloads.length > 0) this.#run.endChoices.run(owner);
    const flag = kept ? 1 : 0;
    const waiting = payloads.map((payload, part): Waiting => {
      const row = this.#run.putIn.run(channel, id, part, conversation, owner, at, payload, flag, 0);
      return {
        seq: Number(row.lastInsertRowid),
        ...{ channel, id, part, conversation, owner, at, payload, begun: 0, kept },
      };
    });
    if (payloads.length === 0) this.#run.putIn.run(channel, id, 0, conversation, owner, at, null, 0, 1);
    return { kind: "new", waiting, unsent: this.#putNow(outgoing) };
  }

  #putNow(outgoing: readonly Outgoing[], after?: z.infer<typeof PlaceRow>): readonly Unsent[] {
    return outgoing.flatMap((one): Unsent[] => {
      const { key, channel, conversation, at, payload, bytes, card, kept } = one;
      if (card?.kind === "form") this.#run.endForms.run(card.owner);
      const behind = after?.conversation === conversation && after.channel === channel ? after.place : null;
      const live = card === undefined ? 0 : 1;
      const row = this.#run.putOut.run(
        ...([behind, key, channel, conversation, at, payload, bytes ?? null, kept ? 1 : 0] as const),
        ...([card?.kind ?? null, card?.owner ?? null, live] as const),
      );
      if (row.changes === 0) return [];
      const seq = Number(row.lastInsertRowid);
      return [{ seq, key, channel, conversation, at, payload, attempts: 0, uncertain: false }];
    });
  }

  #endNow(seq: number, state: 2 | 3, told: string, then: readonly Outgoing[]): readonly Unsent[] {
    const row = PlaceRow.optional().parse(this.#run.placeOf.get(seq));
    // What was forgotten, or ended before, is not ended again.
    if (row === undefined || this.#run.end.run(state, told, seq).changes === 0) return [];
    return this.#putNow(then, row);
  }

  /** SQLite answers at once; what it refuses rejects. */
  #reading<T>(read: () => T): Promise<T> {
    try {
      return Promise.resolve(read());
    } catch (error) {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      return Promise.reject(fileTrouble(error, this.#file));
    }
  }
}
