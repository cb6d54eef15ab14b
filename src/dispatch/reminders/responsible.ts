import { isHere, isSameHuman, type ListedPerson, type ListedUnit } from "../access/shape.ts";
import type { Report } from "../../report/report.ts";

/** The lines of the list for the one person who is reminded, the first one to be tried first: whoever is flagged, else the first clerk. None: nobody is. */
export function responsibleOf({ people }: ListedUnit): readonly ListedPerson[] {
  const named = people.filter(({ id, channel }) => id !== "*" && !isHere(channel));
  const flagged = named.filter(({ responsible }) => responsible === true);
  const theirs = flagged.length > 0 ? flagged : named.filter(({ role }) => role === "clerk").slice(0, 1);
  const [first] = theirs;
  if (first === undefined) return [];
  const more = named.filter(
    (other) =>
      !theirs.includes(other) && isSameHuman(first, other) && (flagged.length > 0 || other.role === "clerk"),
  );
  return [...theirs, ...more];
}

/** Whether this person's last word was 别再提醒, on whatever platform it was said. */
export function hasDeclined({ reminders }: Report, lines: readonly ListedPerson[]): boolean {
  const said = reminders.findLast(({ by }) =>
    lines.some(
      ({ channel, id, name }) => by.id === `${channel}:${id}` || (name !== undefined && by.name === name),
    ),
  );
  return said?.on === false;
}
