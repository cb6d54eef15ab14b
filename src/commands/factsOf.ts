import { contentsOf } from "../conversation/files/contents.ts";
import { OutsideError } from "../errors.ts";
import { maxText } from "../report/events.ts";
import { aspects } from "../report/form/overview.ts";
import { FactsFile } from "../report/facts.ts";
import { cellIds, cellName, isAllowed } from "../report/form.ts";
import { numberIn, type PrintedReport } from "../report/printed.ts";
import { onlyNothing } from "../rules/closing.ts";
import { read } from "../rules/reading.ts";

/**
 * A printed report as a FACTS file: figures and words as they stand, nothing made up. `remarks`: what could not be
 * taken over, in whole sentences. OutsideError: without unit or year there is no FACTS file.
 */
export function factsOf(report: PrintedReport, file: string): { facts: FactsFile; remarks: string[] } {
  const { organ, opening, texts } = contentsOf(report);
  const { year } = report;
  const missing = [...(organ === null ? ["单位名称"] : []), ...(year === null ? ["年份"] : [])];
  if (missing.length > 0)
    throw new OutsideError(
      `“${file}”里读不出${missing.join("和")}，写不成事实文件，请先把标题写成“单位全称＋年份＋政府信息公开工作年度报告”。`,
      { where: file, code: "no facts" },
    );
  const remarks: string[] = [];
  const cells: Record<string, number> = {};
  for (const cell of cellIds) {
    const value = numberIn(report, cell);
    if (value === undefined) continue;
    if (isAllowed(cell, value)) cells[cell] = value;
    else remarks.push(`${cellName(cell)}印的是${value}，不是可以填的数，没有放进去。`);
  }
  const items = (slot: string): string[] => texts.find((text) => text.slot === slot)?.items ?? [];
  const overview = Object.fromEntries(
    aspects.flatMap(({ id }) => {
      const words = within(items(`overview.${id}`).join("\n"));
      return words === "" ? [] : [[id, words]];
    }),
  );
  if (opening.length > 0) remarks.push(`总体情况里有${opening.length}段没有写明属于哪个方面，没有放进去。`);
  const more = items("more");
  const feeWords = (read(report).sections.get("other")?.text ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !more.includes(line) && !onlyNothing.test(line));
  const other = {
    ...(feeWords.length === 0 ? {} : { fee: within(feeWords.join("\n")) }),
    ...(more.length === 0 ? {} : { more: within(more.join("\n")) }),
  };
  const [problems, improvements] = [items("problems"), items("improvements")];
  const facts = FactsFile.parse({
    year,
    organ,
    cells,
    text: {
      overview,
      ...(problems.length === 0 ? {} : { problems }),
      ...(improvements.length === 0 ? {} : { improvements }),
      other,
    },
  });
  return { facts, remarks };
}

const within = (text: string): string => text.slice(0, maxText);
