import type { Block } from "./blocks.ts";
import { articleOf } from "./html/article.ts";
import { pageOf } from "./html/page.ts";

/** A web page → the paragraphs and tables of the report in it. OutsideError: far beyond any report. */
export const htmlBlocks = (html: string): Block[] => articleOf(pageOf(html));
