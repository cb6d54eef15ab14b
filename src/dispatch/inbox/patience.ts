import { ChannelError } from "../../channels/channel.ts";
import { trace, type Office, type Port } from "../office.ts";
import type { Said } from "../payload.ts";
import { worded, type Answered } from "../outbox/rendering.ts";
import type { Sending } from "../outbox/sending.ts";
import { bounded } from "../waits.ts";
import { wording } from "../wording.ts";

const progressMs = 1500;
const waitMs = 5000;
const progressSendMs = 3000;

/** Says that work goes on when an answer takes its time: as progress where the platform has it, else in one text. */
export class Patience {
  readonly #office: Office;
  readonly #sending: Sending;
  readonly #over = new AbortController();
  #saying: Promise<void> = Promise.resolve();
  readonly #job: { said: Said; port: Port; answered: Answered };

  constructor(office: Office, sending: Sending, job: { said: Said; port: Port; answered: Answered }) {
    this.#office = office;
    this.#sending = sending;
    this.#job = job;
    void this.#watch();
  }

  /** What was being said has been said: the answer comes after it. */
  async over(): Promise<void> {
    this.end();
    await this.#saying;
  }

  /** The answer is there. */
  end(): void {
    this.#over.abort();
  }

  /** Says something else at once, best as it goes. */
  tell(text: string): void {
    const { said, port, answered } = this.#job;
    this.end();
    const options = {
      ...this.#options(),
      key: `${answered.stem}-x`,
      signal: AbortSignal.timeout(progressSendMs),
    };
    port.channel.send(said.conversation, { type: "text", text }, options).catch(() => undefined);
  }

  async #watch(): Promise<void> {
    const { waits, busy } = this.#office;
    const { port } = this.#job;
    const { channel } = port;
    await waits.wait(channel.capabilities.progress ? progressMs : waitMs, this.#over.signal);
    if (this.#over.signal.aborted) return;
    const release = busy.hold();
    this.#saying = this.#speak().finally(release);
  }

  async #speak(): Promise<void> {
    const { waits } = this.#office;
    const { said, port } = this.#job;
    const { channel } = port;
    try {
      if (!channel.capabilities.progress) return await this.#say();
      const late = (): Error => new ChannelError("平台没有回应。", { where: channel.name, code: "timeout" });
      await bounded(
        async () => await channel.progress?.(said.conversation, wording.working, this.#options()),
        {
          ...{ ms: progressSendMs, waits, late },
        },
      );
    } catch (error) {
      // Failing is no fault: the answer comes anyway.
      this.#office.log.warn("progress-failed", { channel: channel.name, name: trace(error).name });
    }
  }

  async #say(): Promise<void> {
    const { mail, now } = this.#office;
    const { said, answered } = this.#job;
    const { conversation, reply } = said;
    const word = { conversation, text: wording.working, ...(reply === undefined ? {} : { reply }) };
    const row = {
      key: `${answered.stem}-w`,
      channel: answered.channel,
      at: now().getTime(),
      kept: answered.capabilities.history === true,
    };
    this.#sending.add(await mail.settle([], [worded(word, row)]));
  }

  #options() {
    const { said, answered } = this.#job;
    return {
      key: `${answered.stem}-0`,
      again: false,
      signal: AbortSignal.any([this.#over.signal, AbortSignal.timeout(progressSendMs)]),
      ...(said.reply === undefined ? {} : { reply: said.reply }),
    };
  }
}
