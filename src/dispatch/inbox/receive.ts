import type { Conversation, Inbound, Line, Receipt } from "../../channels/channel.ts";
import { OutsideError } from "../../errors.ts";
import { hashed } from "../../log.ts";
import type { Incoming, Outgoing } from "../../store/mail.ts";
import type { Admitted } from "../access.ts";
import type { Office, Port } from "../office.ts";
import { conversationKey, Parcel, Said, stem, talkKey, type Word } from "../payload.ts";
import { worded } from "../outbox/rendering.ts";
import type { Sending } from "../outbox/sending.ts";
import { dayOf, wording } from "../wording.ts";
import { pressed } from "./pressed.ts";
import type { Floods } from "./floods.ts";
import { staleMs } from "./floods.ts";
import type { Over, Sender } from "./limits.ts";
import { lineOf } from "./lines.ts";
import type { Work } from "./work.ts";

/** Words that only point at a file. */
const pointing =
  /^(?:请|麻烦|帮忙|帮我|帮|再|先)*(?:看(?:一下|一看|看|下)?|检查(?:一下|下)?|核对(?:一下|下)?|查(?:一下|一查|下)?|读(?:一下)?|收(?:一下)?)?(?:(?:这|上)?(?:个|份|一份|里|面)?(?:文件|材料|年报|报告|附件|表格?)?|这(?:个|份)|它)?[。.！!？?，,～~\s]*$/;

/** What comes in: stored, then acknowledged; the work begins afterwards. */
export class Receiving {
  readonly #office: Office;
  readonly #work: Work;
  readonly #sending: Sending;
  readonly #floods: Floods;

  constructor(office: Office, { work, sending, floods }: { work: Work; sending: Sending; floods: Floods }) {
    this.#office = office;
    this.#work = work;
    this.#sending = sending;
    this.#floods = floods;
  }

  /** Resolves when it is on the disk. OutsideError when it is not; the platform delivers it again then. */
  async inbound(port: Port, message: Inbound): Promise<Receipt> {
    if (this.#office.stopping.aborted)
      throw new OutsideError(wording.stopping, { where: "dispatch", code: "stopping", retryable: true });
    if (!isUsable(message)) {
      // Given again, it would be no better.
      this.#office.log.error("unusable-id", { channel: port.channel.name, kind: message.kind });
      return this.#counted(port, message, { kind: "ignored" });
    }
    if (message.kind === "message" && message.conversation.kind === "group" && !message.mentioned)
      return this.#counted(port, message, { kind: "ignored" });
    const release = this.#office.busy.hold();
    try {
      const admitted = this.#office.access.admits(port.channel.name, message.conversation, message.sender);
      if (admitted === null)
        return this.#counted(port, message, await this.#stranger(port, message), "stranger");
      return this.#counted(port, message, await this.#admitted(port, message, admitted));
    } catch (error) {
      this.#counted(port, message, { kind: "ignored" }, "failed");
      if (error instanceof OutsideError && error.where === "store")
        this.#office.meter.count("store-failures", {});
      throw error;
    } finally {
      release();
    }
  }

  async #admitted(port: Port, message: Inbound, { memberships }: Admitted): Promise<Receipt> {
    const files = message.kind === "message" ? message.files : [];
    const sender = {
      channel: port.channel.name,
      id: message.sender.id,
      units: memberships.map(({ unit }) => unit),
    };
    const stale = this.#office.now().getTime() - message.at > staleMs;
    const over = stale ? null : await this.#office.limits.over(sender, files);
    if (over !== null) return await this.#over(port, message, { over, sender });
    switch (message.kind) {
      case "message":
        return this.#message(port, message);
      case "action":
        return this.#action(port, message);
      case "entered":
        return this.#entered(port, message);
    }
  }

