import type { Line } from "./lines.ts";

/** What stands on a page besides the report: page numbers, and headers and footers that every page repeats. */

const pageNumber =
  /^(?:[-‐‑–—―－─·•~～\s]*\d{1,3}[-‐‑–—―－─·•~～\s]*|第\s*\d{1,3}\s*页(?:[,，/\s]*共\s*\d{1,3}\s*页)?|\d{1,3}\s*\/\s*\d{1,3}|[-—\s]*[ivxlcIVXLC]{1,5}[-—\s]*|[Pp]age\s*\d{1,3}(?:\s*of\s*\d{1,3})?)$/;

interface Sheet {
  height: number;
  lines: Line[];
}

/** The lines of each page without page numbers and repeated headers and footers. */
export function withoutFurniture(pages: readonly Sheet[]): Line[][] {
  const repeated = new Map<string, number>();
  const keyOf = (line: Line): string => `${Math.round(line.y / 4)} ${line.text.replace(/\d+/g, "0")}`;
  const edges = pages.map(({ lines }) => [...new Set([...lines.slice(0, 2), ...lines.slice(-2)])]);
  for (const edge of edges)
    for (const key of new Set(edge.map(keyOf))) repeated.set(key, (repeated.get(key) ?? 0) + 1);
  const often = Math.max(3, pages.length * 0.5);
  return pages.map(({ lines, height }, index) => {
    const edge = edges[index] ?? [];
    const inMargin = ({ y }: Line): boolean => y < height * 0.12 || y > height * 0.86;
    return lines.filter((line) => {
      if (!edge.includes(line) || !inMargin(line)) return true;
      const outermost = line === lines[0] || line === lines.at(-1);
      return !((outermost && pageNumber.test(line.text)) || (repeated.get(keyOf(line)) ?? 0) >= often);
    });
  });
}
