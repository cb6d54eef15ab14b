import { z } from "zod";
import { aspects } from "./form/overview.ts";
import { OutsideError } from "../errors.ts";
import type { ReportEvent } from "./events.ts";
import { readFee } from "./fee.ts";
import { isAllowed, isCellId } from "./form.ts";
import { Organ } from "./organ.ts";

/** A FACTS file (design.md 4): a report as facts, without any talk. Absent cells are unknown. */
const Words = z.string().max(4000);
const List = z.array(Words.min(1)).max(40);
const aspectTexts = z.strictObject({
  disclosure: Words.optional(),
  requests: Words.optional(),
  management: Words.optional(),
  platform: Words.optional(),
  supervision: Words.optional(),
});
export const FactsFile = z.strictObject({
  year: z.number().int(),
  organ: Organ,
  cells: z.record(z.string(), z.number()).superRefine((cells, context) => {
    for (const [id, value] of Object.entries(cells)) {
      if (!isCellId(id)) context.addIssue({ code: "custom", path: [id], message: "表里没有这一格" });
      else if (!isAllowed(id, value))
        context.addIssue({
          code: "custom",
          path: [id],
          message: `${value}不能填：要是0或正整数（收费可以有小数）`,
        });
    }
  }),
  text: z
    .strictObject({
      overview: aspectTexts.optional(),
      problems: List.optional(),
      improvements: List.optional(),
      other: z.strictObject({ fee: Words.optional(), more: Words.optional() }).optional(),
    })
    .optional(),
});
export type FactsFile = z.infer<typeof FactsFile>;

/** The events that say what a FACTS file says. */
export function eventsOfFacts({ organ, cells, text }: FactsFile): ReportEvent[] {
  const events: ReportEvent[] = [{ type: "OrganNamed", organ }];
  if (Object.keys(cells).length > 0) events.push({ type: "CellsStated", cells, how: "imported" });
  for (const { id } of aspects) {
    const said = text?.overview?.[id];
    if (said !== undefined && said !== "")
      events.push({ type: "TextStated", slot: `overview.${id}`, items: [said] });
  }
  if (text?.problems !== undefined)
    events.push({ type: "TextStated", slot: "problems", items: text.problems });
  if (text?.improvements !== undefined)
    events.push({ type: "TextStated", slot: "improvements", items: text.improvements });
  const { fee, more } = text?.other ?? {};
  const statement =
    fee === undefined
      ? null
      : /^(?:无|没有|未收取?|0元?|零)[。.]?$/.test(fee.trim())
        ? ({ kind: "none" } as const)
        : readFee(fee);
  if (statement !== null) events.push({ type: "FeeStated", fee: statement });
  const rest = [
    ...(statement === null && fee !== undefined && fee !== "" ? [fee] : []),
    ...(more === undefined || more === "" ? [] : [more]),
  ];
  if (rest.length > 0) events.push({ type: "TextStated", slot: "more", items: rest });
  return events;
}

/** A FACTS file from its text. OutsideError: what is wrong with it, a sentence without the name of the file in front. */
export function parseFacts(json: string): FactsFile {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (cause) {
    throw new OutsideError("不是JSON格式，请检查逗号、引号和括号。", {
      where: "facts",
      code: "not-json",
      cause,
    });
  }
  const parsed = FactsFile.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join(" → ");
  const at = place === undefined || place === "" ? "" : `的 ${place} `;
  const why = issue?.code === "custom" ? issue.message : "缺少这一项，或者不是规定的内容";
  throw new OutsideError(`${at}不对：${why}。`, {
    where: "facts",
    code: "not-facts",
    cause: z.prettifyError(parsed.error),
  });
}
