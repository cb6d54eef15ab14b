import fc from "fast-check";
import { applicants, resultRows } from "../../src/report/form/requests.ts";
import { basisSentence, noFeeSentence, periodSentence, titleOf } from "../../src/report/form/closing.ts";
import { cellIds, isComputed, partsOf, type CellId, type SectionId } from "../../src/report/form.ts";
import type { Organ } from "../../src/report/organ.ts";
import type { Paragraph, WrittenReport } from "../../src/report/written.ts";

/** Many zeros as in real tables, mostly small numbers, now and then a city's. */
const count = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 30 }) },
  { weight: 1, arbitrary: fc.integer({ min: 31, max: 20_000 }) },
);

/** Up to six decimals of 万元. */
const fee = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 999 }),
  fc.integer({ min: 1, max: 999_999_999 }).map((millionths) => millionths / 1e6),
);

/** Adds the totals to figures that have a value for every other cell. */
export function withTotals(figures: Partial<Record<CellId, number>>): Record<CellId, number> {
  const value = (cell: CellId): number => {
    if (isComputed(cell)) return partsOf(cell).reduce((sum, part) => sum + value(part), 0);
    const figure = figures[cell];
    if (figure === undefined) throw new Error(`no figure for ${cell}`);
    return figure;
  };
  return Object.fromEntries(cellIds.map((cell) => [cell, value(cell)])) as Record<CellId, number>;
}

const askedCells = cellIds.filter((cell) => !isComputed(cell));

/** All 200 cells 0 but those given; totals follow. The caller sees to it that the columns balance. */
export const zeroCellsBut = (figures: Partial<Record<CellId, number>>): Record<CellId, number> =>
  withTotals({ ...Object.fromEntries(askedCells.map((cell) => [cell, 0])), ...figures });

/**
 * All 200 cells, consistent with every equality of the form and plausible: 其他 is never a third of the results,
 * disputes never outnumber the requests threefold, documents made are in force or repealed. 规章 stay 0 unless asked for.
 */
export function balancedCells(options: { regulations?: boolean } = {}): fc.Arbitrary<Record<CellId, number>> {
  const raw = fc.record({
    counts: fc.array(count, { minLength: askedCells.length, maxLength: askedCells.length }),
    fee,
    share: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }),
  });
  return raw.map(({ counts, fee: fees, share }) => {
    const figures: Partial<Record<CellId, number>> = {};
    for (const [index, cell] of askedCells.entries()) figures[cell] = counts[index] ?? 0;
    const at = (cell: CellId): number => figures[cell] ?? 0;

    for (const [index, { id: column }] of applicants.entries()) {
      const sumOf = (skip: string): number =>
        resultRows.reduce((sum, row) => sum + (row.id === skip ? 0 : at(`requests.${row.id}.${column}`)), 0);
      const other: CellId = `requests.otherHandling.other.${column}`;
      figures[other] = Math.min(at(other), Math.floor(sumOf("otherHandling.other") / 4));
      const handled = sumOf("") + at(`requests.carriedOut.${column}`);
      const carriedIn = Math.floor(handled * (share[index] ?? 0) * 0.5);
      figures[`requests.carriedIn.${column}`] = carriedIn;
      figures[`requests.received.${column}`] = handled - carriedIn;
    }
    const requests = applicants.reduce(
      (sum, { id }) => sum + at(`requests.received.${id}`) + at(`requests.carriedIn.${id}`),
      0,
    );
    if (requests > 0) {
      for (const cell of askedCells.filter((id) => id.startsWith("disputes.")))
        figures[cell] = Math.min(at(cell), Math.floor((3 * requests) / 8));
    }
    for (const kind of ["regulations", "normative"] as const) {
      const made: CellId = `disclosure.${kind}.made`;
      figures[made] = Math.min(
        at(made),
        at(`disclosure.${kind}.inForce`) + at(`disclosure.${kind}.repealed`),
      );
      if (kind === "regulations" && options.regulations !== true)
        for (const column of ["made", "repealed", "inForce"] as const)
          figures[`disclosure.regulations.${column}`] = 0;
    }
    figures["disclosure.fees"] = fees;
    return withTotals(figures);
  });
}

