import { randomUUID } from "node:crypto";
import type { Conversation } from "../../../src/channels/channel.ts";
import type { Person } from "../../contracts/rig.ts";
import type { CardJson } from "./cards.ts";
import type { Kind } from "./web.ts";

/** What there is on the platform: one application, its bot, people, their chats, and what lies in them. */

export interface Options {
  people?: readonly [Person, ...Person[]];
  now?: () => number;
  /** How long an acknowledgement may take, in ms; 3 s as the platform has it. */
  window?: number;
  /** When an event without one comes again, in ms; never unless said. */
  redeliver?: readonly number[];
  pingInterval?: number;
  /** Sends one chat takes within a second. */
  perSecond?: number;
  /** How long a token lives, in s. */
  tokenLife?: number;
  scopes?: readonly string[];
}

export interface Message {
  id: string;
  chat: string;
  by: string;
  type: string;
  content: string;
  at: number;
  /** The key it was sent with. */
  uuid?: string;
  parent?: string;
  withdrawn?: true;
  card?: CardJson;
  /** As it was sent: somebody may press what is no longer shown. */
  firstCard?: CardJson;
  file?: { key: string; name: string; bytes: Uint8Array; over?: boolean };
}

export const allScopes = [
  "im:message.p2p_msg:readonly",
  "im:message.group_at_msg:readonly",
  "im:message:send_as_bot",
  "im:message:readonly",
  "im:resource",
  "im:chat.access_event.bot_p2p_chat:read",
];
export class World {
  readonly appId = "cli_a1b2c3d4e5f60718";
  readonly appSecret = "s3cretS3cretS3cretS3cretS3cret00";
  readonly bot = { id: "ou_bot0000000000000000", name: "年报助手" };
  readonly people: readonly [Person, ...Person[]];
  readonly group = "oc_group0000000000000000";
  readonly messages = new Map<string, Message>();
  /** How often each interface was asked. */
  readonly calls = new Map<Kind, number>();
  /** Whom the bot mentioned so that they were notified. */
  readonly pinged: string[] = [];
  /** Added to the clock in the header of answers, in ms. */
  clockOff = 0;
  botStatus = 2;
  readonly options: Required<Omit<Options, "people">>;

  constructor({ people, ...options }: Options) {
    this.people = people ?? [
      { id: "ou_wang0000000000000000", name: "王芳" },
      { id: "ou_li000000000000000000", name: "李强" },
    ];
    this.options = {
      now: () => Date.now(), // eslint-disable-line no-restricted-properties -- the platform's own clock
      window: 3_000,
      redeliver: [],
      pingInterval: 2,
      perSecond: Infinity,
      tokenLife: 7200,
      scopes: allScopes,
      ...options,
    };
  }

  chatOf({ kind, id }: Conversation): string {
    return kind === "direct" ? `oc_direct_${id}` : id;
  }

  nameOf(id: string): string {
    return this.people.find((person) => person.id === id)?.name ?? id;
  }

  /** The messages of the bot in a chat, in order. */
  ofBot(chat: string): Message[] {
    return [...this.messages.values()].filter(
      (message) => message.chat === chat && message.by === this.bot.id,
    );
  }

  newMessage(chat: string, by: string, type: string, content: string): Message {
    const id = `om_${randomUUID().replaceAll("-", "")}`;
    return { id, chat, by, type, content, at: this.options.now() };
  }
}
