import { z } from "zod";
import { CellId } from "../report/form.ts";
import { imply } from "../report/implied.ts";
import { Asked, type Command } from "./command.ts";
import { understand } from "./understand.ts";

const Figures = z.record(z.string(), z.number()).transform((record, context) => {
  const cells = new Map<CellId, number>();
  for (const [id, value] of Object.entries(record)) {
    const cell = CellId.safeParse(id);
    if (cell.success) cells.set(cell.data, value);
    else context.addIssue({ code: "custom", message: `${id} 不是表里的格` });
  }
  return cells;
});
const Line = z.object({
  say: z.string(),
  asked: Asked.nullish(),
  last_year: Figures.optional(),
  stated: Figures.optional(),
  year: z.number().int().min(2000).max(2100).default(2025),
});

/** One line of `nianbao understand --json` (design.md 4): JSON in, an object out; `{error}` for what is not such a line. */
export function understandLine(line: string): object {
  let outside: unknown;
  try {
    outside = JSON.parse(line);
  } catch {
    return { error: "这一行不是JSON，请每行写一个JSON对象。" };
  }
  const parsed = Line.safeParse(outside);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { error: `这一行的内容不对：${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim() };
  }
  const { say, asked, last_year, stated, year } = parsed.data;
  const given = stated ?? new Map<CellId, number>();
  const implied = imply(given);
  const { commands, doubts, unread } = understand({
    say,
    asked: asked ?? null,
    year,
    known: (cell) => given.get(cell) ?? implied.get(cell)?.value,
    lastYear: (cell) => last_year?.get(cell),
  });
  return {
    cells: Object.assign(
      {},
      ...commands.map((command) => (command.do === "set" ? command.cells : {})),
    ) as object,
    declares_zero: commands.flatMap((command) => (command.do === "zero" ? command.under : [])),
    command: commands.map(nameOf).find((name) => name !== null) ?? null,
    ask_back: doubts.length > 0,
    unread: unread.join("；"),
  };
}

function nameOf(command: Command): string | null {
  if (command.do === "run") return command.name;
  return command.do === "generateAnyway" ? "生成" : null;
}