export const subdistrict: Organ = { name: "青河市东山区柳林街道办事处", kind: "subdistrict" };
export const city: Organ = { name: "青河市人民政府", kind: "city" };

/** Four applications, all granted: a small complete year. */
export const fourGranted = zeroCellsBut({
  "requests.received.person": 3,
  "requests.received.business": 1,
  "requests.granted.person": 3,
  "requests.granted.business": 1,
});

const paragraph = (text: string, lead?: string): Paragraph => ({
  ...(lead === undefined ? {} : { lead }),
  text,
  remarks: [],
});

/** With 角 and 分, so that it is never the number of 万元 in table 二. */
const unpaidSentence = (notices: number): string =>
  `按件计收，共发出收费通知${notices}件，通知收费总额${notices * 100}.50元，实际收取政府信息公开信息处理费0元。`;

/** The texts of a clean report; every figure of a table that is named in them is taken from `cells`. */
function cleanTexts(year: number, cells: Record<CellId, number>): Record<SectionId, Paragraph[]> {
  const received = cells["requests.received.total"];
  const unpaid = cells["requests.otherHandling.feeUnpaid.total"];
  return {
    overview: [
      paragraph(`${year}年，本机关坚持以公开为常态、不公开为例外，认真做好政府信息公开工作。`),
      paragraph("全年通过门户网站公开政府信息120条，通过微信公众号公开85条。", "（一）主动公开。"),
      paragraph(
        received === 0
          ? "本年未收到政府信息公开申请。申请由专人接收、登记，答复前作合法性审核。"
          : `本年新收政府信息公开申请${received}件。申请由专人接收、登记，答复前作合法性审核。`,
        "（二）依申请公开。",
      ),
      paragraph("落实先审后发，定期清理过期信息，动态更新公开目录。", "（三）政府信息管理。"),
      paragraph(
        "依托政府门户网站专栏和1个微信公众号公开信息，设查阅点1处，专人维护。",
        "（四）政府信息公开平台建设。",
      ),
      paragraph(
        "政府信息公开工作纳入年度工作考核；开展社会评议，未收到不满意评价；未发生责任追究情形。全年培训2次。",
        "（五）监督保障。",
      ),
    ],
    disclosure: [],
    requests: [],
    disputes: [],
    problems: [
      paragraph("存在的主要问题：一是公众号内容更新不够及时；二是窗口人员业务不够熟悉。"),
      paragraph("改进情况：一是确定专人更新公众号，每周检查一次；二是每季度组织一次业务培训。"),
    ],
    other: [paragraph(unpaid === 0 ? noFeeSentence(year) : unpaidSentence(unpaid))],
  };
}

/** A report without any fault; what is given replaces a part of it. Texts name the figures of the given cells. */
export function completeReport(
  parts: {
    organ?: Organ;
    year?: number;
    cells?: Record<CellId, number>;
    preamble?: readonly string[];
    paragraphs?: Partial<Record<SectionId, readonly Paragraph[]>>;
  } = {},
): WrittenReport {
  const organ = parts.organ ?? subdistrict;
  const year = parts.year ?? 2025;
  const cells = parts.cells ?? fourGranted;
  const preamble = parts.preamble ?? [
    basisSentence(organ.name, year),
    periodSentence(year),
    "如对本报告有疑问，请与本机关联系（地址：柳林路1号，电话：0000-0000000）。",
  ];
  const written = titleOf(organ.name, year);
  return {
    organ,
    year,
    title: [organ.name, written.slice(organ.name.length)],
    titleRemarks: [],
    preamble: preamble.map((text) => paragraph(text)),
    paragraphs: { ...cleanTexts(year, cells), ...parts.paragraphs },
    cells: new Map(cellIds.map((cell) => [cell, cells[cell]])),
    cellRemarks: new Map(),
  };
}
