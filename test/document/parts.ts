import { strFromU8, unzipSync } from "fflate";

/** The parts of a .docx as text. */
export function partsOf(docx: Uint8Array): Record<string, string> {
  return Object.fromEntries(Object.entries(unzipSync(docx)).map(([path, data]) => [path, strFromU8(data)]));
}

/** The inner XML of every element of a name that has no element of the same name inside. */
export function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>(.*?)</${name}>`, "gs"))].map(
    (match) => match[1] ?? "",
  );
}

export interface FoundPlace {
  row: number;
  column: number;
  colSpan: number;
  rowSpan: number;
  text: string;
}

const textOf = (xml: string): string => elements(xml, "w:t").join("");

/** The places of a table with their merged extent, from w:gridSpan and w:vMerge. */
export function placesOf(table: string): FoundPlace[] {
  const places: FoundPlace[] = [];
  for (const [row, rowXml] of elements(table, "w:tr").entries()) {
    let column = 0;
    for (const cell of elements(rowXml, "w:tc")) {
      const colSpan = Number(/<w:gridSpan w:val="(\d+)"/.exec(cell)?.[1] ?? 1);
      const above = places.find(
        (place) => place.column === column && place.row + place.rowSpan === row && place.colSpan === colSpan,
      );
      if (cell.includes('<w:vMerge w:val="continue"/>') && above !== undefined) above.rowSpan += 1;
      else places.push({ row, column, colSpan, rowSpan: 1, text: textOf(cell) });
      column += colSpan;
    }
  }
  return places;
}
