/**
 * Plain text as WeCom's markdown shows it unchanged. Backslashes are no way: `\[` was seen rendered as a formula, and the
 * list of chats shows them raw. So markup is broken by what nobody sees: a zero-width space where a mark must stand at
 * the start or touch its neighbour, a hair space around marks that would embrace words (those need a true space).
 */
const zero = "\u200b";
const hair = "\u200a";

/** Longest content of a stream or markdown message, in bytes of UTF-8. */
const most = 20_480;

/** Marks that make a block of a line: headings, lists, quotes, rules, tables, fences, and indentation. */
const blockMark = /^(?:[#>|=:-]|\+\s|\d{1,9}[.)]|\s)/;

export function plainMarkdown(text: string): string {
  const shown = text
    .replaceAll("\r\n", "\n")
    .split("\n")
    .map(plainLine)
    .join("  \n")
    .replaceAll("\n  \n", "\n\n");
  return Buffer.byteLength(shown) <= most ? shown : text;
}

function plainLine(line: string): string {
  const inner = line
    .replaceAll(/`+/g, (run) => `${"`".repeat(run.length + 1)} ${run} ${"`".repeat(run.length + 1)}`)
    .replaceAll(/([*_~])\1*|\$/g, (run) => `${hair}${run}${hair}`)
    .replaceAll(/[\\<&]/g, (mark) => `${mark}${zero}`)
    .replaceAll(/\](?=[([:])/g, (mark) => `${mark}${zero}`);
  return blockMark.test(line) ? `${zero}${inner}` : inner;
}

/** Turns to somebody in a group. */
export const mentioned = (id: string, content: string): string =>
  /^[\w.@-]{1,64}$/.test(id) ? `<@${id}> ${content}` : content;
