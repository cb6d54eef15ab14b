import { SaxesParser } from "saxes";
import { OutsideError } from "../../errors.ts";
import { damaged, notDocx } from "../faults.ts";

function decode(part: Uint8Array): string {
  const wide = part[0] === 0xff && part[1] === 0xfe ? "utf-16le" : part[0] === 0xfe && part[1] === 0xff;
  try {
    return new TextDecoder(wide === true ? "utf-16be" : wide || "utf-8", { fatal: true }).decode(part);
  } catch (cause) {
    throw damaged(cause);
  }
}

/** The path of the text itself: usually word/document.xml, but the package may name another. */
function mainPart(relationships: Uint8Array): string | undefined {
  let target: string | undefined;
  const parser = new SaxesParser();
  parser.on("opentag", ({ attributes }) => {
    if (/\/officeDocument$/.test(attributes.Type ?? "")) target ??= attributes.Target;
  });
  parser.on("error", (error) => {
    throw damaged(error);
  });
  parser.write(decode(relationships)).close();
  return target?.replace(/^\//, "");
}

type Part = (path: string) => Uint8Array | undefined;

/** The path of the text itself. OutsideError when the package names none. */
export function mainPath(part: Part): string {
  const relationships = part("_rels/.rels");
  if (relationships === undefined) throw notDocx();
  return mainPart(relationships) ?? "word/document.xml";
}

/** The XML of the text itself, at its path. OutsideError when the package has none. */
export function mainXml(part: Part, path = mainPath(part)): string {
  const document = path.startsWith("word/") ? part(path) : undefined;
  if (document === undefined) throw notDocx();
  return decode(document);
}

/** The XML of another part beside the text, by its name; without it, or where it is damaged, the text is read all the same. */
export function xmlBeside(part: Part, path: string, name: string): string | undefined {
  try {
    const found = part(path.replace(/[^/]*$/, name));
    return found === undefined ? undefined : decode(found);
  } catch (error) {
    if (error instanceof OutsideError && error.code === "damaged") return undefined;
    throw error;
  }
}
