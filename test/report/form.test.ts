import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it, test } from "vitest";
import { z } from "zod";
import * as closing from "../../src/report/form/closing.ts";
import { aspects, overviewQuestion } from "../../src/report/form/overview.ts";
import { decisionRows, documentColumns, documentRows } from "../../src/report/form/disclosure.ts";
import { disputeBlocks, disputeColumns } from "../../src/report/form/disputes.ts";
import { requestColumns, requestRows, resultGroups, resultRows } from "../../src/report/form/requests.ts";
import { organKinds } from "../../src/report/organ.ts";
import {
  askedCells, cellIds, cellName, cellsUnder, equations, grids, isAllowed, isCellId, isComputed, isPrefix, maxCount, partsOf,
  questionOf, questions, sections, tableIds, tableOf, topics, type CellId, type TableId,
} from "../../src/report/form.ts"; // prettier-ignore

/** A printed table as the clerk sees it: every place of the raster with the label or figure that covers it. */
function raster(table: TableId): (string | undefined)[][] {
  const { rows, columns } = grids[table];
  const covered: (string | undefined)[][] = rows.map(() => Array<string | undefined>(columns).fill(undefined));
  rows.forEach((row, top) => {
    let left = 0;
    for (const place of row) {
      while (covered[top]?.[left] !== undefined) left++;
      for (let down = 0; down < place.rowSpan; down++) {
        for (let right = 0; right < place.colSpan; right++) {
          const line = covered[top + down];
          if (line === undefined || left + right >= columns) throw new Error(`${table}: ${place.text} sticks out`);
          if (line[left + right] !== undefined) throw new Error(`${table}: ${place.text} covers ${line[left + right]}`);
          line[left + right] = place.cell ?? place.text + (place.note ?? "");
        }
      }
      left += place.colSpan;
    }
  });
  return covered;
} // prettier-ignore

const dimensions = (table: TableId): [number, number] => [grids[table].rows.length, grids[table].columns];

