import { FileBox, type FileBoxInterface } from "file-box";
import * as PUPPET from "wechaty-puppet";
import { mock, PuppetMock } from "wechaty-puppet-mock";

export interface Sent {
  conversation: string;
  text?: string;
  mentions?: readonly string[];
  file?: { name: string; bytes: Uint8Array };
}

export interface Said {
  from: string;
  /** A room, or null for a direct message. */
  room: string | null;
  text?: string;
  mentions?: readonly string[];
  file?: { name: string; bytes: Uint8Array };
  /** As the puppet tells it; by itself a text or an attachment. */
  type?: PUPPET.types.Message;
  /** Whether the payload has the name of the file. */
  named?: boolean;
  at: number;
}

type Trouble = "hang" | Error;

export const botId = "bot-zhushou";

/**
 * An account in the small: PuppetMock with files. The mock loses them (FileBox.toJSON throws for buffers), takes .docx
 * for Message.Unknown, and tells a room from a person by an @ in the id, so rooms have one here.
 */
export class AccountPuppet extends PuppetMock {
  readonly sent: Sent[] = [];
  onSent: (sent: Sent) => void = () => undefined;
  /** What the next send, or the next file, meets: an error, or never an answer. */
  readonly troubles: { any: Trouble[]; file: Trouble[] } = { any: [], file: [] };
  /** How often a file was asked for, and the addresses files are said to lie at. */
  asked = 0;
  readonly elsewhere = new Map<string, string>();
  readonly #files = new Map<string, { name: string; bytes: Uint8Array }>();
  #count = 0;

  static create(): AccountPuppet {
    const mocker = new mock.Mocker();
    const puppet = new AccountPuppet({ mocker });
    puppet.person(botId, "年报助手");
    mocker.use(() => {
      puppet.login(botId);
      return () => undefined;
    });
    return puppet;
  }

  person(id: string, name: string): void {
    this.mocker.createContact({ id, name, avatar: "", alias: "", phone: [] });
  }

  room(id: string, topic: string, members: readonly string[]): void {
    this.mocker.createRoom({ id, topic, avatar: "", memberIdList: [...members, botId] });
  }

  /** A message of a person; told to the gateway by its id, as all puppets do. */
  says({ from, room, text = "", mentions = [], file, named = true, at, type }: Said): string {
    this.#count += 1;
    const id = `message-${this.#count}-${this.id}`;
    const { Attachment, Text } = PUPPET.types.Message;
    if (file !== undefined) this.#files.set(id, file);
    this.mocker.MessageMock.create({
      id,
      talkerId: from,
      text,
      timestamp: at,
      type: type ?? (file === undefined ? Text : Attachment),
      ...(file !== undefined && named ? { filename: file.name } : {}),
      ...(room === null ? { listenerId: botId } : { roomId: room, mentionIdList: [...mentions] }),
    });
    this.tell(id);
    return id;
  }

  tell(messageId: string): void {
    this.emit("message", { messageId });
  }

  forgetFiles(): void {
    this.#files.clear();
  }

  override ding(data?: string): void {
    this.emit("dong", { data: data ?? "" });
  }

  override messageFile(id: string): Promise<FileBoxInterface> {
    this.asked += 1;
    const address = this.elsewhere.get(id);
    if (address !== undefined) return Promise.resolve(FileBox.fromUrl(address, { name: "别处.docx" }));
    const file = this.#files.get(id);
    if (file === undefined) return Promise.reject(new Error("no filebox cache"));
    return Promise.resolve(FileBox.fromBase64(Buffer.from(file.bytes).toString("base64"), file.name));
  }

  override async messageSendText(conversation: string, text: string, mentions?: string[]): Promise<void> {
    await this.#meet(conversation, this.troubles.any);
    this.#show({ conversation, text, mentions: mentions ?? [] });
    await super.messageSendText(conversation, text);
  }

  override async messageSendFile(conversation: string, box: FileBoxInterface): Promise<void> {
    const bytes = new Uint8Array(await box.toBuffer());
    await this.#meet(conversation, this.troubles.file.length > 0 ? this.troubles.file : this.troubles.any);
    this.#show({ conversation, file: { name: box.name, bytes } });
  }

  #show(sent: Sent): void {
    this.sent.push(sent);
    this.onSent(sent);
  }

  async #meet(conversation: string, troubles: Trouble[]): Promise<void> {
    if (conversation.includes("@")) this.mocker.roomPayload(conversation);
    else this.mocker.contactPayload(conversation);
    const trouble = troubles.shift();
    if (trouble === "hang") await new Promise(() => undefined);
    if (trouble instanceof Error) throw trouble;
  }
}
