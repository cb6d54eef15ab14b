import type { ReportEvent } from "../../report/events.ts";
import { documentRows } from "../../report/form/disclosure.ts";
import { applicants } from "../../report/form/requests.ts";
import type { CellId } from "../../report/form.ts";
import { cellName } from "../../report/form.ts";
import { numberIn } from "../../report/printed.ts";
import { valueOf } from "../../report/report.ts";
import { judge, type Finding } from "../../rules/judge.ts";
import { asking, choosing, type Ran, type Running } from "../closing.ts";
import { sayCells } from "../words/say.ts";
import { contentsOf, type Contents } from "./contents.ts";
import { printedIn, type Held } from "./held.ts";
import { folded } from "./folded.ts";
import { imported, overruled } from "./load.ts";

/** The report of the year before: 上年结转 and the organ are taken from it, the rest is kept to compare with. */
export function prefill(running: Running, held: Held, keep?: "mine" | "file"): Ran {
  const { report, last, talk, year } = running;
  const printed = printedIn(held);
  const contents = contentsOf(printed);
  const words = `文件：${held.name}`;
  const differing = [...contents.cells].filter(([cell, value]) => {
    const known = valueOf(last, cell);
    return known !== undefined && known !== value;
  });
  if (differing.length > 0 && keep === undefined) {
    const shown = differing
      .slice(0, 3)
      .map(([cell, value]) => `${cellName(cell)}原来记的是${valueOf(last, cell)}，文件里是${value}`);
    const more = differing.length > 3 ? `等${differing.length}处` : "";
    const question = `去年年报已经记过，和这份不一样：${shown.join("；")}${more}。`;
    const choice = (label: string, which: "mine" | "file") => ({
      label,
      commands: [{ do: "file" as const, as: "last" as const, sure: true, keep: which }],
    });
    return choosing(
      running,
      [],
      question,
      [choice("以这份文件为准", "file"), choice("以原来记的为准", "mine")],
      words,
    );
  }
  const mine = new Set(keep === "mine" ? differing.map(([cell]) => cell) : []);
  const taken = (cell: CellId): number | undefined =>
    mine.has(cell) ? valueOf(last, cell) : numberIn(printed, cell);
  const faults = judge(printed).filter(({ rule, verdict }) => verdict === "broken" && sums.has(rule));
  const carried = carriedCells(taken, faults);
  const fresh = new Map(
    [...carried].filter(([cell]) => !report.facts.has(cell) && valueOf(report, cell) === undefined),
  );
  const events: ReportEvent[] = [{ type: "LastYearRead", file: held.name.slice(0, 200) }];
  const organ = report.organ === null ? contents.organ : null;
  if (organ !== null) events.push({ type: "OrganNamed", organ });
  if (fresh.size > 0) events.push({ type: "CellsStated", cells: Object.fromEntries(fresh), how: "carried" });
  const lines = [
    `收到${year - 1}年的年报，存下作参考。从里面取了：`,
    ...list({ contents, organTaken: organ !== null, carried, fresh, taken, faults, running }).map(
      (line) => `· ${line}`,
    ),
  ];
  const totals = keep === "mine" ? [] : overruled(last, printed);
  const cleared: ReportEvent[] = totals.length === 0 ? [] : [{ type: "CellsCleared", cells: totals }];
  const asked = asking(
    { ...running, report: folded(running, events, words), talk: { ...talk, file: null } },
    lines,
  );
  return {
    ...asked,
    events,
    words,
    lastEvents: [...cleared, imported(held.name, contents, { cells: mine })],
  };
}

const sums = new Set(["B-01", "B-02", "B-03"]);

/** 上年结转 by applicant from 结转下年度; none of a column or row whose sums do not come out. */
function carriedCells(
  taken: (cell: CellId) => number | undefined,
  faults: readonly Finding[],
): Map<CellId, number> {
  const doubtful = new Set(faults.flatMap(({ cells }) => cells));
  const carried = new Map<CellId, number>();
  for (const { id } of applicants) {
    const from: CellId = `requests.carriedOut.${id}`;
    const value = taken(from);
    if (value !== undefined && !doubtful.has(from)) carried.set(`requests.carriedIn.${id}`, value);
  }
  const total = taken("requests.carriedOut.total");
  if (carried.size === 0 && total !== undefined && !doubtful.has("requests.carriedOut.total"))
    carried.set("requests.carriedIn.total", total);
  return carried;
}

interface Taking {
  contents: Contents;
  organTaken: boolean;
  carried: ReadonlyMap<CellId, number>;
  fresh: ReadonlyMap<CellId, number>;
  taken: (cell: CellId) => number | undefined;
  faults: readonly Finding[];
  running: Running;
}

/** What was taken, one line each; faults of last year's own that touch it. */
function list({ contents, organTaken, carried, fresh, taken, faults, running }: Taking): string[] {
  const { report, year } = running;
  const lines: string[] = [];
  if (organTaken && contents.organ !== null) lines.push(`单位：${contents.organ.name}`);
  lines.push(...carriedLines(carried, fresh, running));
  const touching = faults.filter(({ cells }) =>
    cells.some((cell) => cell.startsWith("requests.carriedOut.")),
  );
  for (const fault of touching.slice(0, 3)) lines.push(`去年年报自己有错，有关的格没有取：${fault.message}`);
  const inForce = documentRows.flatMap(({ id, name }) => {
    const value = taken(`disclosure.${id}.inForce`);
    return value === undefined ? [] : [`${name}${value}件`];
  });
  if (
    inForce.length > 0 &&
    documentRows.some(({ id }) => valueOf(report, `disclosure.${id}.inForce`) === undefined)
  )
    lines.push(`去年现行有效：${inForce.join("、")}，等您说了今年制发、废止几件，我推算出来请您确认`);
  if (contents.texts.length > 0) lines.push(`去年的文字：不会写进${year}年的稿子，想参考时发“去年怎么写的”`);
  return lines;
}

function carriedLines(
  carried: ReadonlyMap<CellId, number>,
  fresh: ReadonlyMap<CellId, number>,
  { report }: Running,
): string[] {
  if (carried.size === 0) return ["上年结转：去年的“结转下年度”读不准，没有取，请您直接说几件"];
  const different = [...carried].filter(([cell, value]) => {
    const known = valueOf(report, cell);
    return !fresh.has(cell) && known !== undefined && known !== value;
  });
  if (different.length > 0)
    return [
      `上年结转：去年写的是${sayCells([...carried.keys()], (cell) => carried.get(cell)).replace(/^上年结转/, "")}，您说的不一样，没有改。以哪个为准，请再说一遍上年结转`,
    ];
  const sum = [...carried.values()].reduce((all, value) => all + value, 0);
  const who = applicants.flatMap(({ id, label }) => {
    const value = carried.get(`requests.carriedIn.${id}`);
    return value === undefined || value === 0 ? [] : [`${label}${value}件`];
  });
  const partly = carried.size < applicants.length && !carried.has("requests.carriedIn.total");
  const split = who.length === 0 ? "" : `（${who.join("、")}）`;
  return [
    `上年结转：${partly ? "能读准的有" : ""}${sum}件${split}，就是去年的“结转下年度”；要改需要说明原因`,
  ];
}
