import { escape } from "../../language/markup.ts";

/** The parts of an .xlsx that are the same for every workbook: types, relations, styles. */

const declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`;
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";

/** Indexes of cellXfs in `styles`. Only `input` can be typed into. */
export const look = {
  plain: 0,
  title: 1,
  caption: 2,
  head: 3,
  label: 4,
  input: 5,
  sum: 6,
  amount: 7,
} as const;
export type Look = keyof typeof look;

const font = (size: number, name: string, bold = false): string =>
  `<font>${bold ? "<b/>" : ""}<sz val="${size}"/><name val="${name}"/><charset val="134"/></font>`;
const side = (name: string): string => `<${name} style="thin"><color rgb="FF000000"/></${name}>`;
const format = (fontId: number, horizontal: string, more = "", numFmt = 0): string =>
  `<xf numFmtId="${numFmt}" fontId="${fontId}" fillId="${more.includes("fill") ? 2 : 0}" borderId="${more.includes("border") ? 1 : 0}" xfId="0"` +
  ` applyFont="1" applyBorder="1" applyFill="1" applyAlignment="1" applyProtection="1">` +
  `<alignment horizontal="${horizontal}" vertical="center" wrapText="1"/>` +
  `<protection locked="${more.includes("open") ? 0 : 1}"/></xf>`;

export const styles =
  `${declaration}<styleSheet xmlns="${main}"><fonts count="3">${font(11, "宋体")}${font(16, "宋体", true)}${font(11, "黑体")}</fonts>` +
  `<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
  `<fill><patternFill patternType="solid"><fgColor rgb="FFF2F2F2"/></patternFill></fill></fills>` +
  `<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>` +
  `<border>${side("left")}${side("right")}${side("top")}${side("bottom")}<diagonal/></border></borders>` +
  `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
  `<cellXfs count="8">${[
    format(0, "left"),
    format(1, "center"),
    format(2, "left"),
    format(0, "center", "border fill"),
    format(0, "left", "border fill"),
    format(0, "center", "border open", 1),
    format(0, "center", "border fill", 1),
    format(0, "center", "border open"),
  ].join("")}</cellXfs>` +
  `<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

export const contentTypes = (sheets: number): string =>
  `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
  `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
  `<Default Extension="xml" ContentType="application/xml"/>` +
  `<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` +
  Array.from(
    { length: sheets },
    (_, index) =>
      `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
  ).join("") +
  `</Types>`;

export const packageRels =
  `${declaration}<Relationships xmlns="${packageRelations}">` +
  `<Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

export const workbookRels = (sheets: number): string =>
  `${declaration}<Relationships xmlns="${packageRelations}">` +
  Array.from(
    { length: sheets },
    (_, index) =>
      `<Relationship Id="rId${index + 1}" Type="${office}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  ).join("") +
  `<Relationship Id="rId${sheets + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`;

/** Sums are computed anew when the workbook is opened. */
export const workbook = (names: readonly string[]): string =>
  `${declaration}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>` +
  names
    .map((name, index) => `<sheet name="${escape(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
    .join("") +
  `</sheets><calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>`;

/** A worksheet from its inner parts, in the order of the schema; protected without a password, on one page's width. */
export const worksheet = (parts: {
  columns: string;
  rows: string;
  merges: string;
  checks: string;
  landscape: boolean;
}): string =>
  `${declaration}<worksheet xmlns="${main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
  `<sheetFormatPr defaultRowHeight="20"/>` +
  `<cols>${parts.columns}</cols><sheetData>${parts.rows}</sheetData>` +
  `<sheetProtection sheet="1" formatCells="0" formatColumns="0" formatRows="0"/>` +
  `${parts.merges}${parts.checks}<pageMargins left="0.5" right="0.5" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>` +
  `<pageSetup paperSize="9" orientation="${parts.landscape ? "landscape" : "portrait"}" fitToWidth="1" fitToHeight="0"/></worksheet>`;
