/** Small PDF files written by hand: text by its code, lines and rectangles, and what goes wrong with them. */

export interface PageParts {
  /** Operators of the page. */
  content: string;
  width?: number;
  height?: number;
  rotate?: number;
}

/** The code of a character in the made font: not its Unicode value, as in real files. */
const codeOf = (character: string): number => ((character.codePointAt(0) ?? 0) + 0x1111) & 0xffff;
const hex = (number: number): string => number.toString(16).padStart(4, "0");
const encoded = (text: string, code = codeOf): string =>
  `<${Array.from(text, (character) => hex(code(character))).join("")}>`;

/** Text at x, y (points, from the lower left corner) in this size. */
export const textAt = (x: number, y: number, text: string, size = 10, code = codeOf): string =>
  `BT /F1 ${size} Tf 1 0 0 1 ${x} ${y} Tm ${encoded(text, code)} Tj ET\n`;
export const lineFrom = (x1: number, y1: number, x2: number, y2: number): string =>
  `${x1} ${y1} m ${x2} ${y2} l S\n`;
export const bar = (x: number, y: number, width: number, height: number): string =>
  `${x} ${y} ${width} ${height} re f\n`;

/** A character map from the codes of `text` to its characters. */
function toUnicode(text: string, code: (character: string) => number): string {
  const all = [...new Set(text)];
  const chunks: string[] = [];
  for (let at = 0; at < all.length; at += 100) {
    const part = all.slice(at, at + 100);
    const pairs = part.map(
      (character) => `<${hex(code(character))}> <${hex(character.codePointAt(0) ?? 0)}>`,
    );
    chunks.push(`${part.length} beginbfchar\n${pairs.join("\n")}\nendbfchar`);
  }
  return `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def
1 begincodespacerange <0000> <ffff> endcodespacerange
${chunks.join("\n")}
endcmap end end`;
}

const half = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join("");

/**
 * A PDF of these pages. The font has full-width characters of 1 and half-width ones of 0.5 of its size; `characters` are
 * those it can tell (none: a font without a character map).
 */
export function pdfFile(
  pages: readonly PageParts[],
  options: {
    characters?: string;
    code?: (character: string) => number;
    encrypt?: boolean;
    extra?: string;
    font?: string;
  } = {},
): Uint8Array {
  const code = options.code ?? codeOf;
  const objects: string[] = [];
  const add = (body: string): number => objects.push(body);
  const stream = (data: string): string =>
    `<< /Length ${Buffer.byteLength(data, "latin1")} >>\nstream\n${data}\nendstream`;
  const catalog = add("");
  const tree = add("");
  const widths = Array.from(half, (character) => `${code(character)} [500]`).join(" ");
  const descendant = add(
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Made /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /W [${widths}] /FontDescriptor ${objects.length + 2} 0 R >>`,
  );
  add(
    "<< /Type /FontDescriptor /FontName /Made /Flags 4 /FontBBox [0 -200 1000 800] /Ascent 800 /Descent -200 /CapHeight 800 /StemV 80 /ItalicAngle 0 >>",
  );
  const map =
    options.characters === ""
      ? ""
      : `/ToUnicode ${add(stream(toUnicode(options.characters ?? "", code)))} 0 R`;
  const font = add(
    options.font ??
      `<< /Type /Font /Subtype /Type0 /BaseFont /Made /Encoding /Identity-H /DescendantFonts [${descendant} 0 R] ${map} >>`,
  );
  const kids = pages.map(({ content, width = 595, height = 842, rotate = 0 }) => {
    const body = add(stream(content));
    return add(
      `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${width} ${height}] /Rotate ${rotate} /Resources << /Font << /F1 ${font} 0 R >> >> /Contents ${body} 0 R >>`,
    );
  });
  objects[catalog - 1] = `<< /Type /Catalog /Pages ${tree} 0 R ${options.extra ?? ""} >>`;
  objects[tree - 1] =
    `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(" ")}] >>`;
  let file = "%PDF-1.7\n";
  const offsets = objects.map((body, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const xref = file.length;
  const locked =
    options.encrypt === true
      ? `/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O <${"5a".repeat(32)}> /U <${"a5".repeat(32)}> >> /ID [<00> <00>]`
      : "";
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("")}`;
  file += `trailer << /Size ${objects.length + 1} /Root ${catalog} 0 R ${locked} >>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
}
