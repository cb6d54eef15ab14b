/** The typography of GB/T 9704-2012 as Word styles. Sizes in half-points, lengths in twips (1/20 pt). */

export const fonts = {
  title: "方正小标宋简体",
  heading: "黑体",
  lead: "楷体_GB2312",
  body: "仿宋_GB2312",
  table: "宋体",
  latin: "Times New Roman",
} as const;
export type Face = Exclude<keyof typeof fonts, "latin">;

/** A4; top 37 mm, left 28 mm, type area 156 × 225 mm; the page number 7 mm below it. */
export const page = {
  width: 11906,
  height: 16838,
  top: 2098,
  bottom: 1984,
  left: 1588,
  right: 1474,
  footer: 1247,
} as const;

const rFonts = (face: Face): string =>
  `<w:rFonts w:ascii="${fonts.latin}" w:hAnsi="${fonts.latin}" w:eastAsia="${fonts[face]}" w:cs="${fonts.latin}"/>`;
const size = (halfPoints: number): string => `<w:sz w:val="${halfPoints}"/><w:szCs w:val="${halfPoints}"/>`;

interface ParagraphStyle {
  id: string;
  name: string;
  next?: string;
  /** In the order of the schema: keepNext, keepLines, spacing, ind, jc, outlineLvl. */
  paragraph: string;
  face: Face;
  halfPoints: number;
}

const fixed = (line: number, before = 0, after = 0): string =>
  `<w:spacing w:before="${before}" w:after="${after}" w:line="${line}" w:lineRule="exact"/>`;
const single = `<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>`;
const twoCharacters = `<w:ind w:firstLineChars="200" w:firstLine="640"/>`;
const jc = (value: "center" | "both" | "left" | "right"): string => `<w:jc w:val="${value}"/>`;

const paragraphStyles: readonly ParagraphStyle[] = [
  {
    id: "Title",
    name: "Title",
    next: "BodyText",
    paragraph: `<w:keepNext/><w:keepLines/>${fixed(700)}${jc("center")}`,
    face: "title",
    halfPoints: 44,
  },
  {
    id: "Heading1",
    name: "heading 1",
    next: "BodyText",
    paragraph: `<w:keepNext/><w:keepLines/>${fixed(560)}${twoCharacters}${jc("both")}<w:outlineLvl w:val="0"/>`,
    face: "heading",
    halfPoints: 32,
  },
  {
    id: "BodyText",
    name: "Body Text",
    paragraph: `${fixed(560)}${twoCharacters}${jc("both")}`,
    face: "body",
    halfPoints: 32,
  },
  {
    id: "TableHead",
    name: "Table Head",
    paragraph: `<w:keepNext/>${single}${jc("center")}`,
    face: "table",
    halfPoints: 20,
  },
  {
    id: "TableLabel",
    name: "Table Label",
    paragraph: `${single}${jc("left")}`,
    face: "table",
    halfPoints: 20,
  },
  {
    id: "TableFigure",
    name: "Table Figure",
    paragraph: `${single}${jc("center")}`,
    face: "table",
    halfPoints: 20,
  },
  {
    id: "FooterOdd",
    name: "Footer Odd",
    paragraph: `${fixed(320)}<w:ind w:rightChars="100" w:right="280"/>${jc("right")}`,
    face: "table",
    halfPoints: 28,
  },
  {
    id: "FooterEven",
    name: "Footer Even",
    paragraph: `${fixed(320)}<w:ind w:leftChars="100" w:left="280"/>${jc("left")}`,
    face: "table",
    halfPoints: 28,
  },
  { id: "CommentText", name: "annotation text", paragraph: jc("left"), face: "table", halfPoints: 21 },
];

const ownStyle = /^(Table|Footer)/;
const paragraphStyle = ({ id, name, next, paragraph, face, halfPoints }: ParagraphStyle): string =>
  `<w:style w:type="paragraph"${ownStyle.test(id) ? ' w:customStyle="1"' : ""} w:styleId="${id}">` +
  `<w:name w:val="${name}"/><w:basedOn w:val="Normal"/>${next === undefined ? "" : `<w:next w:val="${next}"/>`}` +
  `<w:qFormat/><w:pPr>${paragraph}</w:pPr><w:rPr>${rFonts(face)}${size(halfPoints)}</w:rPr></w:style>`;

/** word/styles.xml: only what the report uses, every East Asian font named, none taken from the theme. */
export const stylesXml =
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` +
  `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">` +
  `<w:docDefaults><w:rPrDefault><w:rPr>${rFonts("table")}<w:kern w:val="2"/>${size(21)}` +
  `<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>` +
  `<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>` +
  `<w:pPr><w:widowControl w:val="0"/>${jc("both")}</w:pPr></w:style>` +
  `<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>` +
  `<w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>` +
  `<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>` +
  `<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>` +
  `<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>` +
  paragraphStyles.map(paragraphStyle).join("") +
  `<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/><w:rPr>${size(21)}</w:rPr></w:style>` +
  `</w:styles>`;
