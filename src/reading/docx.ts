import type { PrintedReport } from "../report/printed.ts";
import { align } from "./align.ts";
import type { Block } from "./blocks.ts";
import { openContainer } from "./container.ts";
import { Numbering } from "./docx/numbering.ts";
import { mainPath, mainXml, xmlBeside } from "./docx/parts.ts";
import { Styles } from "./docx/styles.ts";
import { blocksOf } from "./docx/wordprocessing.ts";
import { hasWords } from "./layout.ts";

/** A .docx → its paragraphs and tables. OutsideError: not a .docx, encrypted, damaged, too big. */
export function docxBlocks(bytes: Uint8Array): Block[] {
  const part = openContainer(bytes);
  const path = mainPath(part);
  const xml = mainXml(part, path);
  const styles = new Styles(xmlBeside(part, path, "styles.xml"));
  const numbered = xml.includes("numPr") || styles.hasNumbering;
  const lists = numbered ? xmlBeside(part, path, "numbering.xml") : undefined;
  const blocks = blocksOf(xml, { styles, numbering: new Numbering(lists) });
  if (blocks.some(hasWords) || !xml.includes("txbxContent")) return blocks;
  // Some converters put the whole text into text boxes.
  return blocksOf(xml, { styles, numbering: new Numbering(lists), boxes: true });
}

/** What is printed in a .docx. OutsideError: not a .docx, encrypted, damaged, too big. */
export const readDocx = (bytes: Uint8Array): PrintedReport => align(docxBlocks(bytes));
