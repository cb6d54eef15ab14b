import type { PrintedReport } from "../report/printed.ts";
import { align } from "./align.ts";
import { openContainer } from "./docx/container.ts";
import { mainXml } from "./docx/parts.ts";
import { blocksOf } from "./docx/wordprocessing.ts";

/** What is printed in a .docx. OutsideError: not a .docx, encrypted, damaged, too big. */
export const readDocx = (bytes: Uint8Array): PrintedReport => align(blocksOf(mainXml(openContainer(bytes))));
