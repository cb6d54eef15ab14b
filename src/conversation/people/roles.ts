import type { Recorded, ReportEvent } from "../../report/events.ts";
import type { Role } from "../message.ts";
import type { Unit } from "../ports.ts";

/** Somebody wants to change what their role may not change; `message` is told to the person. */
export class NotTheirs extends Error {
  override readonly name = "NotTheirs";
}

/** What everybody may say, of themselves. */
const anybody: ReadonlySet<ReportEvent["type"]> = new Set(["RemindersSet"]);

/** What a reviewer may bring about beside that. A clerk may everything, a viewer nothing. */
const reviewed: ReadonlySet<ReportEvent["type"]> = new Set([
  "FindingDismissed",
  "DismissalWithdrawn",
  "Finalized",
]);

const refusals: Record<Exclude<Role, "clerk">, string> = {
  reviewer:
    "您登记的是审核人员：可以看、检查、出稿、忽略意见和定稿，不能改数和文字。要改的请填报人员来说，这次没有改动。",
  viewer: "您登记的是查看人员：可以看进度、核对、预览和草稿，不能改。要改的请填报人员来说，这次没有改动。",
};

/** The same turn, in which nothing can be recorded that the role may not bring about: throws NotTheirs, whatever way it came. */
export function guarded(unit: Unit, role: Role): Unit {
  if (role === "clerk") return unit;
  return {
    talk: () => unit.talk(),
    putTalk: (talk) => unit.putTalk(talk),
    events: (report) => unit.events(report),
    append: (report, events) => {
      const may = ({ event }: Recorded): boolean =>
        anybody.has(event.type) || (role === "reviewer" && reviewed.has(event.type));
      if (!events.every(may)) throw new NotTheirs(refusals[role]);
      unit.append(report, events);
    },
  };
}
