import { z } from "zod";
import { cellsUnder, isComputed, type CellId } from "../../src/report/form.ts";

/** A line of the corpus of utterances, and how a reading of it is judged (utterances.README.md). */
const Cells = z.record(z.string(), z.number());
export const Utterance = z.object({
  id: z.string(), asked: z.string().nullable(), say: z.string(), cells: Cells, stated: Cells.default({}), may_set: Cells.default({}),
  last_year: Cells.default({}), declares_zero: z.array(z.string()).default([]), may_zero: z.array(z.string()).default([]),
  command: z.string().optional(), ask_back: z.boolean().default(false),
}); // prettier-ignore
export type Utterance = z.infer<typeof Utterance>;

/** What was read, in the words of `nianbao understand --json`. */
export const Answer = z.object({
  cells: Cells,
  declares_zero: z.array(z.string()),
  command: z.string().nullable(),
  ask_back: z.boolean(),
  unread: z.string(),
});
export type Answer = z.infer<typeof Answer>;

export interface Judged {
  id: string;
  wrong: string[];
  missing: string[];
}

/** What is wrong and what is missing in the reading of one line. */
export function judge(expected: Utterance, answer: Answer): Judged {
  const { stated, cells } = expected;
  const values = new Map(Object.entries(answer.cells));
  for (const cell of answer.declares_zero.flatMap(cellsUnder))
    if (!isComputed(cell) && !values.has(cell) && !((stated[cell] ?? 0) > 0)) values.set(cell, 0);
  const close = (one: number | undefined, other: number): boolean =>
    one !== undefined && Math.abs(one - other) < 5e-7;
  const within = (cell: string, prefixes: readonly string[]): boolean =>
    prefixes.some((prefix) => cell === prefix || cell.startsWith(`${prefix}.`));
  const zeros = [...expected.declares_zero, ...expected.may_zero];
  const wrong: string[] = [];
  for (const [cell, value] of values) {
    const named = cells[cell] ?? expected.may_set[cell];
    if (close(stated[cell], value) || (named === undefined && isComputed(cell as CellId))) continue;
    const right =
      named === undefined
        ? value === 0 && within(cell, zeros)
        : close(named, value) || (value === 0 && cells[cell] === undefined && within(cell, zeros));
    if (!right) wrong.push(`${cell} = ${value}`);
  }
  if (answer.command !== null && answer.command !== expected.command) wrong.push(`command ${answer.command}`);
  const missing: string[] = [];
  for (const [cell, value] of Object.entries(cells)) {
    const parts = cell.endsWith(".total")
      ? cellsUnder(cell.slice(0, -".total".length)).filter((part) => part !== cell)
      : [];
    const sum = parts.reduce((all, part) => all + (values.get(part) ?? stated[part] ?? 0), 0);
    if (!close(values.get(cell), value) && !(parts.length > 0 && sum === value))
      missing.push(`${cell} = ${value}`);
  }
  for (const cell of expected.declares_zero.flatMap(cellsUnder))
    if (
      !isComputed(cell) &&
      cells[cell] === undefined &&
      values.get(cell) !== 0 &&
      stated[cell] === undefined
    )
      missing.push(`${cell} = 0`);
  if (expected.command !== undefined && answer.command === null) missing.push(`command ${expected.command}`);
  if (expected.ask_back !== answer.ask_back)
    missing.push(expected.ask_back ? "is not asked back" : "is asked back");
  return { id: expected.id, wrong, missing };
}
