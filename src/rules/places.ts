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

/** “甲”“乙”: at most two quotes of a message, each once. */
export function twoQuotes(quotes: readonly string[]): string {
  return [...new Set(quotes)]
    .slice(0, 2)
    .map((quote) => `“${quote.trim().replace(/[“”]/g, "").replace(/\s+/g, " ")}”`)
    .join("");
}
