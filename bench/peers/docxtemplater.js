import Docxtemplater from "docxtemplater";
import PizZip from "pizzip";

/** Fills the {tags} of a template; gives the bytes of the .docx. */
export function fill(template, values) {
  const doc = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true });
  doc.render(values);
  return doc.toBuffer();
}
