import { sections } from "../report/form.ts";
import type { Reading, Where } from "./reading.ts";

/** Where prose stands: everywhere but the title. */
export const prose: readonly Where[] = ["preamble", ...sections.map((section) => section.id)];

export interface Place {
  where: Where;
  quote: string;
}

/** The first place of a pattern in the prose, in its plain text. */
export function firstIn(
  reading: Reading,
  pattern: RegExp,
  within: readonly Where[] = prose,
): Place | undefined {
  for (const where of within) {
    const quote = pattern.exec(reading.text(where))?.[0];
    if (quote !== undefined && quote !== "") return { where, quote };
  }
  return undefined;
}

/** Every place of a global pattern in the prose as it is printed, blanks and marks included. */
export function allPrinted(reading: Reading, pattern: RegExp): Place[] {
  return prose.flatMap((where) =>
    [...reading.printed(where).matchAll(pattern)].map((match) => ({ where, quote: match[0] })),
  );
}

/** What stands above a report on its page: its own slips are not the clerk's. */
const masthead =
  /当前位置|(?:发布|成文|生成)(?:时间|日期)\s*[：:]|索\s*引\s*号|原文链接|访问次数|浏览次数|字体[：:]/;
export const isPage = (reading: Reading, where: Where): boolean =>
  where === "preamble" && masthead.test(reading.printed(where));

/** “甲”“乙”: at most two quotes of a message, each once. */
export function twoQuotes(quotes: readonly string[]): string {
  return [...new Set(quotes)]
    .slice(0, 2)
    .map((quote) => `“${quote.trim().replace(/[“”]/g, "").replace(/\s+/g, " ")}”`)
    .join("");
}
