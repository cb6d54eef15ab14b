/** What the talk answers, neutral of any channel: a channel renders what it can. */
export type Reply =
  | { type: "text"; text: string }
  /** Numbered choices; a bare number picks one. */
  | { type: "choices"; text: string; choices: readonly string[] }
  /** A file to hand over; `note` is said once the channel has really delivered it. */
  | { type: "file"; name: string; bytes: Uint8Array; note: string };

export const text = (...paragraphs: readonly string[]): Reply => ({
  type: "text",
  text: paragraphs.filter((part) => part !== "").join("\n"),
});

/** The lines as one text; nothing where there are none. */
export const spoken = (lines: readonly string[]): Reply[] =>
  lines.every((line) => line === "") ? [] : [text(...lines)];

/** A reply in plain text with numbered choices, for channels without cards. */
export function plainText(reply: Exclude<Reply, { type: "file" }>): string {
  if (reply.type === "text") return reply.text;
  return [reply.text, ...reply.choices.map((choice, index) => `${index + 1}. ${choice}`)].join("\n");
}
