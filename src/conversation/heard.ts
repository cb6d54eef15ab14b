import type { Message } from "./message.ts";
import type { Deliver } from "./delivery.ts";
import type { Prepared } from "./model/prepared.ts";
import type { Unit } from "./ports.ts";
import type { Situation } from "./situation.ts";

/** One message at the moment of its turn. */
export interface Heard {
  /** Where only what the person's role may bring about can be recorded. */
  unit: Unit;
  /** The same turn, for what the list of those who may says. */
  all: Unit;
  message: Message;
  now: Date;
  sent?: Sent;
  deliver?: Deliver;
  prepared?: Prepared;
}
export type Sent = NonNullable<Situation["sent"]>;
