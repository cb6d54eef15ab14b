import { OutsideError } from "../errors.ts";
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
import { unsealed, type Seal } from "./seal.ts";
import { aboutBytes, aboutFile, aboutFileName, aboutMessage, aboutOutgoing } from "./sealAbout.ts";

/** As they are to be stored. */
export const closedOutgoing = (seal: Seal, outgoing: readonly Outgoing[]): readonly Outgoing[] =>
  seal === unsealed
    ? outgoing
    : outgoing.map((one) => ({
        ...one,
        payload: seal.close(one.payload, aboutOutgoing(one)),
        ...(one.bytes === undefined ? {} : { bytes: seal.closeBytes(one.bytes, aboutBytes(one.key)) }),
      }));

/** What was put into the outbox, in the words it was given in. */
export function asGiven(unsent: readonly Unsent[], outgoing: readonly Outgoing[]): readonly Unsent[] {
  const given = new Map(outgoing.map(({ key, payload }) => [key, payload]));
  return unsent.map((row) => ({ ...row, payload: given.get(row.key) ?? row.payload }));
}

/** A mailbox whose words, files and names of files are sealed on the disk. What cannot be opened stays as it lies there. */
export class SealedMail implements Mail {
  readonly #inner: Mail;
  readonly #seal: Seal;

  constructor(inner: Mail, seal: Seal) {
    this.#inner = inner;
    this.#seal = seal;
  }

  /** Rows that cannot be opened are not handed out, only counted: nobody takes them for done. */
  attend(desk: Desk): Promise<void> {
    const handing = <Row>(
      rows: readonly Row[],
      open: (row: Row) => Row,
      hand: (rows: Row[]) => void,
    ): void => {
      const opened = whatOpens(rows, open);
      if (opened.length < rows.length) desk.unopened?.(rows.length - opened.length);
      if (opened.length > 0 || rows.length === 0) hand(opened);
    };
    return this.#inner.attend({
      channels: desk.channels,
      sends: (channel) => desk.sends(channel),
      opens: (row) =>
        ("id" in row ? whatOpens([row], this.#waiting) : whatOpens([row], this.#unsent)).length > 0,
      unopened: (count) => desk.unopened?.(count),
      work: (rows, left) => handing(rows, this.#waiting, (opened) => desk.work(opened, left)),
      send: (rows, left) => handing(rows, this.#unsent, (opened) => desk.send(opened, left)),
      tick: () => desk.tick(),
    });
  }

  async receive(incoming: Incoming, outgoing: readonly Outgoing[] = []): Promise<Received> {
    const about = aboutMessage(incoming);
    const payloads = incoming.payloads.map((payload) => this.#seal.close(payload, about));
    const received = await this.#inner.receive(
      { ...incoming, payloads },
      closedOutgoing(this.#seal, outgoing),
    );
    if (received.kind !== "new") return received;
    const given = (row: Waiting): Waiting => ({
      ...row,
      payload: incoming.payloads[row.part] ?? row.payload,
    });
    return { ...received, waiting: received.waiting.map(given), unsent: asGiven(received.unsent, outgoing) };
  }

  async waiting(): Promise<readonly Waiting[]> {
    return whatOpens(await this.#inner.waiting(), this.#waiting);
  }

  keepFile(seq: number, { name, bytes }: { name: string; bytes: Uint8Array }): Promise<void> {
    return this.#inner.keepFile(seq, {
      name: this.#seal.close(name, aboutFileName(seq)),
      bytes: this.#seal.closeBytes(bytes, aboutFile(seq)),
    });
  }

  /** One that was changed is as good as none: it is fetched again. */
  async fileOf(seq: number): Promise<{ name: string; bytes: Uint8Array } | undefined> {
    const file = await this.#inner.fileOf(seq);
    if (file === undefined) return undefined;
    return unlessChanged(() => ({
      name: this.#seal.open(file.name, aboutFileName(seq)),
      bytes: this.#seal.openBytes(file.bytes, aboutFile(seq)),
    }));
  }

  async settle(seqs: readonly number[], outgoing: readonly Outgoing[]): Promise<readonly Unsent[]> {
    return asGiven(await this.#inner.settle(seqs, closedOutgoing(this.#seal, outgoing)), outgoing);
  }

  counts(): Promise<{ waiting: number; unsent: number }> {
    return this.#inner.counts();
  }

  async unsent(): Promise<readonly Unsent[]> {
    return whatOpens(await this.#inner.unsent(), this.#unsent);
  }

  async bytesOf(seq: number, key: string): Promise<Uint8Array | undefined> {
    const bytes = await this.#inner.bytesOf(seq, key);
    if (bytes === undefined) return undefined;
    return unlessChanged(() => this.#seal.openBytes(bytes, aboutBytes(key)));
  }

  async sent(...[seq, id, then, when]: Parameters<Mail["sent"]>): Promise<readonly Unsent[]> {
    return asGiven(await this.#inner.sent(seq, id, closedOutgoing(this.#seal, then), when), then);
  }

  async givenUp(seq: number, why: string, then: readonly Outgoing[]): Promise<readonly Unsent[]> {
    return asGiven(await this.#inner.givenUp(seq, why, closedOutgoing(this.#seal, then)), then);
  }

  async card(key: string): Promise<CardState> {
    const card = await this.#inner.card(key);
    if (card.kind === "over") return card;
    const about = aboutOutgoing({ key, conversation: card.conversation });
    return { ...card, payload: this.#seal.open(card.payload, about) };
  }

  async lines(channel: string, conversation: string, limit: number): Promise<readonly MailLine[]> {
    const rows = await this.#inner.lines(channel, conversation, limit);
    return whatOpens(rows, (line) => this.#line(line, channel, conversation));
  }

  knows(channel: string, id: string): Promise<boolean> {
    return this.#inner.knows(channel, id);
  }

  begin(seq: number): Promise<void> {
    return this.#inner.begin(seq);
  }

  leave(seq: number): Promise<void> {
    return this.#inner.leave(seq);
  }

  sending(seq: number): Promise<boolean> {
    return this.#inner.sending(seq);
  }

  failedOnce(seq: number, uncertain: boolean): Promise<void> {
    return this.#inner.failedOnce(seq, uncertain);
  }

  tidy(now: number): Promise<void> {
    return this.#inner.tidy(now);
  }

  flush(): Promise<void> {
    return this.#inner.flush();
  }

  readonly #waiting = (row: Waiting): Waiting => ({
    ...row,
    payload: this.#seal.open(row.payload, aboutMessage(row)),
  });

  readonly #unsent = (row: Unsent): Unsent => ({
    ...row,
    payload: this.#seal.open(row.payload, aboutOutgoing(row)),
  });

  #line(line: MailLine, channel: string, conversation: string): MailLine {
    if ("incoming" in line) {
      const about = aboutMessage({ channel, conversation, id: line.key });
      return { ...line, incoming: this.#seal.open(line.incoming, about) };
    }
    const outgoing = this.#seal.open(line.outgoing, aboutOutgoing({ key: line.key, conversation }));
    if (line.bytes === undefined) return { ...line, outgoing };
    return { ...line, outgoing, bytes: this.#seal.openBytes(line.bytes, aboutBytes(line.key)) };
  }
}

function whatOpens<Row>(rows: readonly Row[], open: (row: Row) => Row): Row[] {
  return rows.flatMap((row) => {
    try {
      return [open(row)];
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      return [];
    }
  });
}

function unlessChanged<T>(open: () => T): T | undefined {
  try {
    return open();
  } catch (error) {
    if (error instanceof OutsideError && error.code === "changed") return undefined;
    throw error;
  }
}
