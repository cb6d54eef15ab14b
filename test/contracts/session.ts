import { expect } from "vitest";
import {
  ChannelError,
  Inbound,
  type Channel,
  type ChannelEvents,
  type ChannelState,
  type Conversation,
  type InboundFile,
  type Outbound,
  type Receipt,
  type SendOptions,
} from "../../src/channels/channel.ts";
import { until, type Person, type Rig, type Says, type Shown } from "./rig.ts";

/** What a channel and its platform are, before anything is opened: decides which cases there are. */
export interface Kind {
  name: Channel["name"];
  capabilities: Channel["capabilities"];
  faults: Rig["faults"];
  people: Rig["people"];
  group: Conversation | null;
  acknowledges: boolean;
  stranger: boolean;
}

/** Registers one case; its rig and channel are opened before and closed after. */
export type Case = (sentence: string, work: (session: Session) => Promise<void>) => void;

export type Heard = Extract<Inbound, { kind: "message" }>;
export type Pressed = Extract<Inbound, { kind: "action" }>;
export type ShownCard = Shown & { type: "card" };

export const direct = (person: Person): Conversation => ({ kind: "direct", id: person.id });
export const patient = (): AbortSignal => AbortSignal.timeout(30_000);
export const wordsOf = (shown: readonly Shown[]): string[] =>
  shown.flatMap((one) => (one.type === "text" ? [one.text] : []));

/** A rig, a started channel, and what the channel reported. */
export class Session {
  readonly rig: Rig;
  channel: Channel;
  readonly seen: Inbound[] = [];
  readonly states: ChannelState[] = [];
  /** What the dispatch would do with a message. */
  receive: (message: Inbound) => Promise<Receipt> = () => Promise.resolve({ kind: "taken" });
  #keys = 0;

  private constructor(rig: Rig) {
    this.rig = rig;
    this.channel = rig.channel();
  }

  static async open(open: () => Promise<Rig>): Promise<Session> {
    const session = new Session(await open());
    try {
      await session.channel.start(session.events);
      return session;
    } catch (error) {
      await session.rig.close();
      throw error;
    }
  }

  readonly events: ChannelEvents = {
    inbound: (message) => {
      this.seen.push(Inbound.parse(message));
      return this.receive(message);
    },
    state: (state) => void this.states.push(state),
    history: () => Promise.resolve([]),
  };

  async close(): Promise<void> {
    await this.channel.stop();
    await this.rig.close();
  }

  /** The service ends and starts again: another channel takes its place. */
  async restart(): Promise<void> {
    await this.channel.stop();
    this.channel = this.rig.channel();
    await this.channel.start(this.events);
  }

  get person(): Person {
    return this.rig.people[0];
  }

  get chat(): Conversation {
    return direct(this.person);
  }

  get messages(): Heard[] {
    return this.seen.filter((message): message is Heard => message.kind === "message");
  }

  get actions(): Pressed[] {
    return this.seen.filter((message): message is Pressed => message.kind === "action");
  }

  /** Somebody says something; resolves with how the channel reported it. */
  async hear(text: string, more: Partial<Says> = {}): Promise<Heard> {
    const before = this.messages.length;
    await this.rig.says({ from: this.person, in: this.chat, text, ...more });
    await until(() => this.messages.length > before);
    const heard = this.messages[before];
    if (heard === undefined) throw new Error("nothing was heard");
    return heard;
  }

  /** Says something to the person, as an answer to a message or as a push. */
  send(message: Outbound, { to = this.chat, ...options }: Partial<SendOptions & { to: Conversation }> = {}) {
    this.#keys += 1;
    return this.channel.send(to, message, {
      key: `key-${this.#keys}`,
      again: false,
      signal: patient(),
      ...options,
    });
  }

  say(text: string, options: Partial<SendOptions & { to: Conversation }> = {}) {
    return this.send({ type: "text", text }, options);
  }

  /** Sends with an answer to the first message, so that every platform lets it through. */
  async answering(): Promise<{ reply?: string }> {
    const { reply } = await this.hear("开始");
    return reply === undefined ? {} : { reply };
  }

  shown(conversation: Conversation = this.chat): readonly Shown[] {
    return this.rig.shown(conversation);
  }

  /** Waits until as many texts, cards and files are shown. */
  async showing(count: number, conversation: Conversation = this.chat): Promise<readonly Shown[]> {
    await until(() => this.shown(conversation).length >= count);
    return this.shown(conversation);
  }

  async card(conversation: Conversation = this.chat): Promise<ShownCard> {
    const find = () => this.shown(conversation).findLast((one): one is ShownCard => one.type === "card");
    await until(() => find() !== undefined);
    const card = find();
    if (card === undefined) throw new Error("no card is shown");
    return card;
  }

  async fetch(file: InboundFile | undefined, maxBytes = this.channel.capabilities.fileIn.maxBytes) {
    if (file === undefined) throw new Error("the message brought no file");
    return await this.channel.fetch(file, { maxBytes, signal: patient() });
  }
}

/** The error of something that must be refused: typed, with one sentence of Chinese and nothing else in it. */
export async function refused(work: Promise<unknown>, ...secrets: readonly string[]): Promise<ChannelError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ChannelError);
  if (!(error instanceof ChannelError)) throw new Error("not refused");
  expect(error.message).toMatch(/[\u4e00-\u9fff]/);
  expect(error.message).not.toMatch(/[a-z]{4}|\d{6}|\n/i);
  for (const secret of secrets) expect(error.message).not.toContain(secret);
  return error;
}
