import { escape } from "../language/markup.ts";
import type { WrittenReport } from "../report/written.ts";
import { layOut, type Block, type PrintedPlace } from "./blocks.ts";

/** The report as one web page: real tables with their merges, no script, nothing loaded from elsewhere. */

const lines = (text: string): string => text.split("\n").map(escape).join("<br>");

/** A remark is shown behind what it is about, but is no text of the page: copying and reading leave it out. */
const remarked = (remarks: readonly string[]): string =>
  remarks.length === 0 ? "" : ` data-remark="${escape(remarks.join(" "))}"`;

const span = (name: string, count: number): string => (count === 1 ? "" : ` ${name}="${count}"`);

function place({ kind, text, note, colSpan, rowSpan, remarks }: PrintedPlace): string {
  const [tag, role] =
    kind === "figure"
      ? ["td", ""]
      : ["th", kind === "heading" && note === undefined ? ' class="head"' : ' class="label"'];
  const words = `${escape(text)}${note === undefined ? "" : `<i>${escape(note)}</i>`}`;
  return `<${tag}${role}${span("colspan", colSpan)}${span("rowspan", rowSpan)}${remarked(remarks)}>${words}</${tag}>`;
}

/** Columns as wide as in the document, in hundredths of the table. */
const widths: Record<Extract<Block, { kind: "table" }>["table"], readonly number[]> = {
  disclosure: [25, 25, 25, 25],
  requests: [8, 9, 34, 7, 7, 7, 7, 7, 7, 7],
  disputes: Array.from({ length: 15 }, () => 100 / 15),
};

function block(part: Block): string {
  switch (part.kind) {
    case "title":
      return `<h1${remarked(part.remarks)}>${part.lines.map(escape).join("<br>")}</h1>`;
    case "heading":
      return `<h2>${escape(part.text)}</h2>`;
    case "paragraph": {
      const lead = part.lead === undefined ? "" : `<strong>${escape(part.lead)}</strong>`;
      return `<p${remarked(part.remarks)}>${lead}${lines(part.text)}</p>`;
    }
    case "table": {
      const columns = widths[part.table].map((width) => `<col style="width:${width.toFixed(2)}%">`).join("");
      const rows = part.rows.map((row) => `<tr>${row.map(place).join("")}</tr>`).join("\n");
      return `<div class="wide"><table><colgroup>${columns}</colgroup>\n${rows}\n</table></div>`;
    }
  }
}

const style = `
body { margin: 0 auto; max-width: 46em; padding: 2em 1em; color: #000; background: #fff;
  font: 1.05rem/1.9 FangSong, 仿宋, STFangsong, "Noto Serif CJK SC", "Songti SC", SimSun, serif; }
h1 { text-align: center; font-size: 1.7rem; line-height: 1.5; font-weight: normal; margin: 0 0 1.5em; }
h2 { font-size: 1.1rem; font-family: SimHei, 黑体, "Noto Sans CJK SC", "PingFang SC", sans-serif;
  font-weight: normal; margin: 1.2em 0 .4em; text-indent: 2em; }
p { margin: 0; text-indent: 2em; text-align: justify; }
strong { font-family: KaiTi, 楷体, STKaiti, "Noto Serif CJK SC", serif; font-weight: normal; }
.wide { overflow-x: auto; margin: .4em 0 1em; }
table { border-collapse: collapse; width: 100%; min-width: 40em; table-layout: fixed;
  font: .9rem/1.4 SimSun, 宋体, "Noto Serif CJK SC", "Songti SC", serif; }
th, td { border: 1px solid #000; padding: .25em .3em; text-align: center; vertical-align: middle;
  font-weight: normal; overflow-wrap: anywhere; }
th.label { text-align: left; }
th i { font-family: KaiTi, 楷体, STKaiti, serif; font-style: normal; }
[data-remark] { outline: 2px dotted #a60; outline-offset: -2px; }
[data-remark]::after { content: "〔待核：" attr(data-remark) "〕"; color: #a60; font-size: .85rem; }
@media print { body { max-width: none; padding: 0; } .wide { overflow: visible; } table { min-width: 0; } tr { break-inside: avoid; } }
`;

/** The report as a page for the web site, UTF-8; open remarks are marked, the clean copy has none. */
export function toHtml(written: WrittenReport): Uint8Array {
  const page = `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(written.title.join(""))}</title>
<style>${style}</style>
</head>
<body>
<main>
${layOut(written).map(block).join("\n")}
</main>
</body>
</html>
`;
  return new TextEncoder().encode(page);
}
