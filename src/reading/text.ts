import type { Block } from "./blocks.ts";

/** Plain text → blocks: a paragraph a line. */
export const textBlocks = (text: string): Block[] =>
  text.split(/\r\n?|\n/).map((line) => ({ kind: "paragraph", text: line }));
