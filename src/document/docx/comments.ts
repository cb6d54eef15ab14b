import { escape } from "../../language/markup.ts";
import { strFromU8, strToU8, zipSync, type Zippable } from "fflate";

/** Comments put into the parts of a .docx that somebody else wrote. */

export interface Comment {
  id: number;
  /** One paragraph each. */
  texts: readonly string[];
}

const author = "年报助手";
const main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const relationType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
const contentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

const commentXml = ({ id, texts }: Comment): string =>
  `<w:comment xmlns:w="${main}" w:id="${id}" w:author="${author}" w:initials="年">` +
  texts.map((text) => `<w:p><w:r><w:t xml:space="preserve">${escape(text)}</w:t></w:r></w:p>`).join("") +
  `</w:comment>`;

/** Puts text before the last closing tag of a part; the part must have one. */
function append(part: Uint8Array, text: string): Uint8Array {
  const xml = strFromU8(part);
  const end = xml.lastIndexOf("</");
  return strToU8(`${xml.slice(0, end)}${text}${xml.slice(end)}`);
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);
const relationsOf = (path: string): string =>
  `${folderOf(path)}_rels/${path.slice(folderOf(path).length)}.rels`;

/** The part that holds comments already, if the document has one. */
function commentsPart(parts: ReadonlyMap<string, Uint8Array>, mainPath: string): string | undefined {
  const relations = parts.get(relationsOf(mainPath));
  const tag =
    relations === undefined
      ? undefined
      : /<[^<>]*\/relationships\/comments"[^<>]*>/.exec(strFromU8(relations))?.[0];
  const target = tag === undefined ? undefined : /\bTarget="([^"]*)"/.exec(tag)?.[1];
  if (target === undefined) return undefined;
  return target.startsWith("/") ? target.slice(1) : folderOf(mainPath) + target;
}

/** The first number that no comment of the document has. */
export function firstFreeId(parts: ReadonlyMap<string, Uint8Array>, mainPath: string): number {
  const part = parts.get(commentsPart(parts, mainPath) ?? "");
  if (part === undefined) return 0;
  const ids = [...strFromU8(part).matchAll(/\bid="(\d+)"/g)].map((match) => Number(match[1]));
  return Math.max(-1, ...ids) + 1;
}

/** The earliest time a zip can hold: the same document gives the same bytes. */
const mtime = new Date(1980, 0, 1);

/** The document anew with its text changed and comments added; everything else as it was. */
export function packWithComments(
  parts: ReadonlyMap<string, Uint8Array>,
  mainPath: string,
  mainXml: string,
  comments: readonly Comment[],
): Uint8Array {
  const changed = new Map(parts);
  changed.set(mainPath, strToU8(mainXml.replace(/^(<\?xml[^>]*encoding=")[^"]*/, "$1UTF-8")));
  const list = comments.map(commentXml).join("");
  const existing = commentsPart(parts, mainPath);
  const there = existing === undefined ? undefined : parts.get(existing);
  if (existing !== undefined && there !== undefined && strFromU8(there).includes("</")) {
    changed.set(existing, append(there, list));
  } else {
    const path = `${folderOf(mainPath)}nianbao-comments.xml`;
    changed.set(
      path,
      strToU8(
        `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:comments xmlns:w="${main}">${list}</w:comments>`,
      ),
    );
    const relations = relationsOf(mainPath);
    const relation = `<Relationship Id="nianbaoComments" Type="${relationType}" Target="nianbao-comments.xml"/>`;
    const old = parts.get(relations);
    changed.set(
      relations,
      old === undefined || !strFromU8(old).includes("</")
        ? strToU8(
            `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relation}</Relationships>`,
          )
        : append(old, relation),
    );
    const types = parts.get("[Content_Types].xml");
    if (types !== undefined)
      changed.set(
        "[Content_Types].xml",
        append(types, `<Override PartName="/${path}" ContentType="${contentType}"/>`),
      );
  }
  const zip: Zippable = {};
  for (const [path, data] of changed) zip[path] = [data, { mtime }];
  return zipSync(zip);
}
