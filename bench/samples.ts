import { withoutRemarks, writeOut } from "../src/drafting/writeOut.ts";
import { cellIds, isComputed, type CellId } from "../src/report/form.ts";
import { fold } from "../src/report/report.ts";
import type { ReportEvent } from "../src/report/events.ts";
import type { WrittenReport } from "../src/report/written.ts";

/** A small complete year: four requests, all granted, everything else 0. */
export function fourRequests(): WrittenReport {
  const source = { at: "2026-01-05T09:00:00+08:00", by: { id: "a", name: "张三" }, message: "m", words: "" };
  const zeros = Object.fromEntries(cellIds.filter((cell) => !isComputed(cell)).map((cell) => [cell, 0]));
  const cells: Partial<Record<CellId, number>> = {
    ...zeros,
    "requests.received.person": 3,
    "requests.received.business": 1,
    "requests.granted.person": 3,
    "requests.granted.business": 1,
  };
  const events: ReportEvent[] = [
    { type: "OrganNamed", organ: { name: "青山区青山街道办事处", kind: "subdistrict" } },
    { type: "CellsStated", cells, how: "imported" },
    { type: "TextStated", slot: "overview.disclosure", items: ["区政府网站公开120条，公众号推送85条"] },
    { type: "TextStated", slot: "overview.supervision", items: ["列入年度考核，开展社会评议，没有责任追究"] },
    { type: "TextStated", slot: "problems", items: ["公众号更新不及时", "经办人员业务不熟"] },
    { type: "TextStated", slot: "improvements", items: ["定人定岗，每周更新", "每季度学习一次"] },
    { type: "FeeStated", fee: { kind: "none" } },
  ];
  const written = writeOut(
    fold(
      2025,
      events.map((event) => ({ ...source, event })),
    ),
  );
  if (written === null) throw new Error("nothing to write");
  return withoutRemarks(written);
}
