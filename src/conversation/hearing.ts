import type { CellId } from "../report/form.ts";
import { valueOf, type Report } from "../report/report.ts";
import { splitReason } from "../understanding/checking.ts";
import type { Command, Understanding } from "../understanding/command.ts";
import { understand } from "../understanding/understand.ts";
import { asStated, carriedCommands, lockedIn, onlyCarried } from "./carried.ts";
import type { Situation } from "./situation.ts";
import type { Talk } from "./talk.ts";

/** What the message says. A change of 上年结转 is heard with its reason, and a zero there is a change like any other. */
export function hear({ talk, year, lastYear }: Situation, report: Report, said: string): Understanding {
  const understood = (say: string, last: (cell: CellId) => number | undefined): Understanding =>
    understand({ say, asked: askedOf(talk), year, known: (cell) => valueOf(report, cell), lastYear: last });
  const unlocked = (cell: CellId): number | undefined =>
    cell.startsWith("requests.carriedOut.") ? undefined : lastYear(cell);
  const split = splitReason(said);
  if (split !== null && split.head !== "") {
    const heard = understood(split.head, unlocked);
    const commands = carriedCommands(heard);
    const locked = commands === null ? null : lockedIn(report, lastYear, commands);
    if (locked !== null && commands !== null)
      return only([...commands, { do: "explain", cells: [...locked.cells], reason: split.reason }]);
  }
  const first = understood(said, lastYear);
  const denied = ({ doubts }: Understanding): CellId[] =>
    doubts.flatMap((doubt) =>
      doubt.why === "zero denied" && doubt.lastYear !== undefined ? [...doubt.cells] : [],
    );
  const refused = first.doubts.some((doubt) => doubt.why === "zero denied") ? carriedCommands(first) : null;
  if (refused !== null && lockedIn(report, lastYear, refused) !== null) return only(refused);
  // 现行有效 is asked for from last year's figure: no reason to refuse the other zeros.
  const isInForce = (cell: CellId): boolean => cell.endsWith(".inForce");
  const heard = denied(first).some(isInForce)
    ? understood(said, (cell) => (isInForce(cell) ? undefined : lastYear(cell)))
    : first;
  if (denied(heard).length === 0) return heard;
  const free = understood(said, unlocked);
  return onlyCarried(free) && free.doubts.length === 0
    ? { ...free, commands: asStated(free.commands) }
    : heard;
}

export const askedOf = (talk: Talk): string | null =>
  talk.asked === "year" || talk.asked === "kind" ? null : talk.asked;

/** What was read elsewhere: a choice that was picked, a file, what waited for the year. */
export const only = (commands: readonly Command[]): Understanding => ({
  commands,
  doubts: [],
  unread: [],
  aside: [],
});
