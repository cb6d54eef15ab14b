import { z } from "zod";
import { Organ } from "../report/organ.ts";

/** What a person may do: a clerk everything; a reviewer looks, takes drafts, dismisses findings and signs off; a viewer looks. */
export const Role = z.enum(["clerk", "reviewer", "viewer"]);
export type Role = z.infer<typeof Role>;

/** Whether figures and words are this person's to give; others are not asked for them. */
export const mayChange = ({ role }: { role?: Role | undefined }): boolean =>
  role === undefined || role === "clerk";

/** A unit that a person may work for. */
export const Membership = z.object({
  unit: z.string().min(1),
  role: Role,
  organ: Organ.optional(),
  year: z.number().int().optional(),
});
export type Membership = z.infer<typeof Membership>;

/** A message as it reaches the talk; the channel has verified who sent it. */
export const Message = z.object({
  /** Stable id from the channel: the source of every fact it brings. */
  id: z.string().min(1),
  /** Channel, chat and person: which talk it belongs to. */
  talk: z.string().min(1),
  /** The unit whose report is spoken of; "" where `among` leaves it open. */
  unit: z.string(),
  sender: z.object({ id: z.string(), name: z.string(), role: Role.optional() }),
  text: z.string(),
  /** The fields of a form that was sent off: cell id to what was typed. */
  fields: z.record(z.string(), z.string()).optional(),
  /** Others hear the talk too. */
  group: z.boolean().optional(),
  /** The units a person of several may mean. */
  among: z.array(Membership).optional(),
  /** What the list of those who may says of the unit. */
  organ: Organ.optional(),
  year: z.number().int().optional(),
  /** A file that came with it; `name` as the person knows it. */
  file: z
    .object({ name: z.string(), bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array) })
    .optional(),
});
export type Message = z.infer<typeof Message>;

/** Longer messages are not taken: a pasted table has about 3,000 characters. */
export const longestMessage = 8000;

const ordinals = "一二三四五六七八九";

/** The number of an offered choice: 2, ２, 第二个, 选2, the label itself, or 是 when there is only one. */
export function pickChoice(said: string, labels: readonly string[]): number | null {
  const plain = said
    .normalize("NFKC")
    .trim()
    .replace(/[。.！!，,]$/, "");
  const exact = labels.indexOf(labels.includes(said) ? said : plain);
  if (exact >= 0) return exact;
  const match = /^(?:选|第)?\s*([1-9]|[一二三四五六七八九])\s*(?:个|项|种|、)?$/.exec(plain);
  if (match !== null) {
    const digit = match[1] ?? "";
    const index = (ordinals.includes(digit) ? ordinals.indexOf(digit) + 1 : Number(digit)) - 1;
    return index < labels.length ? index : null;
  }
  const agrees = /^(?:是|对|好|好的|可以|嗯|行)的?$/.test(plain);
  if (labels.length === 1 && agrees) return 0;
  if (agrees && /^[对是]，/.test(labels[0] ?? "")) return 0;
  const no = labels.findIndex((label) => /^不[是对]?，/.test(label));
  return no >= 0 && /^(?:不是|不对|不|否)$/.test(plain) ? no : null;
}
