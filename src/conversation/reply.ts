/** What the talk answers, neutral of any channel: a channel renders what it can. `privately`: for the person's direct chat. */
export type Reply = { privately?: true } & (
  | { type: "text"; text: string }
  /** Numbered choices; a bare number picks one. */
  | { type: "choices"; text: string; choices: readonly string[] }
  /** A table to look at, under `title`; `text` says all of it where none can be shown. */
  | {
      type: "table";
      title: string;
      text: string;
      columns: readonly string[];
      rows: readonly (readonly string[])[];
    }
  /** Fields to fill in, by cell id; `text` is the question, answered in words where no fields can be shown. */
  | { type: "form"; text: string; fields: readonly Field[] }
  /** A file to hand over; `note` is said once the channel has really delivered it. */
  | { type: "file"; name: string; bytes: Uint8Array; note: string }
);

export interface Field {
  id: string;
  label: string;
  /** What is known already; "" where nothing is. */
  value: string;
}

export const text = (...paragraphs: readonly string[]): Reply => ({
  type: "text",
  text: paragraphs.filter((part) => part !== "").join("\n"),
});

/** The lines as one text; nothing where there are none. */
export const spoken = (lines: readonly string[]): Reply[] =>
  lines.every((line) => line === "") ? [] : [text(...lines)];

/** A reply in plain text with numbered choices, for channels without cards. */
export function plainText(reply: Exclude<Reply, { type: "file" }>): string {
  if (reply.type !== "choices") return reply.text;
  return [reply.text, ...reply.choices.map((choice, index) => `${index + 1}. ${choice}`)].join("\n");
}
