import type { Incoming, Outgoing, Received, Unsent, Waiting } from "../mail.ts";
import type { Transaction } from "./database.ts";
import { Put, Seqs, type Place } from "./rows.ts";
import { sentences } from "./sentences.ts";
import type { Runs, Tokens } from "./tokens.ts";

/** The message was there before. */
export class Known extends Error {
  override readonly name = "Known";
}

/** Puts rows into the inbox and the outbox within a transaction, each with its token for the queue. */
export class Putting {
  readonly #tokens: Tokens;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
  }

  /** Queues are made before a transaction that needs them: they take a connection of their own. */
  async ready(incoming: Pick<Incoming, "channel"> | undefined, outgoing: readonly Outgoing[]): Promise<void> {
    const channels = new Set(
      [...(incoming === undefined ? [] : [incoming]), ...outgoing].map(({ channel }) => channel),
    );
    for (const channel of channels) await this.#tokens.queue(channel);
  }

  /** Throws Known where it was there before: nothing of the transaction is to be written then. */
  async in(
    tx: Transaction,
    incoming: Incoming,
    outgoing: readonly Outgoing[],
    where: Where & { hasAll: (of: Lane, seqs: readonly number[]) => boolean },
  ): Promise<{ received: Received; ours: boolean }> {
    const { channel, id, conversation, owner, at, payloads, card, kept, apart } = incoming;
    if (card !== undefined) {
      if ((await tx.query(sentences.known, [channel, id])).length > 0) throw new Known();
      if ((await tx.query(sentences.useCard, [card])).length === 0)
        return { received: { kind: "over" }, ours: false };
    }
    const from = [channel, id, conversation, owner, at];
    const putting =
      payloads.length === 0
        ? tx.query(sentences.keepId, from)
        : tx.query(sentences.putIn, [...from, payloads, kept, apart === true]);
    const turn = apart !== true && payloads.length > 0;
    const held = where.held(incoming);
    const [put] = await Promise.all([putting, turn && !held ? this.#add(tx, incoming) : undefined]);
    const seqs = Seqs.parse(put);
    if (seqs.length === 0) throw new Known();
    // Whoever has the turn of the conversation goes on with it, unless something came in elsewhere before.
    const ours = turn && held && where.hasAll(incoming, seqs[0]?.before ?? []);
    if (turn && held && !ours) await this.#add(tx, incoming);
    const waiting = seqs
      .toSorted((one, other) => one.part - other.part)
      .flatMap(({ seq, part }): Waiting[] => {
        const payload = payloads[part];
        if (payload === undefined) return [];
        return [{ seq, channel, id, part, conversation, owner, at, payload, begun: 0, kept }];
      });
    return { received: { kind: "new", waiting, unsent: await this.out(tx, outgoing, where) }, ours };
  }

  async #add(tx: Transaction, { channel, conversation }: Incoming): Promise<void> {
    await this.#tokens.add(tx, await this.#tokens.queue(channel), conversation);
  }

  /**
   * `after`: what follows it in its conversation takes its place. A conversation whose turn this process has (`held`) needs
   * no other turn; of another one, one turn sends all of these.
   */
  async out(
    tx: Transaction,
    outgoing: readonly Outgoing[],
    { after, held }: Where,
  ): Promise<readonly Unsent[]> {
    if (outgoing.length === 0) return [];
    const behind = outgoing.map(({ channel, conversation }) =>
      after?.conversation === conversation && after.channel === channel ? after.place : null,
    );
    const column = <Name extends keyof Outgoing>(name: Name) => outgoing.map((row) => row[name]);
    const put = Put.parse(
      await tx.query(sentences.putOut, [
        behind,
        ...[column("key"), column("channel"), column("conversation"), column("at"), column("payload")],
        ...[outgoing.map(({ bytes }) => (bytes === undefined ? null : Buffer.from(bytes))), column("kept")],
        ...[outgoing.map(({ card }) => card?.kind ?? null), outgoing.map(({ card }) => card?.owner ?? null)],
      ]),
    );
    const seqs = new Map(put.map(({ key, seq }) => [key, seq]));
    const unsent = outgoing.flatMap(({ key, channel, conversation, at, payload }): Unsent[] => {
      const seq = seqs.get(key);
      return seq === undefined
        ? []
        : [{ seq, key, channel, conversation, at, payload, attempts: 0, uncertain: false }];
    });
    await this.turns(
      tx,
      unsent.filter((row) => !held(row)),
    );
    return unsent;
  }

  /** One turn for each of their conversations. */
  async turns(tx: Runs, rows: readonly Pick<Outgoing, "channel" | "conversation">[]): Promise<void> {
    const of = new Map(rows.map((row) => [JSON.stringify([row.channel, row.conversation]), row]));
    for (const { channel, conversation } of of.values())
      await this.#tokens.add(tx, await this.#tokens.queue(channel), conversation);
  }
}

type Lane = Pick<Incoming, "channel" | "conversation">;

interface Where {
  after?: Place;
  held: (of: Lane) => boolean;
}
