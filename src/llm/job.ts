import type { Call } from "./endpoint/call.ts";
import type { Client, Message } from "./endpoint/client.ts";
import type { Memory } from "./endpoint/modes.ts";
import type { Masking } from "./masking.ts";
import type { Task } from "./model.ts";

/** One task on its way: what it is asked with. */
export interface Job {
  client: Client;
  call: Call;
  masking: Masking;
  memory: Memory;
  /** Masked. */
  messages: readonly Message[];
  /** What was said to have an answer repaired, masked. */
  repairs: readonly Message[];
  tokens: number;
}

/** Both parts masked as one text, so that a name found in one is gone from the other. */
export function masked({ system, user }: Task, masking: Masking): Message[] {
  const apart = "\u0000";
  const [first = "", second = ""] = masking
    .mask([system, user].map((text) => text.replaceAll(apart, " ")).join(apart))
    .split(apart);
  return [
    { role: "system", content: first },
    { role: "user", content: second },
  ];
}
