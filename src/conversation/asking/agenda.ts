import { aspects } from "../../report/form/overview.ts";
import { decisionRows, documentRows } from "../../report/form/disclosure.ts";
import { disputeBlocks } from "../../report/form/disputes.ts";
import { resultRows } from "../../report/form/requests.ts";
import {
  cellsUnder,
  isComputed,
  sections,
  type CellId,
  type SectionId,
  type Topic,
} from "../../report/form.ts";
import { valueOf, type Report } from "../../report/report.ts";

/** One thing a report needs; the talk asks for them in this order. Sections are told by the form's own order. */
export interface Item {
  /** The question that asks for it. */
  topic: Topic;
  section: SectionId | null;
  /** How the item is called in a list of what is missing. */
  name: string;
  cells: readonly CellId[];
  done(report: Report): boolean;
}

const under = (prefix: string): CellId[] => cellsUnder(prefix).filter((cell) => !isComputed(cell));

function figures(topic: Topic, section: SectionId, name: string, cells: readonly CellId[]): Item {
  return {
    topic,
    section,
    name,
    cells,
    done: (report) => cells.every((cell) => valueOf(report, cell) !== undefined),
  };
}

function words(topic: Topic, section: SectionId, name: string, done: (report: Report) => boolean): Item {
  return { topic, section, name, cells: [], done };
}

export const agenda: readonly Item[] = [
  { topic: "organ", section: null, name: "单位全称", cells: [], done: (report) => report.organ !== null },
  figures("requests.received", "requests", "本年新收", under("requests.received")),
  figures("requests.carriedIn", "requests", "上年结转", under("requests.carriedIn")),
  figures(
    "requests.results",
    "requests",
    "办理结果",
    resultRows.flatMap((row) => under(`requests.${row.id}`)),
  ),
  figures("requests.carriedOut", "requests", "结转下年度", under("requests.carriedOut")),
  ...disputeBlocks.map((block) => figures("disputes", "disputes", block.name, under(`disputes.${block.id}`))),
  ...documentRows.map((row) =>
    figures(`disclosure.${row.id}`, "disclosure", row.name, under(`disclosure.${row.id}`)),
  ),
  ...decisionRows.map((row) =>
    figures(`disclosure.${row.id}`, "disclosure", row.name, [`disclosure.${row.id}`]),
  ),
  ...aspects.map((aspect) =>
    words(`overview.${aspect.id}`, "overview", aspect.name, (report) =>
      report.texts.has(`overview.${aspect.id}`),
    ),
  ),
  words("problems", "problems", "主要问题", (report) => report.texts.has("problems")),
  words("improvements", "problems", "改进措施", (report) => report.texts.has("improvements")),
  words("fee", "other", "信息处理费", (report) => report.fee !== null),
];

/** Items without an answer, in the order in which they are asked; found once for a report, which never changes. */
export function openItems(report: Report): readonly Item[] {
  let open = opened.get(report);
  if (open === undefined) opened.set(report, (open = agenda.filter((item) => !item.done(report))));
  return open;
}
const opened = new WeakMap<Report, readonly Item[]>();

/** How much is answered, in whole percent; 100 only when nothing is open. */
export const percentDone = (report: Report): number =>
  Math.floor((100 * (agenda.length - openItems(report).length)) / agenda.length);

/** Sections of which everything is answered. */
export function completeSections(report: Report): ReadonlySet<SectionId> {
  let complete = completed.get(report);
  if (complete === undefined) {
    const open = new Set(openItems(report).map((item) => item.section));
    complete = new Set(sections.map((section) => section.id).filter((id) => !open.has(id)));
    completed.set(report, complete);
  }
  return complete;
}
const completed = new WeakMap<Report, ReadonlySet<SectionId>>();

export const sectionIndex = (id: SectionId): number => sections.findIndex((section) => section.id === id) + 1;
