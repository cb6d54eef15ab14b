import { z } from "zod";
import { ChannelName } from "../../channels/channel.ts";
import { Role } from "../../conversation/message.ts";
import { Organ } from "../../report/organ.ts";
import { readMonthDay } from "../../report/period.ts";

/** "01-20": a day in the year after the report year. */
const MonthDay = z.string().transform((text, context) => {
  const day = readMonthDay(text);
  if (day !== null) return day;
  context.addIssue("no day of every year");
  return z.NEVER;
});

const id = z.string().min(1).max(512);
/** The file named by NIANBAO_ACCESS. Unknown names are refused: a slip of the pen must not open or close a door unseen. */
export const AccessList = z.strictObject({
  units: z.array(
    z.strictObject({
      organ: z.strictObject(Organ.shape),
      year: z.int().min(2019).max(2100).optional(),
      /** The date those above ask for, where it is before the law's. */
      deadline: MonthDay.optional(),
      people: z.array(
        z.strictObject({
          channel: ChannelName,
          /** "*": everybody of that channel. */
          id,
          name: z.string().min(1).max(60).optional(),
          role: Role,
          /** Who is reminded of the deadline. */
          responsible: z.boolean().optional(),
        }),
      ),
      groups: z.array(z.strictObject({ channel: ChannelName, id })).default([]),
    }),
  ),
});
export type AccessList = z.infer<typeof AccessList>;
export type ListedUnit = AccessList["units"][number];
export type ListedPerson = ListedUnit["people"][number];

/** Whoever sits at this machine: needs no list, and has a report apart from the units on it. */
export const isHere = (channel: ChannelName): boolean => channel === "web" || channel === "terminal";

/** One human on two platforms stands there twice, by the same name. */
export const isSameHuman = (one: ListedPerson, other: ListedPerson): boolean =>
  one.name !== undefined && one.name === other.name;
