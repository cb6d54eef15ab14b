import { strToU8, zipSync, type Zippable } from "fflate";
import { plainNumber } from "../language/numerals.ts";
import { escape } from "../language/markup.ts";
import { visible } from "../language/width.ts";
import {
  cellName,
  grids,
  isComputed,
  partsOf,
  sections,
  tableIds,
  type CellId,
  type TableId,
} from "../report/form.ts";
import type { Place } from "../report/vocabulary.ts";
import {
  contentTypes,
  look,
  packageRels,
  styles,
  workbook,
  workbookRels,
  worksheet,
  type Look,
} from "./xlsx/parts.ts";

/** What a workbook is made from; without organ, year and figures it is the empty form to be filled in. */
export interface Figures {
  title: string;
  cells: ReadonlyMap<CellId, number>;
}

interface At {
  row: number;
  column: number;
}

const letters = (column: number): string =>
  column < 26
    ? String.fromCharCode(65 + column)
    : letters(Math.floor(column / 26) - 1) + letters(column % 26);
const address = ({ row, column }: At): string => `${letters(column)}${row + 1}`;

/** Rows above a table: the title of the report, the heading of the section, a line of help. */
const tableFrom = 3;
const widths: Record<TableId, readonly number[]> = {
  disclosure: [24, 18, 18, 18],
  requests: [8, 14, 44, 10, 10, 10, 10, 10, 10, 10],
  disputes: Array.from({ length: 15 }, () => 9),
};
const help: Record<TableId, string> = {
  disclosure: "没有就填0，不要空着；收费的单位是万元。",
  requests: "白色的格子填数，没有就填0；灰色的总计自动算，不用填。",
  disputes: "白色的格子填数，没有就填0；灰色的总计自动算，不用填。",
};

/** Where every place of the grid stands once the merges above it are counted. */
function placed(id: TableId): { place: Place; at: At }[] {
  const taken = new Set<string>();
  return grids[id].rows.flatMap((row, index) => {
    let column = 0;
    return row.map((place) => {
      while (taken.has(`${index},${column}`)) column += 1;
      const at = { row: tableFrom + index, column };
      for (let down = 0; down < place.rowSpan; down++)
        for (let right = 0; right < place.colSpan; right++) taken.add(`${index + down},${column + right}`);
      return { place, at };
    });
  });
}

const textCell = (at: At, text: string, as: Look): string =>
  `<c r="${address(at)}" s="${look[as]}"${text === "" ? "/>" : ` t="inlineStr"><is><t xml:space="preserve">${escape(text)}</t></is></c>`}`;

/** A total appears once all its parts are filled in: a blank is not a 0. */
function sumFormula(cell: CellId, where: ReadonlyMap<CellId, At>): string {
  const parts = partsOf(cell).flatMap((part) => where.get(part) ?? []);
  const list = parts.map(address).join(",");
  return `IF(COUNT(${list})&lt;${parts.length},"",SUM(${list}))`;
}

function figureCell(cell: CellId, at: At, value: number | undefined, where: ReadonlyMap<CellId, At>): string {
  const as: Look = isComputed(cell) ? "sum" : cell === "disclosure.fees" ? "amount" : "input";
  const formula = isComputed(cell) ? `<f>${sumFormula(cell, where)}</f>` : "";
  const shown = value === undefined ? "" : `<v>${plainNumber(value)}</v>`;
  const empty = formula !== "" && value === undefined;
  return `<c r="${address(at)}" s="${look[as]}"${empty ? ' t="str"' : ""}>${formula}${empty ? "<v></v>" : shown}</c>`;
}

/** Excel refuses anything but counts, with a sentence. */
function checks(where: ReadonlyMap<CellId, At>): string {
  const inputs = [...where].filter(([cell]) => !isComputed(cell));
  const rule = (cells: readonly At[], type: "whole" | "decimal", sentence: string): string =>
    cells.length === 0
      ? ""
      : `<dataValidation type="${type}" operator="greaterThanOrEqual" allowBlank="1" showErrorMessage="1" errorTitle="年报助手" error="${sentence}" sqref="${cells.map(address).join(" ")}"><formula1>0</formula1></dataValidation>`;
  const rules = [
    rule(
      inputs.filter(([cell]) => cell !== "disclosure.fees").map(([, at]) => at),
      "whole",
      "请填0或正整数。",
    ),
    rule(
      inputs.filter(([cell]) => cell === "disclosure.fees").map(([, at]) => at),
      "decimal",
      "请填0或正数，单位万元。",
    ),
  ].filter((each) => each !== "");
  return `<dataValidations count="${rules.length}">${rules.join("")}</dataValidations>`;
}

