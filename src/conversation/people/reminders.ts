import { dueYears } from "../../report/period.ts";
import { fold } from "../../report/report.ts";
import type { Message } from "../message.ts";
import type { Unit } from "../ports.ts";
import { text, type Reply } from "../reply.ts";
import { wording } from "../words/wording.ts";
import { guarded } from "./roles.ts";

/**
 * 别再提醒 and 继续提醒, at any moment: for the person alone, in every unit of theirs, for the reports that are due.
 * Nothing of the talk changes: what was asked is still asked.
 */
export async function setReminders(
  unit: Unit,
  message: Message,
  { on, now }: { on: boolean; now: Date },
): Promise<Reply[]> {
  const { id, name, role = "clerk" } = message.sender;
  const own = guarded(unit, role);
  const source = {
    at: now.toISOString(),
    by: { id, name },
    message: message.id,
    words: message.text.slice(0, 120),
  };
  for (const theirs of message.among ?? [message])
    for (const year of theirs.year === undefined ? dueYears(now) : [theirs.year]) {
      const key = { unit: theirs.unit, year };
      const { reminders } = fold(year, await own.events(key));
      // Where nobody has declined there is nothing to take back.
      if (on && reminders.every((one) => one.on)) continue;
      own.append(key, [{ ...source, event: { type: "RemindersSet", on } }]);
    }
  return [text(on ? wording.remindersOn : wording.remindersOff)];
}
