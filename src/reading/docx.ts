import type { PrintedReport } from "../report/printed.ts";
import { align } from "./align.ts";
import type { Block } from "./blocks.ts";
import { openContainer } from "./container.ts";
import { mainXml } from "./docx/parts.ts";
import { blocksOf } from "./docx/wordprocessing.ts";

/** A .docx → its paragraphs and tables. OutsideError: not a .docx, encrypted, damaged, too big. */
export const docxBlocks = (bytes: Uint8Array): Block[] => blocksOf(mainXml(openContainer(bytes)));

/** What is printed in a .docx. OutsideError: not a .docx, encrypted, damaged, too big. */
export const readDocx = (bytes: Uint8Array): PrintedReport => align(docxBlocks(bytes));
