import { z } from "zod";
import { isCellId } from "../../src/report/form.ts";
import { OrganKind } from "../../src/report/organ.ts";

/** The public JSON of `read` and `check` (docs: design of the command line), as another program would check it. */
const CellKey = z.string().refine(isCellId, "a cell of the form");
const fields = {
  organ: z.strictObject({ name: z.string().min(1), kind: OrganKind }).nullable(),
  year: z.number().int().nullable(),
  form: z.enum(["2021", "2019"]).nullable(),
  title: z.string(),
  cells: z.record(CellKey, z.number().nullable()),
  unreadable: z.record(CellKey, z.string()),
  sections: z.array(z.strictObject({ number: z.string(), heading: z.string(), text: z.string() })),
};
export const ReportJson = z.strictObject(fields);

export const FindingJson = z.strictObject({
  rule: z.string().regex(/^[A-Z]-\d\d$/),
  severity: z.enum(["error", "warning", "notice"]),
  verdict: z.enum(["broken", "unknown"]),
  message: z.string().regex(/[\u4e00-\u9fff]/),
  cells: z.array(CellKey),
  quote: z.string().optional(),
  expected: z.union([z.number(), z.string()]).optional(),
  actual: z.union([z.number(), z.string()]).optional(),
  fix: z
    .array(z.strictObject({ set: z.record(CellKey, z.number()), reason: z.string().min(1) }))
    .min(1)
    .max(3)
    .optional(),
  basis: z.string().regex(/^(?:依据|惯例)：./),
});

const Read = z.strictObject({ file: z.string(), ...fields, findings: z.array(FindingJson) });
const Unread = z.strictObject({ file: z.string(), error: z.string().regex(/^[^\n]+。$/) });
export const CheckJson = z.array(z.union([Read, Unread]));
export type CheckJson = z.infer<typeof CheckJson>;
export const checkJson = (out: string): CheckJson => CheckJson.parse(JSON.parse(out));
