import { sections, tableIds, type CellId } from "../report/form.ts";
import type { PrintedReport } from "../report/printed.ts";
import { missingFromDisclosure, readDisclosure } from "./align/disclosure.ts";
import { missingFromDisputes, readDisputes } from "./align/disputes.ts";
import { Findings, type Row } from "./align/grid.ts";
import { bare } from "./align/label.ts";
import { missingFromRequests, readRequests, type RequestsState } from "./align/requests.ts";
import { splitSections } from "./align/sections.ts";
import { readTitle } from "./align/title.ts";
import type { Block, Cell } from "./blocks.ts";

const only2019 = /新制作数量|新公开数量|对外公开总数量|上一年项目数量|采购总金额/;
const only2021 = /制发件数|废止件数|现行有效件数|本年收费金额/;

function formOf(tables: readonly (readonly Row[])[]): PrintedReport["form"] {
  const labels = tables.flat(2).map((cell) => bare(cell.text));
  if (labels.some((label) => only2019.test(label))) return "2019";
  return labels.some((label) => only2021.test(label)) ? "2021" : null;
}

const missing = {
  disclosure: missingFromDisclosure,
  requests: missingFromRequests,
  disputes: missingFromDisputes,
};

function readTables(tables: readonly (readonly Row[])[]): Findings {
  const found = new Findings();
  const there = { disclosure: false, requests: false, disputes: false };
  let requests: RequestsState | undefined;
  for (const table of tables) {
    requests = readRequests(table, requests, found);
    there.disclosure = readDisclosure(table, found) || there.disclosure;
    there.disputes = readDisputes(table, found) || there.disputes;
  }
  there.requests = requests !== undefined;
  for (const id of tableIds) {
    if (there[id]) missing[id](found);
    else found.note("missing table", id, sections.find((section) => section.id === id)?.name ?? id);
  }
  return found;
}

/** The 2019 form has rows of the same name that count other things: only figures of the same meaning are kept. */
const notIn2019 = (cell: CellId): boolean =>
  cell === "disclosure.fees" || /^disclosure\.(?:regulations|normative)\./.test(cell);

/** Blocks of whatever format → the printed report. Cells are found by labels and expected width, never by position. */
export const align = (blocks: readonly Block[]): PrintedReport => alignPlaced(blocks).report;

/** The same with the place that each figure was read from. */
export function alignPlaced(blocks: readonly Block[]): {
  report: PrintedReport;
  places: ReadonlyMap<CellId, Cell>;
} {
  const lines = blocks
    .flatMap((block) => (block.kind === "paragraph" ? block.text.split("\n") : []))
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const tables = blocks.flatMap((block) => (block.kind === "table" ? [block.rows] : []));
  const { before, sections } = splitSections(lines);
  const form = formOf(tables);
  const { cells, oddities, places } = readTables(tables);
  if (form === "2019") for (const cell of cells.keys()) if (notIn2019(cell)) cells.delete(cell);
  return { report: { ...readTitle(before), form, cells, sections, oddities }, places };
}
