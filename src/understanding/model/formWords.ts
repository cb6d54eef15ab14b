import { textSlots } from "../../report/events.ts";
import { cellName, questions, sections, topics, type Topic } from "../../report/form.ts";
import { decisionRows, documentColumns, documentRows } from "../../report/form/disclosure.ts";
import { disputeBlocks, disputeColumns } from "../../report/form/disputes.ts";
import { aspects } from "../../report/form/overview.ts";
import {
  handledTotalRow,
  requestColumns,
  requestRows,
  resultGroups,
  totalColumn,
} from "../../report/form/requests.ts";
import type { Asked } from "../command.ts";
import { harmless } from "./answer.ts";

/** The form in the words of a prompt: ids and labels, a line each. */

const lines = (entries: readonly (readonly [id: string, words: string])[]): string =>
  entries.map(([id, words]) => `- ${id} ${words}`).join("\n");

const disclosureWords = lines([
  ...documentRows.flatMap((row) =>
    documentColumns.map(
      (column) => [`disclosure.${row.id}.${column.id}`, `${row.name}，${column.label}`] as const,
    ),
  ),
  ...decisionRows.map((row) => [`disclosure.${row.id}`, `${row.name}。${row.help}`] as const),
]);

const requestRowWords = lines(
  requestRows
    .filter((row) => row.id !== handledTotalRow.id)
    .map((row) => {
      const group = resultGroups.find(({ id }) => row.id.startsWith(`${id}.`));
      return [
        `requests.${row.id}`,
        `${group === undefined ? "" : `${group.name}：`}${row.name}。${row.help}`,
      ] as const;
    }),
);
const requestColumnWords = lines(
  requestColumns.map((column) => [column.id, `${column.label}。${column.help}`] as const),
);

const disputeBlockWords = lines(disputeBlocks.map((block) => [`disputes.${block.id}`, block.name] as const));
const disputeColumnWords = lines(
  disputeColumns.map((column) => [column.id, `${column.label}。${column.help}`] as const),
);

const headingOf = (id: string): string => sections.find((section) => section.id === id)?.heading ?? id;
const grid = "格子的写法是：行，一个点，列。";

/** All cells that may be stated. */
export const tableWords = [
  headingOf("disclosure"),
  "一行一个格子：",
  disclosureWords,
  "",
  headingOf("requests"),
  `${grid}行：`,
  requestRowWords,
  "列：",
  requestColumnWords,
  "",
  headingOf("disputes"),
  `${grid}行：`,
  disputeBlockWords,
  "列：",
  disputeColumnWords,
].join("\n");

/** Rules name these by their labels. */
export const totalWords = `“${totalColumn.label}”（${totalColumn.id}）`;
export const feesWords = cellName("disclosure.fees");
export const commandWords = harmless.join("、");

const names: Readonly<Record<string, string>> = {
  ...Object.fromEntries(aspects.map((aspect) => [`overview.${aspect.id}`, aspect.name])),
  problems: "存在的主要问题",
  improvements: "改进情况",
  more: "其他需要报告的事项",
};
export const slotWords = lines(textSlots.map((slot) => [slot, names[slot] ?? slot] as const));

const isTopic = (asked: string): asked is Topic => (topics as readonly string[]).includes(asked);

/** The open question as it was asked: a topic, or a row or block of a table. */
export function askedWords(asked: Asked | null): string {
  if (asked === null) return "没有";
  if (isTopic(asked)) return `${asked} ${questions[asked].ask}`;
  const row = requestRows.find(({ id }) => asked === `requests.${id}`);
  const block = disputeBlocks.find(({ id }) => asked === `disputes.${id}`);
  return `${asked} ${row?.ask ?? block?.name ?? ""}`.trim();
}
