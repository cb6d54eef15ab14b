import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cellIds } from "../../src/report/form.ts";
import type { Block, Cell } from "../../src/reading/blocks.ts";
import { align } from "../../src/reading/align.ts";
import { readBlocks } from "../../src/reading/read.ts";
import { toDocx } from "../../src/document/docx.ts";
import { judge, type Finding } from "../../src/rules/judge.ts";
import { city, completeReport } from "../support/balanced.ts";
import { chance, type Chance } from "./random.ts";
import type { Recall } from "./measure.ts";

/** Mistakes made in the document itself: its rows, columns, headings, before it is read. */

export interface Document {
  name: string;
  blocks: readonly Block[];
}

type Table = Extract<Block, { kind: "table" }>;
interface DocumentKind {
  name: string;
  /** Rules of which one must see it; none: it must change neither figures nor findings. */
  seenBy: readonly string[];
  mutate(blocks: readonly Block[], chance: Chance): readonly Block[] | null;
}

const label = (cell: Cell | undefined): string => (cell?.text ?? "").replace(/\s/g, "");
const isRequests = (block: Block): block is Table =>
  block.kind === "table" && block.rows.some((row) => row.some((cell) => /本年新收/.test(label(cell))));
const isDisputes = (block: Block): block is Table =>
  block.kind === "table" && block.rows.some((row) => row.some((cell) => /复议后起诉/.test(label(cell))));

const changed = (
  blocks: readonly Block[],
  test: (block: Block) => boolean,
  change: (block: Block) => readonly Block[] | null,
): readonly Block[] | null => {
  const at = blocks.findIndex(test);
  const block = blocks[at];
  const by = block === undefined ? null : change(block);
  return by === null ? null : [...blocks.slice(0, at), ...by, ...blocks.slice(at + 1)];
};

const inRequests = (
  blocks: readonly Block[],
  change: (rows: readonly (readonly Cell[])[]) => readonly (readonly Cell[])[] | null,
): readonly Block[] | null =>
  changed(blocks, isRequests, (block) => {
    const rows = block.kind === "table" ? change(block.rows) : null;
    return rows === null ? null : [{ kind: "table", rows }];
  });

/** The rows of figures: from 一、本年新收 on. */
const firstRow = (rows: readonly (readonly Cell[])[]): number =>
  rows.findIndex((row) => row.some((cell) => /本年新收/.test(label(cell))));

const exchanged = <Item>(items: readonly Item[], one: number, other: number): Item[] =>
  items.map((item, index) =>
    index === one ? (items[other] ?? item) : index === other ? (items[one] ?? item) : item,
  );

const paragraph = (
  blocks: readonly Block[],
  sign: RegExp,
  by: (text: string) => string | null,
): readonly Block[] | null =>
  changed(
    blocks,
    (block) => block.kind === "paragraph" && sign.test(label(block)),
    (block) => {
      if (block.kind !== "paragraph") return null;
      const text = by(block.text);
      return text === null ? [] : text === block.text ? null : [{ ...block, text }];
    },
  );

const fullWidth = (digits: string): string =>
  digits.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

