import { escape } from "../../language/markup.ts";
import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from "fflate";

/** The parts of the .docx that the library would fill from the clock or with its own defaults. */

const declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`;

/** docProps/core.xml: title and organ; the time only when it is known. */
export function corePropertiesXml(title: string, creator: string, at: Date | undefined): string {
  const time = (element: string): string =>
    at === undefined
      ? ""
      : `<dcterms:${element} xsi:type="dcterms:W3CDTF">${at.toISOString().replace(/\.\d+Z$/, "Z")}</dcterms:${element}>`;
  return (
    `${declaration}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
    ` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"` +
    ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escape(title)}</dc:title>` +
    `<dc:creator>${escape(creator)}</dc:creator><cp:lastModifiedBy>${escape(creator)}</cp:lastModifiedBy>` +
    `<dc:language>zh-CN</dc:language>${time("created")}${time("modified")}</cp:coreProperties>`
  );
}

/** word/settings.xml: odd and even footers, Chinese line breaking, the compatibility of Word 2013 and later. */
export const settingsXml =
  `${declaration}<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">` +
  `<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>` +
  `<w:characterSpacingControl w:val="compressPunctuation"/>` +
  `<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>` +
  `<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>` +
  `<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
  `<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>`;

/** The earliest time a zip can hold, in whatever zone: the same report gives the same bytes. */
const mtime = new Date(1980, 0, 1);

/** Zips the parts anew without the time of day; comments carry a time only when it is known. */
export function repack(packed: Uint8Array, at: Date | undefined): Uint8Array {
  const parts: Zippable = {};
  for (const [path, data] of Object.entries(unzipSync(packed))) {
    const undated =
      path === "word/comments.xml" && at === undefined
        ? strToU8(strFromU8(data).replace(/ w:date="[^"]*"/g, ""))
        : data;
    parts[path] = [undated, { mtime }];
  }
  return zipSync(parts);
}
