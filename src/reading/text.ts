import { visible } from "../language/width.ts";
import type { Block } from "./blocks.ts";
import { apart } from "./text/cells.ts";
import { partsOf, tableOf } from "./text/grid.ts";
import { requestsByLines } from "./text/lines.ts";
import { isPage, joined, rejoined } from "./text/page.ts";
import { isFurniture, paragraphs } from "./text/prose.ts";
import { tablesIn } from "./text/stream.ts";

/** Running text: the tables in it, and the paragraphs between them. */
function flow(lines: readonly string[], page: boolean): Block[] {
  const text = lines.join("\n");
  const prose = (from: number, to: number): Block[] => {
    const between = text.slice(from, to);
    return paragraphs((page ? joined : rejoined)(between.split("\n")).join("\n"));
  };
  let blocks: Block[] = [];
  let at = 0;
  for (const { from, to, block } of tablesIn(text)) {
    if (from < at) continue;
    blocks = [...blocks, ...prose(at, from), block];
    at = to;
  }
  return [...blocks, ...prose(at, text.length)];
}

function running(all: readonly string[]): Block[] {
  const lines = all.filter((line) => !isFurniture(line));
  const page = isPage(lines);
  const table = requestsByLines(lines);
  if (table === undefined) return flow(lines, page);
  return [...flow(lines.slice(0, table.from), page), table.block, ...flow(lines.slice(table.to), page)];
}

/** Plain text, markdown, or the text of a web page or a PDF → blocks. */
export function textBlocks(text: string): Block[] {
  return partsOf(visible(text)).flatMap((part) =>
    part.kind === "grid" ? [tableOf(part.rows.map(apart))] : running(part.lines),
  );
}
