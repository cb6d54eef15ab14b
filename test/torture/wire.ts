import type { Inbound, Receipt } from "../../src/channels/channel.ts";

/** What the platform in the small and the processes that talk on it say to each other: over the channel that Node gives a child. */

export type ToProcess =
  | { kind: "deliver"; call: number; message: Inbound }
  /** It was shown; the platform's answer to `send`. */
  | { kind: "shown"; call: number; id: string }
  | { kind: "stop" };

export type FromProcess =
  | { kind: "ready" }
  /** It is stored: acknowledged. */
  | { kind: "receipt"; call: number; receipt: Receipt["kind"] }
  /** It could not be stored: not acknowledged. */
  | { kind: "refused"; call: number }
  | { kind: "send"; call: number; to: string; key: string; text: string; card: boolean };