const titleHeight = 34;
/** In points: as high as the lines of its longest label, which spreadsheet programs do not find for merged cells. */
function heightOf(id: TableId, places: readonly { place: Place; at: At }[], row: number): number {
  const lines = places
    .filter(({ place, at }) => at.row === row && place.rowSpan === 1)
    .map(({ place, at }) => {
      const width = widths[id]
        .slice(at.column, at.column + place.colSpan)
        .reduce((sum, part) => sum + part, 0);
      return Math.ceil(((place.text.length + (place.note ?? "").length) * 2) / (width - 1));
    });
  return 6 + 15 * Math.max(1, ...lines);
}

function sheet(id: TableId, { title, cells }: Figures): string {
  const { columns } = grids[id];
  const places = placed(id);
  const where = new Map(
    places.flatMap(({ place, at }) =>
      place.cell === undefined ? [] : [[place.cell as CellId, at] as const],
    ),
  );
  const heading =
    sections.find((section) => section.id === id)?.heading ?? cellName(places[0]?.place.cell as CellId);
  const rows = new Map<number, { at: At; xml: string }[]>();
  const put = (at: At, xml: string): void =>
    void rows.set(at.row, [...(rows.get(at.row) ?? []), { at, xml }]);
  const merges: string[] = [];
  const merge = (from: At, to: At): void =>
    void merges.push(`<mergeCell ref="${address(from)}:${address(to)}"/>`);
  for (const [row, [text, as]] of (
    [
      [title, "title"],
      [heading, "caption"],
      [help[id], "plain"],
    ] as const
  ).entries()) {
    put({ row, column: 0 }, textCell({ row, column: 0 }, visible(text), as));
    merge({ row, column: 0 }, { row, column: columns - 1 });
  }
  for (const { place, at } of places) {
    const cell = place.cell as CellId | undefined;
    const as: Look = place.kind === "heading" ? "head" : "label";
    put(
      at,
      cell === undefined
        ? textCell(at, `${place.text}${place.note ?? ""}`, as)
        : figureCell(cell, at, cells.get(cell), where),
    );
    if (place.colSpan === 1 && place.rowSpan === 1) continue;
    const to = { row: at.row + place.rowSpan - 1, column: at.column + place.colSpan - 1 };
    merge(at, to);
    // Covered cells carry the borders of the merged one.
    for (let row = at.row; row <= to.row; row++)
      for (let column = at.column; column <= to.column; column++)
        if (row !== at.row || column !== at.column)
          put(
            { row, column },
            textCell(
              { row, column },
              "",
              cell === undefined ? as : cell === "disclosure.fees" ? "amount" : "input",
            ),
          );
  }
  const rowXml = [...rows]
    .sort(([one], [other]) => one - other)
    .map(([row, list]) => {
      const inOrder = list.sort((one, other) => one.at.column - other.at.column).map(({ xml }) => xml);
      const height = row === 0 ? titleHeight : heightOf(id, places, row);
      return `<row r="${row + 1}" ht="${height}" customHeight="1">${inOrder.join("")}</row>`;
    });
  return worksheet({
    columns: widths[id]
      .map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`)
      .join(""),
    rows: rowXml.join(""),
    merges: `<mergeCells count="${merges.length}">${merges.join("")}</mergeCells>`,
    checks: checks(where),
    landscape: id === "disputes",
  });
}

const names: Record<TableId, string> = {
  disclosure: "二、主动公开",
  requests: "三、申请办理",
  disputes: "四、复议诉讼",
};
/** The earliest time a zip can hold: the same figures give the same bytes. */
const mtime = new Date(1980, 0, 1);

/** The three tables as a workbook, a sheet each; totals are formulas, only figures can be typed. Unknown cells stay blank. */
export function toXlsx(figures: Figures): Uint8Array {
  const parts: Record<string, string> = {
    "[Content_Types].xml": contentTypes(tableIds.length),
    "_rels/.rels": packageRels,
    "xl/workbook.xml": workbook(tableIds.map((id) => names[id])),
    "xl/_rels/workbook.xml.rels": workbookRels(tableIds.length),
    "xl/styles.xml": styles,
  };
  for (const [index, id] of tableIds.entries())
    parts[`xl/worksheets/sheet${index + 1}.xml`] = sheet(id, figures);
  const zip: Zippable = {};
  for (const [path, xml] of Object.entries(parts)) zip[path] = [strToU8(xml), { mtime }];
  return zipSync(zip);
}
