/** What a file was taken apart into, whatever its format. */
export type Block =
  { kind: "paragraph"; text: string } | { kind: "table"; rows: readonly (readonly Cell[])[] };

/** A cell of a table. A merged cell stands, as the same object, at every place it covers. */
export interface Cell {
  text: string;
}
