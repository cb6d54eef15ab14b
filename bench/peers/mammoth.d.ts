/** The texts of all table cells of a .docx. */
export function cellsOf(docx: Uint8Array): Promise<string[]>;
