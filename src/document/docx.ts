import { Document, Footer, Packer, PageNumber, TextRun, type Paragraph, type Table } from "docx";
import type { WrittenReport } from "../report/written.ts";
import { layOut, type Block } from "./blocks.ts";
import { corePropertiesXml, repack, settingsXml } from "./docx/package.ts";
import { page, stylesXml } from "./docx/styles.ts";
import { tableOf } from "./docx/table.ts";
import { Comments, paragraph, runs } from "./docx/text.ts";

type Child = Paragraph | Table;

/** The lines of the title, one paragraph each, with one blank line below; a comment spans all of them. */
function title({ lines, remarks }: Extract<Block, { kind: "title" }>, comments: Comments): Child[] {
  const opening = remarks.length === 0 ? [] : [comments.start(remarks)];
  const closing = remarks.length === 0 ? [] : comments.end();
  return lines.map((line, index) => {
    const first = index === 0;
    const last = index === lines.length - 1;
    const spacing = { before: first ? 560 : 0, after: last ? 560 : 0 };
    const children = [...(first ? opening : []), ...runs(line, "title"), ...(last ? closing : [])];
    return paragraph("Title", children, { spacing });
  });
}

function childrenOf(blocks: readonly Block[], index: number, comments: Comments): Child[] {
  const [before, block, after] = [blocks[index - 1], blocks[index], blocks[index + 1]];
  if (block === undefined) return [];
  switch (block.kind) {
    case "title":
      return title(block, comments);
    case "heading": {
      // Air between a heading and the tables around it: borders come closer than lines of text.
      const spacing = { before: before?.kind === "table" ? 280 : 0, after: after?.kind === "table" ? 80 : 0 };
      return [paragraph("Heading1", runs(block.text, "heading"), { spacing })];
    }
    case "paragraph": {
      const lead = block.lead === undefined ? [] : runs(block.lead, "lead");
      const text = block.text === "" ? [] : runs(block.text, "body");
      return [paragraph("BodyText", comments.around([...lead, ...text], block.remarks))];
    }
    case "table":
      return [tableOf(block, comments)];
  }
}

/** — 1 — */
const pageNumber = (style: string): Footer =>
  new Footer({
    children: [
      paragraph(style, [
        ...runs("— ", "table"),
        new TextRun({ children: [PageNumber.CURRENT] }),
        ...runs(" —", "table"),
      ]),
    ],
  });

/**
 * The report as .docx by GB/T 9704-2012. `at` dates the comments and the file; without it neither carries a time, so
 * that the same report gives the same bytes.
 */
export async function toDocx(written: WrittenReport, at?: Date): Promise<Uint8Array> {
  const comments = new Comments(at ?? new Date(0));
  const children = layOut(written).flatMap((_, index, blocks) => childrenOf(blocks, index, comments));
  const { width, height, footer, ...margin } = page;
  const document = new Document({
    ...(comments.list.length === 0 ? {} : { comments: { children: comments.list } }),
    evenAndOddHeaderAndFooters: true,
    sections: [
      {
        properties: {
          page: { size: { width, height }, margin: { ...margin, header: 851, footer, gutter: 0 } },
        },
        footers: { default: pageNumber("FooterOdd"), even: pageNumber("FooterEven") },
        children,
      },
    ],
  });
  const name = written.title.join("");
  const packed = await Packer.toBuffer(document, undefined, [
    { path: "word/styles.xml", data: stylesXml },
    { path: "word/settings.xml", data: settingsXml },
    { path: "docProps/core.xml", data: corePropertiesXml(name, written.organ.name, at) },
  ]);
  return repack(packed, at);
}
