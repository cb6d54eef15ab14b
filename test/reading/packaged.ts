import { strToU8, zipSync, type Zippable } from "fflate";

const relationships =
  '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" ' +
  'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>';

/** A .docx of these parts; the package relationships are there unless given. */
export const packaged = (parts: Record<string, string | Uint8Array>): Uint8Array => {
  const files: Zippable = { "_rels/.rels": strToU8(relationships) };
  for (const [path, data] of Object.entries(parts))
    files[path] = typeof data === "string" ? strToU8(data) : data;
  return zipSync(files);
};

const namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

/** word/document.xml around these paragraphs and tables. */
export const documentXml = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><w:document ${namespace}><w:body>${body}</w:body></w:document>`;

export const paragraphXml = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
