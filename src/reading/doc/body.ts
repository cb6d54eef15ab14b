import { visible } from "../../language/width.ts";
import type { Block } from "../blocks.ts";
import { tableOf } from "../text/grid.ts";
import { textBlocks } from "../text.ts";
import { isLabel, rowsOf } from "./rows.ts";

/**
 * The body as the library gives it: a paragraph ends in a line break, a cell in a tab. A row ends in a tab and a line
 * break, or, where the library does not see the end of the row, in a second tab; then the next row or the paragraph
 * behind the table follows in the same line.
 */

/** What stands behind the last tab of a line and is no cell that goes on in the next line. */
const isProse = (tail: string): boolean =>
  tail.length > 20 || /^[一二三四五六][、.．]|^[（(][一二三四五六][）)]|[。：；]$/.test(tail);

interface Line {
  cells: string[];
  /** The paragraph behind the table, in the same line. */
  behind: string;
}

/** A line of cells; a cell of several paragraphs goes on in the lines below. */
function lineAt(lines: readonly string[], at: number): { line: Line; end: number } {
  const cells = (lines[at] ?? "").split("\t");
  let tail = cells.pop() ?? "";
  let end = at + 1;
  while (tail !== "" && !isProse(tail) && end < lines.length && (lines[end] ?? "").includes("\t")) {
    const [first = "", ...rest] = (lines[end] ?? "").split("\t");
    cells.push(`${tail}${first}`, ...rest.slice(0, -1));
    tail = rest.at(-1) ?? "";
    end += 1;
  }
  return { line: { cells, behind: tail }, end };
}

/** Body text of a Word document → blocks. */
export function bodyBlocks(body: string): Block[] {
  const lines = visible(body).split("\n");
  const blocks: Block[] = [];
  let [prose, rows]: [string[], string[][]] = [[], []];
  const close = (): void => {
    for (const block of textBlocks(prose.join("\n"))) blocks.push(block);
    if (rows.length > 0) blocks.push(tableOf(rows));
    [prose, rows] = [[], []];
  };
  for (let at = 0; at < lines.length;) {
    const text = lines[at] ?? "";
    if (!text.includes("\t")) {
      if (rows.length > 0) close();
      prose.push(text);
      at += 1;
      continue;
    }
    const { line, end } = lineAt(lines, at);
    at = end;
    // The first paragraph of the first cell of a row looks like a paragraph above the table.
    const above = rows.length === 0 ? prose.at(-1) : undefined;
    const first = line.cells[0] ?? "";
    if (above !== undefined && !isLabel(first) && isLabel(`${above}${first}`)) {
      prose.pop();
      line.cells[0] = `${above}${first}`;
    }
    if (rows.length === 0) close();
    for (const row of rowsOf(line.cells.map((cell) => cell.trim()))) rows.push(row);
    if (line.behind === "") continue;
    close();
    prose.push(line.behind);
  }
  close();
  return blocks;
}
