import type { Grid, Place, Row } from "../vocabulary.ts";
import {
  applicants,
  carriedInRow,
  carriedOutRow,
  handledGroup,
  handledTotalRow,
  receivedRow,
  requestColumns,
  resultGroups,
  resultRows,
  type RequestRow,
} from "./requests.ts";

/** How table 三 is printed: its labels with their merges. */

const label = (row: Row, colSpan: number): Place => ({
  text: row.label,
  ...(row.note === undefined ? {} : { note: row.note }),
  colSpan,
  rowSpan: 1,
  kind: "label",
});
const head = (text: string, colSpan: number, rowSpan: number): Place => ({
  text,
  colSpan,
  rowSpan,
  kind: "heading",
});
const figures = (row: RequestRow): Place[] =>
  requestColumns.map((column) => ({
    text: "",
    colSpan: 1,
    rowSpan: 1,
    kind: "figure",
    cell: `requests.${row}.${column.id}`,
  }));

function resultPlaces(): Place[][] {
  const rows = resultRows.map((row): Place[] => {
    const group = resultGroups.find((candidate) => row.id.startsWith(`${candidate.id}.`));
    if (group === undefined) return [label(row, 2), ...figures(row.id)];
    const members = resultRows.filter((candidate) => candidate.id.startsWith(`${group.id}.`));
    const first = members[0]?.id === row.id;
    const groupLabel: Place = { text: group.label, colSpan: 1, rowSpan: members.length, kind: "label" };
    return [...(first ? [groupLabel] : []), label(row, 1), ...figures(row.id)];
  });
  rows.push([label(handledTotalRow, 2), ...figures("handledTotal")]);
  rows[0]?.unshift({ text: handledGroup.label, colSpan: 1, rowSpan: rows.length, kind: "label" });
  return rows;
}

/** 28 rows, 10 columns: three of labels, seven of figures. */
export const requestsGrid: Grid = {
  columns: 10,
  headerRows: 3,
  rows: [
    [
      {
        text: "",
        note: "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        colSpan: 3,
        rowSpan: 3,
        kind: "heading",
      },
      head("申请人情况", 7, 1),
    ],
    [head("自然人", 1, 2), head("法人或其他组织", 5, 1), head("总计", 1, 2)],
    applicants.slice(1).map((applicant) => head(applicant.label, 1, 1)),
    [label(receivedRow, 3), ...figures("received")],
    [label(carriedInRow, 3), ...figures("carriedIn")],
    ...resultPlaces(),
    [label(carriedOutRow, 3), ...figures("carriedOut")],
  ],
};
