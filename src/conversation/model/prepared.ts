import type { Wording } from "../../drafting/model/word.ts";
import type { Used, Why } from "../../llm/model.ts";
import type { TextSlot } from "../../report/events.ts";
import type { Proposal } from "../../understanding/model/propose.ts";

/** What a model has to say to one message, asked for before the turn, so that nobody waits for it with a report locked. */
export interface Prepared {
  /** Readings of what the grammar left unread; nothing of it counts before the person agrees. */
  proposal: Proposal | null;
  /** Phrases of ours that may have been meant. */
  phrases: readonly string[];
  wordings: readonly { slot: TextSlot; wording: Wording }[];
  used: readonly Used[];
  /** Why the model gave nothing, where it was asked and gave nothing. */
  why: Why | null;
}
