import mammoth from "mammoth";
import { load } from "cheerio";

/** The cells of all tables of a .docx as texts, the usual way: to HTML with mammoth, then cheerio. */
export async function cellsOf(docx) {
  const { value } = await mammoth.convertToHtml({ buffer: Buffer.from(docx) });
  const page = load(value);
  const texts = [];
  page("table tr").each((_, row) => {
    page(row)
      .find("td, th")
      .each((_, cell) => {
        texts.push(page(cell).text().trim());
      });
  });
  return texts;
}
