import { visible } from "../language/width.ts";
import { readNumeral } from "../language/numerals.ts";
import { askedCells, isAllowed, isCellId, isPrefix, cellsUnder, type CellId } from "../report/form.ts";
import { valueOf, type Report, type Source } from "../report/report.ts";
import type { Command } from "../understanding/command.ts";
import { isSamePerson } from "./people/colleagues.ts";
import type { Field } from "./reply.ts";
import { partName, unitOf } from "./words/say.ts";

/** Fields to fill in, where a channel can show them: the figures of the open question. */

/** More inputs than these nobody fills in in a chat. */
const mostFields = 15;
const asked: ReadonlySet<string> = new Set(askedCells);

/** The cells that a question asks for, as fields with what is known; none for questions that are no figures. */
export function fieldsOf(topic: string, report: Report): Field[] {
  if (!isPrefix(topic) || topic === "requests") return [];
  const cells = cellsUnder(topic).filter((cell) => asked.has(cell));
  if (cells.length === 0 || cells.length > mostFields) return [];
  return cells.map((cell) => {
    const value = valueOf(report, cell);
    return {
      id: cell,
      label: `${partName(cell)}（${unitOf(cell)}）`,
      value: value === undefined ? "" : String(value),
    };
  });
}

/** What a form that was sent off says: figures that are new; `wrong`: fields whose words are no figure that can stand there. */
export function readFields(
  fields: Readonly<Record<string, string>>,
  report: Report,
  me: Source["by"],
): { commands: readonly Command[]; words: string; wrong: readonly string[]; blank: boolean } {
  /** One's own figures are corrected, other people's are put beside theirs. */
  const corrected: Partial<Record<CellId, number>> = {};
  const given: Partial<Record<CellId, number>> = {};
  const wrong: string[] = [];
  const words: string[] = [];
  let blank = true;
  for (const [id, typed] of Object.entries(fields)) {
    const said = visible(typed).trim();
    if (!isCellId(id) || !asked.has(id) || said === "") continue;
    blank = false;
    const value = /^(?:无|没有|没)$/.test(said) ? 0 : readNumeral(said.replace(/\s*(?:件|万元)$/, ""));
    if (value === null || !isAllowed(id, value)) {
      wrong.push(`${partName(id)}“${said.slice(0, 20)}”`);
      continue;
    }
    if (valueOf(report, id) === value) continue;
    const fact = report.facts.get(id);
    if (fact !== undefined && isSamePerson(fact.source.by, me)) corrected[id] = value;
    else given[id] = value;
    words.push(`${partName(id)}${said}`);
  }
  const commands = [
    { do: "set" as const, cells: corrected, correction: true },
    { do: "set" as const, cells: given, correction: false },
  ].filter(({ cells }) => Object.keys(cells).length > 0);
  return { commands, words: `表单：${words.join("，")}`, wrong, blank };
}
