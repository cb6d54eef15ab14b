/** The kinds of file a report comes in, told by content. `.wps` is an OLE file like `.doc`; `.md` is text. */
export type Format = "docx" | "doc" | "pdf" | "html" | "xlsx" | "text";
