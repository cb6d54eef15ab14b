import { grids, sections, type CellId, type TableId } from "../../src/report/form.ts";
import type { WrittenReport } from "../../src/report/written.ts";

/** A report as it comes out when somebody copies it into a text, in one of the ways it does. */

export type Style =
  "tabs" | "padded tabs" | "strokes" | "markdown" | "stacked" | "lines" | "spaces" | "page" | "run together";
export const separated: readonly Style[] = ["tabs", "padded tabs", "strokes", "markdown", "stacked", "lines", "spaces", "page"]; // prettier-ignore

/** The cells of a table as they are copied: "" stands where a cell from above is merged over the row. */
export function cellsOf(id: TableId, figure: (cell: CellId) => string): string[][] {
  const over: number[] = [];
  return grids[id].rows.map((places) => {
    const row: string[] = [];
    let column = 0;
    const skip = (): void => {
      while ((over[column] ?? 0) > 0) {
        over[column] = (over[column] ?? 0) - 1;
        column += 1;
        if (column === 0 || !merged.has(column - 1)) row.push("");
      }
    };
    const merged = new Set<number>();
    for (const place of places) {
      skip();
      row.push(place.cell === undefined ? `${place.text}${place.note ?? ""}` : figure(place.cell as CellId));
      for (let right = 0; right < place.colSpan; right++) over[column + right] = place.rowSpan - 1;
      column += place.colSpan;
    }
    skip();
    return row;
  });
}

const widths: Record<TableId, number> = { disclosure: 4, requests: 10, disputes: 15 };
const padded = (row: readonly string[], width: number): string[] => [...row, ...Array<string>(Math.max(0, width - row.length)).fill("")]; // prettier-ignore

/** A page of the tool that keeps the layout: labels to the left, figures under each other. */
function pageOf(rows: readonly (readonly string[])[]): string {
  return rows
    .map((row) => {
      const cut = row.findLastIndex((cell) => !/^[\d.,/—-]+$/.test(cell)) + 1;
      const label = row.slice(0, cut).filter((cell) => cell !== "").join("  "); // prettier-ignore
      return `          ${label.padEnd(48)}${row
        .slice(cut)
        .map((cell) => `  ${cell.padEnd(8)}`)
        .join("")}`.trimEnd();
    })
    .join("\n");
}

function tableText(id: TableId, style: Style, figure: (cell: CellId) => string): string {
  const rows = cellsOf(id, figure);
  const filled = rows.map((row) => row.filter((cell) => cell !== ""));
  switch (style) {
    case "tabs":
      return rows.map((row) => row.join("\t")).join("\n");
    case "padded tabs":
      return rows.map((row) => padded(row, widths[id]).join("\t")).join("\n");
    case "strokes":
      return rows.map((row) => row.join(" | ")).join("\n");
    case "markdown": {
      const lines = rows.map((row) => `| ${padded(row, widths[id]).join(" | ")} |`);
      return [lines[0], `|${" --- |".repeat(widths[id])}`, ...lines.slice(1)].join("\n");
    }
    case "stacked":
      return rows.map((row) => `${row.map((cell) => `\t${cell}`).join("\n")}\n`).join("\n");
    case "lines":
      return filled.map((row) => row.join("\n")).join("\n");
    case "spaces":
      return filled.map((row) => row.join(" ")).join("\n");
    case "page":
      return pageOf(filled);
    case "run together":
      return filled.map((row) => row.join("")).join("");
  }
}

/** The report as a text; a page is indented, text run together has no lines at all. */
export function asText(
  report: WrittenReport,
  style: Style,
  printed = (value: number): string => String(value),
): string {
  const figure = (cell: CellId): string => {
    const value = report.cells.get(cell);
    return typeof value === "number" ? printed(value) : "";
  };
  const parts: string[] = [...report.title, ...report.preamble.map(({ text }) => text)];
  for (const { id, heading } of sections) {
    parts.push(heading, ...report.paragraphs[id].map(({ lead = "", text }) => `${lead}${text}`));
    if (id in grids) parts.push(tableText(id as TableId, style, figure));
  }
  if (style === "run together") return parts.join("");
  if (style !== "page") return parts.join("\n");
  return parts.map((part) => (part.startsWith("     ") ? part : `               ${part}`)).join("\n\n");
}