  #counted(
    { channel }: Port,
    { kind }: Inbound,
    receipt: Receipt,
    outcome: Receipt["kind"] | "stranger" | "failed" = receipt.kind,
  ): Receipt {
    this.#office.meter.count("messages", { channel: channel.name, kind, outcome });
    return receipt;
  }

  /** The last lines of a conversation, oldest first; of a message with several parts one. */
  async history(port: Port, conversation: Conversation, limit: number): Promise<readonly Line[]> {
    const { mail } = this.#office;
    const lines = await mail.lines(port.channel.name, conversationKey(conversation), limit);
    return lines.flatMap((line) => lineOf(line));
  }

  /** One sentence a day and conversation; only the ids are kept, and no file is fetched. */
  async #stranger(port: Port, message: Inbound): Promise<Receipt> {
    const { log, now } = this.#office;
    const { name } = port.channel;
    const conversation = conversationKey(message.conversation);
    // A flood of them leaves nothing on the disk, and no line each in the log.
    if (!(await this.#office.limits.stranger(name, `${conversation} ${message.sender.id}`)))
      return message.kind === "action"
        ? { kind: "refused", why: wording.strangerPress }
        : { kind: "ignored" };
    log.warn("stranger", {
      channel: name,
      kind: message.kind,
      conversation: hashed(conversation),
      sender: hashed(message.sender.id),
    });
    this.#note(port, message);
    if (message.kind === "action") return { kind: "refused", why: wording.strangerPress };
    if (message.kind === "entered") return { kind: "ignored" };
    const at = now().getTime();
    const key = `${stem(name, conversation, dayOf(at), "stranger")}-0`;
    const told = worded(wordTo(message, wording.stranger), { key, channel: name, at, kept: false });
    return await this.#store({ ...this.#incoming(port, message), payloads: [] }, [told]);
  }

  /** Not awaited: the answer does not need it. */
  #note({ channel: { name } }: Port, { conversation, sender }: Inbound): void {
    const { access, strangers, busy } = this.#office;
    void strangers?.note(access.unlisted(name, conversation, sender)).finally(busy.hold());
  }

  async #message(port: Port, message: Extract<Inbound, { kind: "message" }>): Promise<Receipt> {
    const said = originOf(message);
    const incoming = this.#incoming(port, message);
    if (incoming.at - message.at > staleMs) {
      const payloads = [JSON.stringify({ ...said, what: { kind: "stale" } } satisfies Said)];
      return await this.#store({ ...incoming, payloads, kept: false, apart: true });
    }
    const line = [message.text, ...message.files.map(({ name }) => `文件：${name ?? "文件"}`)]
      .filter((part) => part.trim() !== "")
      .join("\n");
    const payloads = partsOf(message).map((what, part) =>
      JSON.stringify({ ...said, ...(part === 0 && line !== "" ? { line } : {}), what } satisfies Said),
    );
    return await this.#store({ ...incoming, payloads });
  }

  /** Too much at once: acknowledged and not worked on; a person is told once a minute. */
  async #over(
    port: Port,
    message: Inbound,
    { over, sender }: { over: Over; sender: Sender },
  ): Promise<Receipt> {
    const { log, meter } = this.#office;
    meter.count("limits", { by: over });
    if (message.kind === "action") return { kind: "refused", why: wording.pressedTooFast };
    if (message.kind === "entered") return { kind: "ignored" };
    const refused: Receipt = { kind: "refused", why: wording.over[over] };
    const { kept, told } = await this.#office.limits.spare(sender);
    if (!kept) return refused;
    const incoming = this.#incoming(port, message);
    const { channel, conversation, at } = incoming;
    if (told)
      log.warn("over", { channel, conversation: hashed(conversation), sender: hashed(sender.id), why: over });
    const key = `${stem(channel, message.id, "over")}-0`;
    const word = worded(wordTo(message, wording.over[over]), { key, channel, at, kept: incoming.kept });
    const receipt = await this.#store({ ...incoming, payloads: [] }, told ? [word] : []);
    return receipt.kind === "known" ? receipt : refused;
  }

  /** Someone opened the chat: greeted once a day. */
  async #entered(port: Port, message: Extract<Inbound, { kind: "entered" }>): Promise<Receipt> {
    const incoming = this.#incoming(port, message);
    if (message.conversation.kind === "group" || incoming.at - message.at > staleMs)
      return { kind: "ignored" };
    const said: Said = { ...originOf(message), what: { kind: "words", text: "开始" } };
    const id = `entered:${dayOf(incoming.at)}:${message.sender.id}`;
    return await this.#store({ ...incoming, id, payloads: [JSON.stringify(said)], kept: false });
  }

  async #action(port: Port, message: Extract<Inbound, { kind: "action" }>): Promise<Receipt> {
    const { mail, log } = this.#office;
    const incoming = this.#incoming(port, message);
    if (await mail.knows(incoming.channel, incoming.id)) return { kind: "known" };
    const refuse = (why: string, code: string): Receipt => {
      log.warn("press-refused", {
        channel: incoming.channel,
        conversation: hashed(incoming.conversation),
        code,
      });
      return { kind: "refused", why };
    };
    const card = await mail.card(message.card);
    if (
      card.kind === "over" ||
      card.conversation !== incoming.conversation ||
      incoming.at - message.at > staleMs
    )
      return refuse(wording.cardOver, "over");
    if (card.owner !== incoming.owner) return refuse(wording.cardOfOther, "other");
    const { out } = Parcel.parse(JSON.parse(card.payload));
    const taken = out.type === "card" ? pressed(out.card, message) : null;
    if (taken === null) return refuse(wording.cardWrong, "wrong");
    const said: Said = { ...originOf(message), line: taken.told, what: taken.what };
    const receipt = await this.#store({
      ...incoming,
      card: message.card,
      payloads: [JSON.stringify(said)],
    });
    return receipt.kind === "taken" ? { kind: "taken", card: taken.card } : receipt;
  }

  #incoming(port: Port, message: Inbound): Omit<Incoming, "payloads"> {
    const { name, capabilities } = port.channel;
    return {
      channel: name,
      id: message.id,
      conversation: conversationKey(message.conversation),
      owner: talkKey(name, message.conversation, message.sender.id),
      at: this.#office.now().getTime(),
      kept: capabilities.history === true,
    };
  }

  async #store(incoming: Incoming, outgoing: readonly Outgoing[] = []): Promise<Receipt> {
    const received = await this.#office.mail.receive(incoming, outgoing);
    if (received.kind === "known") return { kind: "known" };
    if (received.kind === "over") return { kind: "refused", why: wording.cardOver };
    const stale = received.waiting.filter(
      ({ payload }) => Said.parse(JSON.parse(payload)).what.kind === "stale",
    );
    if (stale.length > 0) this.#floods.add(stale);
    else this.#work.add(received.waiting);
    this.#sending.add(received.unsent);
    return incoming.payloads.length === 0 ? { kind: "ignored" } : { kind: "taken" };
  }
}

