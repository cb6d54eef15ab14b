import { cellName, isAllowed, type CellId } from "../../report/form.ts";
import { documentRows } from "../../report/form/disclosure.ts";
import { requestColumns } from "../../report/form/requests.ts";
import type { Reading } from "../reading.ts";
import type { Finding, Fix } from "../rule.ts";
import { equalitiesOf, mends, placeOf, type Board } from "./board.ts";
import { slipOf } from "./slips.ts";

/** 上年结转 of each column and the 结转下年 of last year's report it must equal. */
export const carried: ReadonlyMap<CellId, CellId> = new Map(
  requestColumns.map(({ id }) => [`requests.carriedIn.${id}`, `requests.carriedOut.${id}`]),
);

/** 上年结转 as last year's report has it, where that leaves every sum in order. */
export function carriedFix(finding: Finding, reading: Reading, last: Reading, board: Board): Fix[] {
  const edits = finding.cells.flatMap((cell) => {
    const source = carried.get(cell);
    const to = source === undefined ? undefined : last.value(source);
    return to === undefined || reading.value(cell) === undefined
      ? []
      : [{ id: cell, cell: placeOf(cell), to }];
  });
  const touched = [...new Set(edits.flatMap(({ cell }) => equalitiesOf(cell)))];
  if (edits.length === 0 || edits.length < finding.cells.length || !mends(board, touched, edits)) return [];
  const changes = edits.map(({ id, to }, index) => {
    const name = index === 0 ? cellName(id) : cellName(id).slice(2);
    return `${name}由${reading.value(id) ?? ""}改为${to}`;
  });
  return [
    {
      set: Object.fromEntries(edits.map(({ id, to }) => [id, to])),
      reason: `${changes.join("、")}，就与上年报告“结转下年度继续办理”一致，各行各列也对得上。`,
    },
  ];
}

/** One figure of 制发, 废止, 现行有效 so that this year follows from last year's 现行有效; the likeliest slip first. */
export function rolledFixes(
  finding: Finding,
  reading: Reading,
  last: Reading,
  said: (cell: CellId) => readonly number[],
): Fix[] {
  return documentRows.flatMap(({ id }): Fix[] => {
    const made: CellId = `disclosure.${id}.made`;
    const repealed: CellId = `disclosure.${id}.repealed`;
    const inForce: CellId = `disclosure.${id}.inForce`;
    const before = last.value(`disclosure.${id}.inForce`);
    const cells: readonly CellId[] = [inForce, made, repealed];
    if (before === undefined || !finding.cells.some((cell) => cells.includes(cell))) return [];
    const at = (cell: CellId): number => reading.value(cell) ?? NaN;
    const meant: readonly [CellId, number][] = [
      [inForce, before + at(made) - at(repealed)],
      [made, at(inForce) + at(repealed) - before],
      [repealed, before + at(made) - at(inForce)],
    ];
    return meant
      .filter(([cell, to]) => isAllowed(cell, to) && finding.cells.includes(cell))
      .map(([cell, to]) => {
        const old = reading.value(cell);
        const spoken = said(cell).includes(to) ? 4 : old !== undefined && said(cell).includes(old) ? -4 : 0;
        const slip = slipOf(old ?? NaN, to);
        const words = [
          ...(spoken > 0 ? [`正文写的也是${to}`] : []),
          ...(old === undefined ? [] : (slip.words ?? [])),
        ];
        const change = `${cellName(cell)}${old === undefined ? "填" : `由${old}改为`}${to}`;
        return {
          score: spoken + slip.weight + (cell === inForce ? 1 : 0),
          fix: {
            set: { [cell]: to },
            reason: [`${change}，就与上年现行有效${before}件推算的一致`, ...words].join("，") + "。",
          },
        };
      })
      .sort((one, other) => other.score - one.score)
      .map(({ fix }) => fix);
  });
}
