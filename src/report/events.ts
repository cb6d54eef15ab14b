import { z } from "zod";
import { aspects, type AspectId } from "./form/overview.ts";
import { CellId, isAllowed, isPrefix } from "./form.ts";
import { FeeStatement } from "./fee.ts";
import { Organ } from "./organ.ts";

/** A paragraph of the report that a person words: the five aspects, 五 and 六. */
export type TextSlot = `overview.${AspectId}` | "problems" | "improvements" | "more";
export const aspectSlots = aspects.map((aspect) => `overview.${aspect.id}` as const);
export const textSlots: readonly TextSlot[] = [...aspectSlots, "problems", "improvements", "more"];
export const TextSlot = z.enum(textSlots as [TextSlot, ...TextSlot[]]);

export const maxText = 4000;
const Items = z.array(z.string().min(1).max(maxText)).max(40);

/** Cell values; refuses negative, decimal and absurd ones, so that none can ever be stored. */
export const CellValues = z.record(z.string(), z.number()).transform((record, context) => {
  const cells = new Map<CellId, number>();
  for (const [id, value] of Object.entries(record)) {
    const cell = CellId.safeParse(id);
    if (!cell.success || !isAllowed(cell.data, value))
      context.addIssue({ code: "custom", message: `${id} = ${value}` });
    else cells.set(cell.data, value);
  }
  return Object.fromEntries(cells);
});
/** A finding by what it rests on: a dismissal lapses when any of it changes. */
export const Evidence = z.object({
  rule: z.string(),
  where: z.string(),
  cells: z.array(CellId),
  /** What stands in the cells, one for one; null for one without a number. */
  values: z.array(z.number().nullable()),
  quote: z.string().optional(),
});
export type Evidence = z.infer<typeof Evidence>;

/** The same finding: rule, place and cells, whatever stands in them. */
export const isSameFinding = (one: Evidence, other: Evidence): boolean =>
  one.rule === other.rule &&
  one.where === other.where &&
  one.cells.length === other.cells.length &&
  one.cells.every((cell, index) => cell === other.cells[index]);

/** The same finding on the same evidence. */
export const isSameEvidence = (one: Evidence, other: Evidence): boolean =>
  isSameFinding(one, other) &&
  one.quote === other.quote &&
  one.values.every((value, index) => value === other.values[index]);

/** Why: a person's words. */
export const Reason = z.string().min(1).max(500);
const FileName = z.string().max(200);

export const Prefix = z.string().refine(isPrefix, "not a part of the form");

/** What can happen to a report. */
export const ReportEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("OrganNamed"), organ: Organ }),
  z.object({ type: z.literal("ContactStated"), contact: z.string().max(300) }),
  /** Figures a person gave (stated), last year's report gave (carried), or a file gave (imported). */
  z.object({
    type: z.literal("CellsStated"),
    cells: CellValues,
    how: z.enum(["stated", "carried", "imported"]),
  }),
  /** Every asked cell under the prefixes that has no value becomes 0, declared by this person. */
  z.object({ type: z.literal("ZeroDeclared"), under: z.array(Prefix).min(1) }),
  /** Voided; the old value stays as the offered default. */
  z.object({ type: z.literal("CellsCleared"), cells: z.array(CellId).min(1) }),
  /** Replaces the items of a slot; [] takes it back. `printed`: the words stand as they will be printed, nothing is reworded. */
  z.object({
    type: z.literal("TextStated"),
    slot: TextSlot,
    items: Items,
    printed: z.literal(true).optional(),
  }),
  /** A model's wording of a slot, from these items; `{cell id}` stands for a figure. It counts while the items are the same. */
  z.object({
    type: z.literal("ParagraphDrafted"),
    slot: TextSlot,
    text: z.string().min(1).max(maxText),
    items: Items,
    /** The prompt, its version and the model. */
    from: z.object({ task: z.string(), version: z.string(), model: z.string() }),
  }),
  z.object({ type: z.literal("FeeStated"), fee: FeeStatement }),
  /** A report or its tables read from a file: figures, and the words as they are printed there. */
  z.object({
    type: z.literal("ReportImported"),
    file: FileName,
    organ: Organ.optional(),
    cells: CellValues,
    /** What stands in 一 before the five aspects. */
    opening: Items.optional(),
    texts: z.array(z.object({ slot: TextSlot, items: Items })),
    fee: FeeStatement.optional(),
  }),
  /** Last year's report came as a file: what was carried from it is said by other events of the same message. */
  z.object({ type: z.literal("LastYearRead"), file: FileName }),
  /** Why carried figures differ from last year's report. */
  z.object({ type: z.literal("CarriedExplained"), cells: z.array(CellId).min(1), reason: Reason }),
  /** 忽略: this finding, on this evidence, needs no repair. */
  z.object({ type: z.literal("FindingDismissed"), finding: Evidence, reason: Reason }),
  /** 恢复. */
  z.object({ type: z.literal("DismissalWithdrawn"), finding: Evidence }),
  /** 定稿: any later change takes it back. */
  z.object({ type: z.literal("Finalized") }),
  /** 别再提醒 and 继续提醒, for the person who says it; the report itself is not changed. */
  z.object({ type: z.literal("RemindersSet"), on: z.boolean() }),
  /** Takes back everything one message brought. */
  z.object({ type: z.literal("Undone"), message: z.string() }),
]);
export type ReportEvent = z.infer<typeof ReportEvent>;

/** Who said what when: the person, the time (ISO 8601) and the message that brought it. */
export const Recorded = z.object({
  at: z.string(),
  by: z.object({ id: z.string(), name: z.string() }),
  message: z.string(),
  /** The words themselves, shortened: the source shown in an explanation. */
  words: z.string().max(200),
  event: ReportEvent,
});
export type Recorded = z.infer<typeof Recorded>;