/** A sentence to whoever said something, where it was said. */
const wordTo = ({ conversation, sender, reply }: Inbound, text: string): Word => ({
  conversation,
  text,
  ...(reply === undefined ? {} : { reply }),
  ...(conversation.kind === "group" ? { mention: sender } : {}),
});

/** Who said it where and when, and what an answer needs. */
const originOf = ({ conversation, sender, at, reply }: Inbound): Omit<Said, "what"> => ({
  conversation,
  sender,
  at,
  ...(reply === undefined ? {} : { reply }),
});

/** More than any platform's id takes, in bytes, and so little that every store takes what is made of several. */
const longestId = 400;

/** No platform gives ids like these; a store may refuse them. */
const isUsable = (message: Inbound): boolean =>
  [
    ...[message.id, message.conversation.id, message.sender.id],
    ...(message.kind === "action" ? [message.card] : []),
  ].every((one) => Buffer.byteLength(one) <= longestId && one.isWellFormed() && !one.includes("\0"));

/** Files first, then the words with them unless they only point at the file. */
function partsOf({ text, files, conversation }: Extract<Inbound, { kind: "message" }>): Said["what"][] {
  const parts: Said["what"][] = files.map((file) => ({ kind: "file", file }));
  const words = text.trim();
  if (words !== "" && !(parts.length > 0 && words.length <= 20 && pointing.test(words)))
    parts.push({ kind: "words", text });
  if (parts.length > 0) return parts;
  // To be called by name in a group, and nothing else, is a beginning.
  return [conversation.kind === "group" ? { kind: "words", text: "开始" } : { kind: "nothing" }];
}
