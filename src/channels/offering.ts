import { hashed, type Log } from "../log.ts";
import type { ChannelEvents, ChannelName, Inbound, Receipt } from "./channel.ts";
import { pause } from "./pauses.ts";

/** What an offer needs. `pauses`: in ms, others only for tests. */
interface Offering {
  events: ChannelEvents;
  log: Log;
  channel: ChannelName;
  stop: AbortSignal;
  pauses?: readonly number[];
}

/**
 * For platforms that deliver once: a message that could not be stored is offered again after 2, 10 and 30 s. "lost"
 * when it never was stored, "stopped" when we stop before.
 */
export async function offered(
  message: Inbound,
  { events, log, channel, stop, pauses = [2000, 10_000, 30_000] }: Offering,
): Promise<Receipt | "lost" | "stopped"> {
  for (let attempt = 0; !stop.aborted; attempt += 1) {
    try {
      return await events.inbound(message);
    } catch {
      log.error(`${channel}-not-stored`, { id: hashed(message.id), attempt });
      const ms = pauses[attempt];
      if (ms === undefined) return "lost";
      await pause(ms, stop);
    }
  }
  return "stopped";
}