describe("the printed tables, place by place", () => {
  test("are 14 × 4, 28 × 10 and 4 × 15, every place covered once", () => {
    expect(tableIds.map(dimensions)).toEqual([[14, 4], [28, 10], [4, 15]]); // prettier-ignore
    for (const table of tableIds) expect(raster(table).flat()).not.toContain(undefined);
  });

  test("table of section 二", () => {
    const item = (number: string): string[] => Array<string>(4).fill(`第二十条第（${number}）项`);
    const decisions = ["信息内容", "本年处理决定数量", "本年处理决定数量", "本年处理决定数量"];
    const one = (label: string, id: string): string[] => [
      label,
      ...Array<string>(3).fill(`disclosure.${id}`),
    ];
    const three = (label: string, id: string): string[] => [
      label,
      `disclosure.${id}.made`,
      `disclosure.${id}.repealed`,
      `disclosure.${id}.inForce`,
    ];
    expect(raster("disclosure")).toEqual([
      item("一"),
      ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
      three("规章", "regulations"),
      three("行政规范性文件", "normative"),
      item("五"),
      decisions,
      one("行政许可", "licensing"),
      item("六"),
      decisions,
      one("行政处罚", "penalties"),
      one("行政强制", "coercion"),
      item("八"),
      ["信息内容", ...Array<string>(3).fill("本年收费金额（单位：万元）")],
      one("行政事业性收费", "fees"),
    ]);
  });

  test("table of section 三", () => {
    const rule = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";
    const columns = ["person", "business", "research", "charity", "legal", "other", "total"];
    const row = (id: string, labels: string[]): string[] => [
      ...labels,
      ...columns.map((column) => `requests.${id}.${column}`),
    ];
    const wide = (text: string): string[] => [text, text, text];
    const result = (id: string, group: string, label = group): string[] =>
      row(id, ["三、本年度办理结果", group, label]);
    const rows = raster("requests");
    expect(rows[0]).toEqual([...wide(rule), ...Array<string>(7).fill("申请人情况")]);
    expect(rows[1]).toEqual([...wide(rule), "自然人", ...Array<string>(5).fill("法人或其他组织"), "总计"]);
    expect(rows[2]).toEqual([...wide(rule), "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]); // prettier-ignore
    expect(rows.slice(3)).toEqual([
      row("received", wide("一、本年新收政府信息公开申请数量")),
      row("carriedIn", wide("二、上年结转政府信息公开申请数量")),
      result("granted", "（一）予以公开"),
      result("partlyGranted", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
      result("refused.stateSecret", "（三）不予公开", "1.属于国家秘密"),
      result("refused.otherLaw", "（三）不予公开", "2.其他法律行政法规禁止公开"),
      result("refused.safetyStability", "（三）不予公开", "3.危及“三安全一稳定”"),
      result("refused.thirdParty", "（三）不予公开", "4.保护第三方合法权益"),
      result("refused.internalAffairs", "（三）不予公开", "5.属于三类内部事务信息"),
      result("refused.processInformation", "（三）不予公开", "6.属于四类过程性信息"),
      result("refused.enforcementFile", "（三）不予公开", "7.属于行政执法案卷"),
      result("refused.adminQuery", "（三）不予公开", "8.属于行政查询事项"),
      result("unavailable.notHeld", "（四）无法提供", "1.本机关不掌握相关政府信息"),
      result("unavailable.mustBeCreated", "（四）无法提供", "2.没有现成信息需要另行制作"),
      result("unavailable.unclear", "（四）无法提供", "3.补正后申请内容仍不明确"),
      result("notProcessed.petition", "（五）不予处理", "1.信访举报投诉类申请"),
      result("notProcessed.repeated", "（五）不予处理", "2.重复申请"),
      result("notProcessed.publication", "（五）不予处理", "3.要求提供公开出版物"),
      result("notProcessed.excessive", "（五）不予处理", "4.无正当理由大量反复申请"),
      result("notProcessed.reissue", "（五）不予处理", "5.要求行政机关确认或重新出具已获取信息"),
      result("otherHandling.notCorrected", "（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
      result("otherHandling.feeUnpaid", "（六）其他处理", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
      result("otherHandling.other", "（六）其他处理", "3.其他"),
      result("handledTotal", "（七）总计"),
      row("carriedOut", wide("四、结转下年度继续办理")),
    ]); // prettier-ignore
  });

  test("table of section 四", () => {
    const results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    const figures = (block: string): string[] =>
      ["upheld", "corrected", "other", "pending", "total"].map((outcome) => `disputes.${block}.${outcome}`);
    const five = (text: string): string[] => Array<string>(5).fill(text);
    expect(raster("disputes")).toEqual([
      [...five("行政复议"), ...five("行政诉讼"), ...five("行政诉讼")],
      [...results, ...five("未经复议直接起诉"), ...five("复议后起诉")],
      [...results, ...results, ...results],
      [...figures("reconsideration"), ...figures("directSuit"), ...figures("suitAfterReconsideration")],
    ]);
  });

  test("merged labels are stated once, with their extent", () => {
    const extent = (table: TableId, text: string): [number, number][] =>
      grids[table].rows.flat().filter((place) => place.text === text).map((place) => [place.rowSpan, place.colSpan]); // prettier-ignore
    expect(extent("requests", "三、本年度办理结果")).toEqual([[22, 1]]);
    expect(extent("requests", "（三）不予公开")).toEqual([[8, 1]]);
    expect(extent("requests", "（四）无法提供")).toEqual([[3, 1]]);
    expect(extent("requests", "（五）不予处理")).toEqual([[5, 1]]);
    expect(extent("requests", "（六）其他处理")).toEqual([[3, 1]]);
    expect(extent("requests", "（七）总计")).toEqual([[1, 2]]);
    expect(extent("disputes", "行政诉讼")).toEqual([[1, 10]]);
    expect(extent("disputes", "结果维持")).toEqual([[2, 1], [1, 1], [1, 1]]); // prettier-ignore
  });
});

describe("sections", () => {
  test("the six headings are those of the form", () =>
    expect(sections.map((section) => section.heading)).toEqual([
      "一、总体情况",
      "二、主动公开政府信息情况",
      "三、收到和处理政府信息公开申请情况",
      "四、政府信息公开行政复议、行政诉讼情况",
      "五、存在的主要问题及改进情况",
      "六、其他需要报告的事项",
    ]));
  test("the five aspects are those of 30号, in its order", () =>
    expect(aspects.map((aspect) => aspect.label)).toEqual([
      "（一）主动公开",
      "（二）依申请公开",
      "（三）政府信息管理",
      "（四）政府信息公开平台建设",
      "（五）监督保障",
    ]));
});

describe("cells", () => {
  test("are 200: 10, 175 and 15, each once, 166 of them asked for", () => {
    expect(cellIds).toHaveLength(200);
    expect(new Set(cellIds).size).toBe(200);
    expect(tableIds.map((table) => cellIds.filter((cell) => tableOf(cell) === table).length)).toEqual([10, 175, 15]);
    expect(askedCells).toHaveLength(10 + 24 * 6 + 12 - 13 + 1 - 1 + 13);
  }); // prettier-ignore

  test("a prefix ends at a dot", () => {
    expect(isPrefix("requests.refused")).toBe(true);
    expect(isPrefix("requests.ref")).toBe(false);
    expect(isPrefix("")).toBe(false);
    expect(isCellId("requests.refused")).toBe(false);
    expect(isCellId("toString")).toBe(false);
    expect(cellsUnder("requests.refused")).toHaveLength(56);
    expect(cellsUnder("disclosure.fees")).toEqual(["disclosure.fees"]);
    expect(cellsUnder("requests.granted.person")).toEqual(["requests.granted.person"]);
  });

  const allowed: [CellId, number, boolean][] = [
    ["disclosure.licensing", 0, true], ["disclosure.licensing", maxCount, true], ["disclosure.licensing", maxCount + 1, false],
    ["disclosure.licensing", -1, false], ["disclosure.licensing", 2.5, false], ["disclosure.licensing", NaN, false],
    ["disclosure.licensing", Infinity, false], ["disclosure.fees", 59237.2449, true], ["disclosure.fees", 0.000001, true],
    ["disclosure.fees", 0.0000001, false], ["disclosure.fees", -0.1, false], ["disclosure.fees", 96171.6, true],
  ]; // prettier-ignore
  it.each(allowed)("%s = %d is allowed: %s", (cell, value, ok) => expect(isAllowed(cell, value)).toBe(ok));

  test("every cell has a name of its own, as printed", () => {
    expect(new Set(cellIds.map(cellName)).size).toBe(200);
    expect(cellName("requests.granted.person")).toBe("表三“予以公开”自然人");
    expect(cellName("disclosure.normative.inForce")).toBe("表二“行政规范性文件”现行有效件数");
    expect(cellName("disclosure.fees")).toBe("表二“行政事业性收费”");
    expect(cellName("disputes.suitAfterReconsideration.pending")).toBe("表四“复议后起诉”尚未审结");
    for (const cell of cellIds) expect(cellName(cell)).not.toMatch(/[A-Za-z]/);
  });
});

describe("sums", () => {
  test("are 7 balances, 7 columns of results, 25 rows and 3 blocks", () => {
    const count = (rule: string): number => equations.filter((equation) => equation.rule === rule).length;
    expect(["B-01", "B-02", "B-03", "C-01"].map(count)).toEqual([7, 7, 25, 3]);
  });

  test("every computed cell has parts, and no other", () => {
    for (const cell of cellIds) expect([cell, partsOf(cell).length > 0]).toEqual([cell, isComputed(cell)]);
    expect(partsOf("requests.handledTotal.person")).toHaveLength(21);
    expect(partsOf("requests.handledTotal.total")).toHaveLength(6);
    expect(partsOf("disputes.directSuit.total")).toHaveLength(4);
  });
});

describe("words for the clerk", () => {
  const asked = [
    ...Object.values(questions), ...aspects, overviewQuestion, ...documentRows, ...decisionRows, ...requestRows, ...disputeBlocks,
  ]; // prettier-ignore
  test("every question, row and aspect says what it asks, how to count and on what basis", () => {
    expect(topics.length).toBeGreaterThan(20);
    for (const { ask, help, basis } of asked) {
      expect(ask).toMatch(/[？。]$/);
      expect(help).toMatch(/[。]$/);
      expect(basis.text.length).toBeGreaterThan(3);
    }
    for (const cell of cellIds) expect(questionOf(cell).help.length).toBeGreaterThan(3);
    for (const { help } of [...documentColumns, ...requestColumns, ...disputeColumns])
      expect(help).toMatch(/。$/);
  });

  test("a table row has a question of its own for each of its figures", () => {
    expect(questionOf("requests.refused.thirdParty.legal").help).toContain("商业秘密");
    expect(questionOf("disputes.directSuit.upheld").ask).toContain("直接起诉");
    expect(questionOf("disclosure.normative.made").ask).toContain("行政规范性文件");
  });

  const texts = (value: unknown): string[] =>
    typeof value === "string" ? [value] : value !== null && typeof value === "object" ? Object.values(value).flatMap(texts) : []; // prettier-ignore
  test("nothing that is printed or said has half-width punctuation, an emoji or a machine word", () => {
    const said = [
      ...texts({ asked, sections, organKinds, resultGroups, closing, grids: Object.values(grids).map(({ rows }) => rows.flat().map(({ text, note }) => [text, note])) }),
      closing.noFeeSentence(2025), closing.periodSentence(2025), closing.basisSentence("柳林街道办事处", 2025), closing.titleOf("柳林街道办事处", 2025),
    ].filter((text) => /[\u4e00-\u9fff]/.test(text)); // prettier-ignore
    expect(said.length).toBeGreaterThan(300);
    for (const text of said) {
      // The labels of the form are numbered 1.属于国家秘密; an example is a telephone number.
      expect(text.replace(/^\d\./, "").replace(/0{4}-0{7}/, "")).not.toMatch(
        /[!-/:-@[-`{-~]|\p{Extended_Pictographic}| |[A-Za-z]/u,
      );
    }
  });

  test("practice is never called law", () => {
    for (const { basis } of asked) {
      if (/惯例|通行|做法/.test(basis.text)) expect(basis.kind).toBe("practice");
      if (basis.kind === "practice") expect(basis.text).not.toMatch(/《中华人民共和国/);
    }
  });
});

test("fixed sentences are those of the reports", () => {
  expect(closing.noFeeSentence(2025)).toBe(
    "按照《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕109号）规定的按件、按量收费标准，2025年本机关未产生政府信息公开信息处理费。",
  );
  expect(closing.titleOf("柳林街道办事处", 2025)).toBe("柳林街道办事处2025年政府信息公开工作年度报告");
  expect(closing.periodSentence(2025)).toContain("2025年1月1日起至2025年12月31日止");
});

/** domain.md 7.5, second set, by row: np, biz, res, ngo, law, oth, tot. */
test("the golden set of figures satisfies every balance", () => {
  const columns = ["person", "business", "research", "charity", "legal", "other", "total"];
  const rows: Record<string, number[]> = {
    received: [13612, 252, 0, 45, 128, 32, 14069],
    carriedIn: [535, 6, 0, 1, 18, 0, 560],
    handledTotal: [13364, 252, 0, 44, 121, 29, 13810],
    carriedOut: [783, 6, 0, 2, 25, 3, 819],
  };
  const value = new Map<string, number>(
    Object.entries(rows).flatMap(([row, figures]) =>
      figures.map((figure, index) => [`requests.${row}.${columns[index]}`, figure] as const),
    ),
  );
  const blocks: Record<string, number[]> = {
    reconsideration: [376, 97, 196, 121, 790],
    directSuit: [16, 1, 12, 27, 56],
    suitAfterReconsideration: [74, 1, 30, 51, 156],
  };
  for (const [block, figures] of Object.entries(blocks))
    figures.forEach((figure, index) => value.set(`disputes.${block}.${disputeColumns[index]?.id}`, figure));
  const complete = equations.filter(({ left, right }) => [...left, ...right].every((cell) => value.has(cell)));
  expect(complete).toHaveLength(7 + 4 + 3);
  const sum = (cells: readonly CellId[]): number => cells.reduce((total, cell) => total + (value.get(cell) ?? NaN), 0);
  for (const { left, right } of complete) expect(sum(left)).toBe(sum(right));
}); // prettier-ignore

const folder = process.env["NIANBAO_REPORTS"];
if (folder === undefined)
  process.stdout.write("NIANBAO_REPORTS is not set: the form is not compared with real reports.\n");
else {
  const Printed = z.object({ form: z.string(), cells: z.record(z.string(), z.number().nullable()) });
  const reports = readdirSync(folder).filter((name) => name.endsWith(".cells.json")).map((name) => {
    return { name, ...Printed.parse(JSON.parse(readFileSync(join(folder, name), "utf8"))) };
  }); // prettier-ignore

  /** The tables of a .docx, place by place, by the plain rules of gridSpan and vMerge. */
  const printedTables = (file: string): string[][][] => {
    const part = unzipSync(readFileSync(file))["word/document.xml"];
    const xml = strFromU8(part ?? new Uint8Array());
    return [...xml.matchAll(/<w:tbl>.*?<\/w:tbl>/gs)].map(([table]) => {
      const rows: string[][] = [];
      for (const [row] of table.matchAll(/<w:tr[ >].*?<\/w:tr>/gs)) {
        const places: string[] = [];
        for (const [place] of row.matchAll(/<w:tc>.*?<\/w:tc>/gs)) {
          const span = Number(/<w:gridSpan w:val="(\d+)"/.exec(place)?.[1] ?? 1);
          const merge = /<w:vMerge(?: w:val="(\w+)")?\s*\/>/.exec(place);
          const text = [...place.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)]
            .map(([, words]) => words)
            .join("");
          const above = rows.at(-1)?.[places.length] ?? "";
          const covered = merge !== null && merge[1] !== "restart" ? above : text.replace(/\s/g, "");
          places.push(...Array<string>(span).fill(covered));
        }
        rows.push(places);
      }
      return rows;
    });
  };

  test("the official form has our three tables, label by label and merge by merge", () => {
    const ours = tableIds.map((table) =>
      raster(table).map((row) => row.map((place) => (place === undefined || isCellId(place) ? "" : place))),
    );
    expect(printedTables(join(folder, "template-2021-format.docx"))).toEqual(ours);
  });

  describe("real reports", () => {
    it.each(reports)("$name has no cell the form does not know", ({ cells }) => {
      for (const id of Object.keys(cells)) expect([id, isCellId(id)]).toEqual([id, true]);
    });

    it("those with 200 cells have exactly ours", () => {
      const whole = reports.filter(({ cells }) => Object.keys(cells).length === 200);
      expect(whole.length).toBeGreaterThan(5);
      for (const { cells } of whole) expect(Object.keys(cells).sort()).toEqual([...cellIds].sort());
    });

    const balanced = reports.filter(({ name }) => /^(?:huaian-2024|hangzhou-city-2025|00[1-4])/.test(name));
    it.each(balanced)("$name satisfies every equality and holds only allowed values", ({ cells }) => {
      const sum = (ids: readonly CellId[]): number =>
        ids.reduce((total, id) => total + (cells[id] ?? NaN), 0);
      for (const { left, right } of equations) expect(sum(left)).toBe(sum(right));
      for (const id of cellIds) expect([id, isAllowed(id, cells[id] ?? NaN)]).toEqual([id, true]);
    });
  });
}

test("every result belongs to a group of the form or is one of the first two", () => {
  const groups = resultGroups.map(
    (group) => resultRows.filter((row) => row.id.startsWith(`${group.id}.`)).length,
  );
  expect(groups).toEqual([8, 3, 5, 3]);
  expect(resultRows).toHaveLength(21);
});
