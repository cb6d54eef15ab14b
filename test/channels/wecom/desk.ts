import type {
  Channel,
  ChannelEvents,
  ChannelState,
  Inbound,
  Outbound,
  Receipt,
  SendOptions,
} from "../../../src/channels/channel.ts";
import type { Access, Pace } from "../../../src/channels/wecom/socket.ts";
import { until } from "../../contracts/rig.ts";
import { wecomRig, direct, wang, type WecomRig } from "./rig.ts";

/** A rig with one channel, what it reported, and what becomes of its messages. */
export interface Desk {
  rig: WecomRig;
  channel: Channel;
  seen: Inbound[];
  states: string[];
  receive: (message: Inbound) => Promise<Receipt>;
  events: ChannelEvents;
  /** Somebody says something; the answer to it. */
  heard(text?: string): Promise<{ reply: string }>;
  send(message: Outbound | string, options?: Partial<SendOptions>): Promise<{ id: string }>;
  close(): Promise<void>;
}

export async function deskOf(access: Partial<Access> = {}, pace: Partial<Pace> = {}): Promise<Desk> {
  const rig = await wecomRig();
  const seen: Inbound[] = [];
  const states: string[] = [];
  const desk: Desk = {
    rig,
    channel: rig.open(access, pace),
    seen,
    states,
    receive: () => Promise.resolve({ kind: "taken" }),
    events: {
      inbound: (message) => {
        seen.push(message);
        return desk.receive(message);
      },
      state: (state: ChannelState, detail?: string) =>
        void states.push(detail === undefined ? state : `${state}: ${detail}`),
      history: () => Promise.resolve([]),
    },
    heard: async (text = "开始") => {
      const before = seen.length;
      await rig.says({ from: wang, in: direct(wang), text });
      await until(() => seen.length > before);
      const reply = seen[before]?.reply;
      if (reply === undefined) throw new Error("a message without a reply");
      return { reply };
    },
    send: (message, options = {}) =>
      desk.channel.send(
        direct(wang),
        typeof message === "string" ? { type: "text", text: message } : message,
        { key: "key-1", again: false, signal: AbortSignal.timeout(20_000), ...options },
      ),
    close: async () => {
      await desk.channel.stop();
      await rig.close();
    },
  };
  return desk;
}

export async function started(access: Partial<Access> = {}, pace: Partial<Pace> = {}): Promise<Desk> {
  const desk = await deskOf(access, pace);
  await desk.channel.start(desk.events);
  return desk;
}
