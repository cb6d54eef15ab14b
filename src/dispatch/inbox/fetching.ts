import { ChannelError, type InboundFile } from "../../channels/channel.ts";
import { hashed } from "../../log.ts";
import type { Waiting } from "../../store/mail.ts";
import { insist, trace, type Office, type Port } from "../office.ts";
import { Slots } from "../slots.ts";
import { backOff, bounded } from "../waits.ts";
import { size, wording } from "../wording.ts";

const fetchMs = 120_000;
const tries = 4;
/** So many files of a channel come down at once, and so many are in hand: what waits has no bytes in memory. */
const mostAtOnce = 4;

/** A file that came in, or the sentence why it could not be had. */
type Fetched = { name: string; bytes: Uint8Array } | { fault: string };

/** Files of messages: one whose link dies is fetched when it arrives and kept, another one when its turn comes. */
export class Fetching {
  readonly #office: Office;
  readonly #begun = new Map<number, Promise<Fetched | "kept">>();
  readonly #arriving: ReadonlyMap<string, Slots>;
  readonly #inHand: ReadonlyMap<string, Slots>;
  /** How to give back the room of a row that is worked on. */
  readonly #held = new Map<number, () => void>();

  constructor(office: Office) {
    this.#office = office;
    // A platform that hangs keeps nobody else's files waiting.
    const slots = () => new Map([...office.ports.keys()].map((channel) => [channel, new Slots(mostAtOnce)]));
    this.#arriving = slots();
    this.#inHand = slots();
  }

  /** Fetches at once what will not wait. */
  begin(row: Waiting, file: InboundFile): void {
    const port = this.#office.ports.get(row.channel);
    if (file.expiresAt === undefined || port === undefined || this.#begun.has(row.seq)) return;
    const release = this.#office.busy.hold();
    this.#begun.set(row.seq, this.#keep(row, file, port).finally(release));
  }

  /** The file of a row that is worked on, until it is forgotten; null when we are stopped before it is there. */
  async of(row: Waiting, file: InboundFile, port: Port): Promise<Fetched | null> {
    const begun = this.#begun.get(row.seq);
    const fetched = begun === undefined ? undefined : await begun;
    this.#begun.delete(row.seq);
    const release = await this.#inHand.get(row.channel)?.take();
    if (release !== undefined) this.#held.set(row.seq, release);
    if (fetched !== undefined && fetched !== "kept") return this.#unlessStopped(fetched);
    const kept = await this.#stored(row);
    if (kept !== undefined) return kept;
    return this.#unlessStopped(await this.#fetch(row, file, port));
  }

  /** The row is over: a file that nobody took is not kept. */
  forget(row: Waiting): void {
    this.#begun.delete(row.seq);
    this.#held.get(row.seq)?.();
    this.#held.delete(row.seq);
  }

  #unlessStopped(fetched: Fetched): Fetched | null {
    return "fault" in fetched && this.#office.stopping.aborted ? null : fetched;
  }

  async #keep(row: Waiting, file: InboundFile, port: Port): Promise<Fetched | "kept"> {
    const release = await this.#arriving.get(row.channel)?.take();
    try {
      return await this.#fetchAndKeep(row, file, port);
    } finally {
      release?.();
    }
  }

  async #fetchAndKeep(row: Waiting, file: InboundFile, port: Port): Promise<Fetched | "kept"> {
    if ((await this.#stored(row)) !== undefined) return "kept";
    const fetched = await this.#fetch(row, file, port);
    if ("fault" in fetched) return fetched;
    try {
      await this.#office.mail.keepFile(row.seq, fetched);
      return "kept";
    } catch (error) {
      this.#office.log.error("store-failed", { what: "file", ...trace(error) });
      return fetched;
    }
  }

  #stored({ seq }: Waiting) {
    return insist(this.#office, "file", () => this.#office.mail.fileOf(seq));
  }

  async #fetch(row: Waiting, file: InboundFile, { channel }: Port): Promise<Fetched> {
    const { waits, stopping, log } = this.#office;
    const { maxBytes } = channel.capabilities.fileIn;
    const name = file.name ?? "这个文件";
    const late = (): ChannelError =>
      new ChannelError("文件一直没有取下来。", { where: channel.name, code: "timeout" });
    for (let attempt = 0; ; attempt++) {
      try {
        const fetched = await bounded((signal) => channel.fetch(file, { maxBytes, signal }), {
          ...{ ms: fetchMs, waits, stop: stopping, late },
        });
        return fetched.bytes.length > maxBytes
          ? { fault: wording.fileTooLarge(name, size(maxBytes)) }
          : { name: fetched.name === "" ? name : fetched.name, bytes: fetched.bytes };
      } catch (error) {
        const code = error instanceof ChannelError ? error.code : "unknown";
        log.warn("fetch-failed", {
          channel: row.channel,
          conversation: hashed(row.conversation),
          code,
          attempt,
        });
        if (!(error instanceof ChannelError)) log.error("fetch-fault", trace(error));
        const again = error instanceof ChannelError && error.retryable && attempt + 1 < tries;
        if (!again || stopping.aborted) return { fault: faultOf(code, name, maxBytes) };
        await waits.wait(error.retryAfterMs ?? backOff(attempt, 500, waits), stopping);
      }
    }
  }
}

function faultOf(code: string, name: string, maxBytes: number): string {
  if (code === "expired") return wording.fileExpired(name);
  return code === "too_large" ? wording.fileTooLarge(name, size(maxBytes)) : wording.fileFailed(name);
}
