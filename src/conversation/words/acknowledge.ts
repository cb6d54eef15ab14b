import { aspects } from "../../report/form/overview.ts";
import type { ReportEvent } from "../../report/events.ts";
import { cellsUnder, isCellId, isComputed, tableOf, type CellId } from "../../report/form.ts";
import { valueOf, type Report } from "../../report/report.ts";
import type { Command } from "../../understanding/command.ts";
import { cautions } from "../../drafting/writing.ts";
import { completeSections } from "../asking/agenda.ts";
import { residual } from "../asking/residual.ts";
import { amount, namesOf, partName, sayCells } from "./say.ts";
import { wording } from "./wording.ts";

/** What was recorded of a message, said back with printed names; and what it settles. */
export function acknowledge(
  before: Report,
  after: Report,
  commands: readonly Command[],
  events: readonly ReportEvent[],
  words: string,
): string {
  const value = (cell: CellId): number | undefined => valueOf(after, cell);
  const lines: string[] = [];
  const said: string[] = [];
  const changed: string[] = [];
  const texts: string[] = [];
  const notes: string[] = [];

  for (const command of commands) {
    if (command.do === "set" || command.do === "repair") {
      const cells = Object.keys(command.cells) as CellId[];
      for (const cell of cells) {
        const stated = before.facts.get(cell)?.value;
        const old = command.do === "repair" ? (stated ?? valueOf(before, cell)) : stated;
        const now = command.cells[cell];
        if (old !== undefined && now !== undefined && old !== now)
          changed.push(`${partName(cell)}由${amount(cell, old)}改为${amount(cell, now)}`);
      }
      said.push(sayAll(cells, value));
      if (
        cells.some((cell) => cell.startsWith("requests.")) &&
        /[\d０-９一二两三四五六七八九十]\s*[条份宗起]/.test(words)
      )
        notes.push("申请的单位是“件”，我按件记。");
    } else if (
      command.do === "zero" &&
      events.some(
        (event) =>
          event.type === "ZeroDeclared" && event.under.some((prefix) => covers(command.under, prefix)),
      )
    ) {
      said.push(zeroWords(before, after, command.under));
    } else if (command.do === "text") {
      texts.push(textName(command.slot));
      if (!command.add && before.texts.has(command.slot)) notes.push(wording.replacedText);
      notes.push(...cautions(command.items.join("。")));
    } else if (command.do === "fee") {
      said.push(command.fee.kind === "none" ? "没有收取信息处理费" : "信息处理费的收取情况");
    } else if (command.do === "contact") {
      said.push(command.contact === "" ? "联系方式不写" : "联系方式");
    } else if (command.do === "organ" && command.kind !== undefined) {
      lines.push(wording.organSet(command.name, after.year));
    }
  }
  if (texts.length > 0) said.push(texts.join("、"));
  if (changed.length > 0) lines.push(`改好了：${changed.join("；")}。`);
  const plain = said.filter((part) => part !== "");
  if (plain.length > 0 && changed.length === 0) lines.push(`记下了：${plain.join("；")}。`);
  const settled = completeSections(after).has("requests") ? "" : settlement(before, after);
  return [...lines, ...(settled === "" ? [] : [settled]), ...new Set(notes)].join("\n");
}

/** More rows than anybody reads again are only counted. */
const mostRows = 8;

function sayAll(cells: readonly CellId[], value: (cell: CellId) => number | undefined): string {
  const rows = new Set(
    cells.map((cell) => (cell.split(".").length === 2 ? cell : cell.slice(0, cell.lastIndexOf(".")))),
  );
  if (rows.size <= mostRows) return sayCells(cells, value);
  const tables = [...new Set(cells.map(tableOf))].map(partName).join("、");
  return `${tables}${rows.size}行，${cells.length}个数`;
}

const covers = (under: readonly string[], prefix: string): boolean =>
  under.some((part) => prefix === part || prefix.startsWith(`${part}.`));

function zeroWords(before: Report, after: Report, under: readonly string[]): string {
  const cells = under.flatMap(cellsUnder).filter((cell) => !isComputed(cell));
  const above = cells.some((cell) => (valueOf(after, cell) ?? 0) > 0);
  const old = cells.some((cell) => before.facts.has(cell));
  const tables = ["disclosure", "requests", "disputes"];
  if (!above && tables.every((table) => under.includes(table))) return "三张表全是0";
  if (above || old) return `${namesOf(under)}其余都是0`;
  const rows = under.every((prefix) => !tables.includes(prefix));
  return rows
    ? under.map((prefix) => `${partName(prefix)}${isCellId(prefix) ? amount(prefix, 0) : "0件"}`).join("、")
    : `${namesOf(under)}都是0`;
}

function textName(slot: string): string {
  if (slot === "problems") return "主要问题";
  if (slot === "improvements") return "改进措施";
  if (slot === "more") return "其他需要报告的事项";
  return aspects.find((aspect) => slot === `overview.${aspect.id}`)?.name ?? "";
}

/** Whether the requests are all settled now: 本年新收4件都有了结果. The open ones are part of the next question. */
function settlement(before: Report, after: Report): string {
  const old = residual(before);
  const { received, carriedIn, handled, carriedOut, left } = residual(after);
  const touched = old.left !== left || old.handled !== handled || old.received !== received;
  if (!touched || received === undefined) return "";
  if (left === 0 && received > 0 && carriedIn !== undefined) {
    const inflow = carriedIn > 0 ? `新收和结转一共${received + carriedIn}件` : `本年新收${received}件`;
    return carriedOut !== undefined && carriedOut > 0
      ? `${inflow}：办结${handled}件，结转下年度${carriedOut}件，正好对上。`
      : `${inflow}都有了结果。`;
  }
  if (carriedIn === undefined && received > 0 && handled > 0) {
    const open = received - handled;
    if (open === 0) return `本年新收${received}件都有了结果，上年结转还没有说。`;
    if (open > 0) return `本年新收${received}件，还有${open}件没有说结果；上年结转也还没有说。`;
  }
  return "";
}
