import { sections, tableIds, type CellId } from "../report/form.ts";
import type { PrintedReport } from "../report/printed.ts";
import { missingFromDisclosure, readDisclosure } from "./align/disclosure.ts";
import { missingFromDisputes, readDisputes } from "./align/disputes.ts";
import { noteEmptyHeader, noteNumbering } from "./align/drawing.ts";
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

type TableBlock = Extract<Block, { kind: "table" }>;

const missing = {
  disclosure: missingFromDisclosure,
  requests: missingFromRequests,
  disputes: missingFromDisputes,
};

function readTables(tables: readonly TableBlock[]): Findings {
  const found = new Findings();
  const there = { disclosure: false, requests: false, disputes: false };
  let requests: RequestsState | undefined;
  for (const { rows: table, odd = [] } of tables) {
    const state = readRequests(table, requests, found);
    const held = {
      disclosure: readDisclosure(table, found),
      requests: state !== requests,
      disputes: readDisputes(table, found),
    };
    requests = state;
    for (const id of tableIds.filter((each) => held[each])) {
      there[id] = true;
      for (const kind of odd) found.note(kind, id, "");
      if (id !== "disclosure") noteEmptyHeader(table, id, found);
      if (id === "requests") noteNumbering(table, found);
    }
  }
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
    .flatMap((block) =>
      block.kind === "paragraph"
        ? block.text.split("\n").map((line) => ({ text: line.trim(), level: block.level }))
        : [],
    )
    .filter(({ text }) => text !== "");
  const tables = blocks.filter((block) => block.kind === "table");
  const { before, sections } = splitSections(
    lines.map(({ text }) => text),
    lines.map(({ level }) => level),
  );
  const form = formOf(tables.map(({ rows }) => rows));
  const { cells, oddities, places } = readTables(tables);
  if (form === "2019") for (const cell of cells.keys()) if (notIn2019(cell)) cells.delete(cell);
  return { report: { ...readTitle(before), form, cells, sections, oddities }, places };
}