export const documentKinds: readonly DocumentKind[] = [
  {
    name: "a row dropped with its label",
    seenBy: ["B-05"],
    mutate: (blocks, chance) =>
      inRequests(blocks, (rows) => {
        const first = firstRow(rows);
        const gone = first + chance.below(rows.length - first);
        return rows.filter((_, index) => index !== gone);
      }),
  },
  {
    name: "a column dropped with its heading",
    seenBy: ["B-06"],
    mutate: (blocks, chance) =>
      inRequests(blocks, (rows) => {
        const gone = 1 + chance.below(6);
        return rows.map((row) => row.filter((_, index) => index !== row.length - gone));
      }),
  },
  {
    name: "two rows exchanged with their labels",
    seenBy: ["B-05"],
    mutate: (blocks) => inRequests(blocks, (rows) => exchanged(rows, rows.length - 2, rows.length - 3)),
  },
  {
    name: "two columns exchanged with their headings",
    seenBy: [],
    mutate: (blocks) =>
      inRequests(blocks, (rows) => rows.map((row) => exchanged(row, row.length - 4, row.length - 5))),
  },
  {
    name: "table 三 over two pages",
    seenBy: [],
    mutate: (blocks, chance) =>
      changed(blocks, isRequests, (block) => {
        if (block.kind !== "table") return null;
        const cut = firstRow(block.rows) + 1 + chance.below(20);
        return [
          { kind: "table", rows: block.rows.slice(0, cut) },
          { kind: "table", rows: block.rows.slice(cut) },
        ];
      }),
  },
  { name: "table 三 deleted", seenBy: ["S-07"], mutate: (blocks) => changed(blocks, isRequests, () => []) },
  { name: "table 四 deleted", seenBy: ["S-07"], mutate: (blocks) => changed(blocks, isDisputes, () => []) },
  {
    name: "a heading deleted",
    seenBy: ["S-01"],
    mutate: (blocks, chance) =>
      paragraph(blocks, new RegExp(`^${chance.pick(["二", "三", "四", "五", "六"]) ?? "六"}、`), () => null),
  },
  {
    name: "a heading with a number of its own",
    seenBy: ["S-03", "S-01"],
    mutate: (blocks) => paragraph(blocks, /^五、存在/, (text) => text.replace("五", "四")),
  },
  {
    name: "figures in full width",
    seenBy: [],
    mutate: (blocks) =>
      inRequests(blocks, (rows) =>
        rows.map((row) =>
          row.map((cell) => (/^\d+$/.test(cell.text) ? { ...cell, text: fullWidth(cell.text) } : cell)),
        ),
      ),
  },
  {
    name: "a figure with a note",
    seenBy: [],
    mutate: (blocks) =>
      inRequests(blocks, (rows) => {
        const at = firstRow(rows);
        return rows.map((row, index) =>
          index === at ? row.with(-1, { text: `${row.at(-1)?.text ?? ""}（其中网上申请1件）` }) : row,
        );
      }),
  },
  {
    name: "the title says 工作总结",
    seenBy: ["T-01"],
    mutate: (blocks) =>
      paragraph(blocks, /工作年度报告$/, (text) => text.replace(/年度报告$/, "年度工作总结")),
  },
];

/** Documents with real tables: our own, and those of the folder that have them. */
export async function documents(folder: string | undefined): Promise<Document[]> {
  const own = [
    { name: "own 街道", bytes: await toDocx(completeReport()) },
    { name: "own city", bytes: await toDocx(completeReport({ organ: city })) },
  ];
  const files = ["003_badf61901e3cbee2--office.docx", "huaian-2024--office.docx", "hangzhou-city-2025.html"];
  const published =
    folder === undefined
      ? []
      : files.map((file) => ({ name: file, bytes: readFileSync(join(folder, file)) }));
  return Promise.all(
    [...own, ...published].map(async ({ name, bytes }) => ({ name, blocks: await readBlocks(bytes) })),
  );
}

const keyOf = ({ rule, where, cells }: Finding): string => [rule, where, cells.join()].join("|");
const figuresOf = (report: ReturnType<typeof align>): string =>
  cellIds.map((cell) => JSON.stringify(report.cells.get(cell) ?? null)).join();

/** Every kind on every document: seen where it must be, and nothing else changed where it must not. */
export function measureDocuments(all: readonly Document[], times: number): Recall[] {
  return documentKinds.map((kind): Recall => {
    const recall: Recall = {
      kind: kind.name,
      group: "document",
      made: 0,
      visible: 0,
      seen: 0,
      missed: [],
      unrelated: [],
    };
    for (const [index, { name, blocks }] of all.entries()) {
      const before = align(blocks);
      const base = judge(before);
      const known = new Set(base.map(keyOf));
      const done = new Set<string>();
      for (let time = 0; time < times; time++) {
        const mutated = kind.mutate(blocks, chance(index * 100 + time));
        const mark = JSON.stringify(mutated);
        if (mutated === null || done.has(mark)) continue;
        done.add(mark);
        recall.made += 1;
        const after = align(mutated);
        const fresh = judge(after).filter((finding) => !known.has(keyOf(finding)));
        if (kind.seenBy.length > 0) {
          recall.visible += 1;
          if (fresh.some(({ rule }) => kind.seenBy.includes(rule))) recall.seen += 1;
          else recall.missed.push(`${name} (${time}): ${fresh.map(({ rule }) => rule).join()}`);
        } else {
          recall.unrelated.push(...fresh.map(({ rule, message }) => `${name}: ${rule} ${message}`));
          if (figuresOf(after) !== figuresOf(before))
            recall.unrelated.push(`${name}: other figures are read`);
        }
      }
    }
    return recall;
  });
}
