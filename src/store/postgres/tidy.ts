import { lookAgain } from "../looks.ts";
import { keptMs } from "../mail.ts";
import type { Transaction } from "./database.ts";
import { LastLooks, OldLooks } from "./rows.ts";
import { sentences } from "./sentences.ts";

/** Forgets what was there when it was looked seven days ago, as far as it is over. */
export async function tidy(tx: Transaction, now: number): Promise<void> {
  await tx.query(sentences.lockLooks);
  const [last] = LastLooks.parse(await tx.query(sentences.lastLook));
  const { passed, due, back } = lookAgain(last, now);
  if (back && last !== undefined) await tx.query(sentences.clockWentBack, [now, last.number]);
  if (!due) return;
  await tx.query(sentences.look, [now, passed]);
  const [old] = OldLooks.parse(await tx.query(sentences.oldLook, [passed - keptMs]));
  if (old === undefined) return;
  await tx.query(sentences.forgetInbox, [old.inbox]);
  await tx.query(sentences.forgetOutbox, [old.outbox]);
  await tx.query(sentences.forgetLooks, [old.number]);
}
