import type { ChannelName, ChannelState } from "../channels/channel.ts";

/** What is watched of the running service. */
export interface Watched {
  channels(): readonly Watch[];
  /** Whether it has begun to end. */
  stopping(): boolean;
  /** Rejects when nothing can be read or written now. */
  ping(): Promise<void>;
  /** How many messages wait to be worked on, and how many to be sent. */
  counts(): Promise<Counts>;
}

/** `local`: only somebody at this machine reaches it. */
export interface Watch {
  name: ChannelName;
  state: ChannelState;
  local: boolean;
}

export interface Counts {
  waiting: number;
  unsent: number;
}

/** Whether a channel in that state does its part. */
export const states = {
  connecting: false,
  standby: true,
  ready: true,
  reconnecting: false,
  failed: false,
  stopped: false,
} satisfies Readonly<Record<ChannelState, boolean>>;

export interface Readiness {
  ready: boolean;
  stopping: boolean;
  store: "ok" | "failed";
  channels: Readonly<Record<string, ChannelState>>;
}

/** Whether messages can be taken and answered here. The page of this machine does not count where a platform is set. */
export function readinessOf(
  channels: readonly Watch[],
  { stopping, store }: { stopping: boolean; store: boolean },
): Readiness {
  const platforms = channels.filter(({ local }) => !local);
  const needed = platforms.length > 0 ? platforms : channels;
  return {
    ready: !stopping && store && needed.some(({ state }) => states[state]),
    stopping,
    store: store ? "ok" : "failed",
    channels: Object.fromEntries(channels.map(({ name, state }) => [name, state])),
  };
}
