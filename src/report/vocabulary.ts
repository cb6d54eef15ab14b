/** Where a statement comes from. `practice` is never shown as law. */
export interface Basis {
  kind: "law" | "form" | "practice";
  text: string;
}

export const regulation = (article: string): Basis => ({
  kind: "law",
  text: `《中华人民共和国政府信息公开条例》${article}`,
});
export const law = (text: string): Basis => ({ kind: "law", text });
export const printedForm = (where: string): Basis => ({
  kind: "form",
  text: `国办公开办函〔2021〕30号附件《政府信息公开工作年度报告格式》${where}`,
});
export const practice = (text: string): Basis => ({ kind: "practice", text });

/** Something the bot can ask for: a row, a group of rows, a paragraph. All words are for the clerk. */
export interface Question {
  /** The question itself, one sentence. */
  ask: string;
  /** How to count or fill it, one line. */
  help: string;
  basis: Basis;
}

/** A printed column of figures. */
export interface Column {
  id: string;
  label: string;
  help: string;
}

/** A printed row of figures; `name` is what the bot calls it in a sentence. */
export interface Row extends Question {
  id: string;
  label: string;
  /** Printed after the label in 楷体. */
  note?: string;
  name: string;
}

/** A label that spans several rows: 三、本年度办理结果, （三）不予公开 … */
export interface RowGroup {
  id: string;
  label: string;
  name: string;
}

/** One place of a printed table with its merged extent. Places covered by a merge are not listed. */
export interface Place {
  text: string;
  /** Part of the label printed in 楷体. */
  note?: string;
  colSpan: number;
  rowSpan: number;
  kind: "heading" | "label" | "figure";
  /** The cell printed here: only for figures. */
  cell?: string;
}

/** A printed table: its rows of places, from the top. */
export interface Grid {
  columns: number;
  headerRows: number;
  rows: Place[][];
}

/** One of the six sections; `heading` is printed verbatim. */
export interface Section {
  id: string;
  number: string;
  heading: string;
  name: string;
}
