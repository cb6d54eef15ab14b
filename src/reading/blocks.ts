/** What a file was taken apart into, whatever its format. */
export type Block =
  /** `level`: the heading level the format gives (outline level, h1–h6, #), where it gives one. */
  | { kind: "paragraph"; text: string; level?: number }
  /** `odd`: what the reader found in how the table is drawn. */
  | { kind: "table"; rows: readonly (readonly Cell[])[]; odd?: readonly Drawn[] };

type Drawn = "run together" | "no borders";

/** A cell of a table. A merged cell stands, as the same object, at every place it covers. */
export interface Cell {
  text: string;
  /** Where it comes from in the file, for marks to be put there: in a .docx the ordinal of its w:tc. */
  origin?: number;
}
