import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellIds, type CellId } from "../../src/report/form.ts";
import { claimsOf } from "../../src/rules/claims.ts";
import { rebind } from "../../src/rules/rebind.ts";
import { zeroCellsBut } from "../support/balanced.ts";

/** What is bound in a text about requests of 2025: quantity and value. */
const bound = (text: string, where: "requests" | "overview" = "requests"): string[] =>
  claimsOf(text, where, 2025).map(({ quantity, value, none }) => `${quantity.id} ${none ? "none" : value}`);

describe("a number is bound by the nearest words", () => {
  const table: readonly [string, readonly string[]][] = [
    ["2025年，我街道收到政府信息公开申请4条，全部按时办结。", ["requests.received 4"]],
    [
      "本年度全区共收到70件申请，依法依规办结69件，1件结转下年度继续办理。",
      ["requests.received 70", "requests.handled 69", "requests.carriedOut 1"],
    ],
    ["收到政府信息公开申请，共计十二件。", ["requests.received 12"]],
    ["1月至12月共收到政府信息公开申请11件。", ["requests.received 11"]],
    ["行政事业性收费3.2万元。", ["disclosure.fees 3.2"]],
    ["予以公开3件、部分公开1件。", ["requests.granted 3", "requests.partlyGranted 1"]],
    ["3件予以公开，1件部分公开。", ["requests.granted 3", "requests.partlyGranted 1"]],
    [
      "予以公开、部分公开和不予公开分别为3件、1件和2件。",
      ["requests.granted 3", "requests.partlyGranted 1", "requests.refused 2"],
    ],
    ["予以公开、部分公开分别3、1件。", ["requests.granted 3", "requests.partlyGranted 1"]],
    [
      "答复３０件（含上年结转 4 件，另有 2 件顺延到下年度答复）。",
      ["requests.handled 30", "requests.carriedIn 4", "requests.carriedOut 2"],
    ],
    [
      "收到申请5件，其中自然人3件、法人或其他组织2件。",
      ["requests.received 5", "requests.received.person 3", "requests.received.organisations 2"],
    ],
    [
      "收到申请5件（自然人3件、其他单位2件）。",
      ["requests.received 5", "requests.received.person 3", "requests.received.other 2"],
    ],
    [
      "不予公开（国家秘密）2件，其他处理（其他）1件。",
      ["requests.refused.stateSecret 2", "requests.otherHandling.other 1"],
    ],
    [
      "信访举报投诉类申请2件，重复申请1件。",
      ["requests.notProcessed.petition 2", "requests.notProcessed.repeated 1"],
    ],
    [
      "政府信息公开行政复议5件，其中结果维持3件，尚未审结2件；政府信息公开行政诉讼4件，其中维持1件。",
      [
        "disputes.reconsideration.total 5",
        "disputes.reconsideration.upheld 3",
        "disputes.reconsideration.pending 2",
        "disputes.suits.total 4",
        "disputes.suits.upheld 1",
      ],
    ],
    [
      "因政府信息公开被申请行政复议1件，被提起行政诉讼2件。",
      ["disputes.reconsideration.total 1", "disputes.suits.total 2"],
    ],
    [
      "未经复议直接起诉1件，复议后起诉2件。",
      ["disputes.directSuit.total 1", "disputes.suitAfterReconsideration.total 2"],
    ],
    ["2026年结转的申请另计，3件结转2026年度继续办理。", ["requests.carriedOut 3"]],
    ["没有收到政府信息公开申请。", ["requests.received none"]],
    ["未发生因政府信息公开引起的行政复议、行政诉讼。", ["disputes.both.total none"]],
  ];
  it.each(table)("%s", (text, expected) => {
    expect(bound(text)).toEqual(expected);
  });
});

describe("a number of something else is not bound", () => {
  const others = [
    "答复群众咨询400条，办结12345热线工单842件，办理信访事项12件。",
    "收到人大代表建议5件、政协提案6件，全部办结。",
    "收到行政许可申请30件，受理低保申请12件，办结不动产登记申请8件。",
    "收到行政复议申请2件，审结行政复议案件5件，办理行政应诉案件3件。",
    "受理行政复议2件，行政诉讼1件，其中维持1件。",
    "2024年收到政府信息公开申请8件，办结8件。",
    "收到网民留言248条，办结留言230条，公开答复4条，办结各类事项30件，办结案件12件。",
    "上半年收到政府信息公开申请3件，一季度收到1件。",
    "通过网络收到政府信息公开申请3件，信函申请1件。",
    "历年累计收到政府信息公开申请120件。",
    "同比增加3件，较上年减少2件。",
    "因行政处罚被提起行政诉讼2起，维持1件。",
    "备案规范性文件30件，审查行政规范性文件5件，清理规范性文件12件，公开规章3件。",
    "公示行政许可决定120件，行政许可事项40项，行政处罚信息60条。",
    "依据第三十六条予以公开，培训2次，参加40人，印发手册300份。",
    "三安全一稳定、四类过程性信息、三类内部事务信息均有说明。",
    "主动公开政府信息142条，其中规范性文件12件、行政许可20件。",
    "每收到一件申请，当日登记；两名工作人员负责。",
    "通过邮箱未收到政府信息公开申请，除信函外未收到申请。",
    "未发生行政诉讼败诉的情况，没有因违反规定引发的行政复议。",
  ];
  it.each(others)("%s", (text) => {
    expect(bound(text, "overview")).toEqual([]);
  });
});

describe("a claim", () => {
  it("stands where its digits stand, whatever blanks and breaks are between", () => {
    const text = "2025 年，收到政府信息\n公开申请 １２ 件，予以公开三件。";
    expect(claimsOf(text, "overview", 2025).map(({ start, end }) => text.slice(start, end))).toEqual([
      "１２",
      "三",
    ]);
  });

  it("says whose number it is and that it is a part", () => {
    const [office] = claimsOf("区政府办代表区政府受理政府信息公开申请17件。", "overview", 2025);
    expect(office?.scope).toBe("区政府办");
    const [, person] = claimsOf("收到政府信息公开申请5件，其中自然人3件。", "overview", 2025);
    expect(person?.part).toBe(true);
  });
});

const figures = {
  "requests.received.person": 3,
  "requests.received.business": 2,
  "requests.carriedIn.person": 1,
  "requests.granted.person": 4,
  "requests.partlyGranted.business": 2,
} as const;
const old = zeroCellsBut(figures);
const valueIn =
  (cells: Partial<Record<CellId, number>>) =>
  (cell: CellId): number | undefined =>
    cells[cell];
const change = (text: string, changed: Partial<Record<CellId, number>>) =>
  rebind(text, "requests", valueIn(old), valueIn(zeroCellsBut({ ...figures, ...changed })), 2025);

describe("a figure in a text follows its cell", () => {
  it("in the same style, and nothing else changes", () => {
    expect(
      change("2025年收到政府信息公开申请 5 件，其中自然人３件、企业两件；公开政府信息5条。", {
        "requests.received.person": 4,
      }),
    ).toEqual({
      text: "2025年收到政府信息公开申请 6 件，其中自然人４件、企业两件；公开政府信息5条。",
      changes: [
        { from: "2025年收到政府信息公开申请5件", to: "2025年收到政府信息公开申请6件" },
        { from: "其中自然人3件", to: "其中自然人４件" },
      ].map((each, index) => (index === 0 ? { from: each.from.slice(5), to: each.to.slice(5) } : each)),
      contradicted: [],
    });
  });

  it("in yuan and in 万元", () => {
    const fees = (value: number) => valueIn(zeroCellsBut({ "disclosure.fees": value }));
    for (const [from, to] of [
      ["行政事业性收费3.2万元。", "行政事业性收费4.5万元。"],
      ["行政事业性收费32000元。", "行政事业性收费45000元。"],
    ] as const)
      expect(rebind(from, "overview", fees(3.2), fees(4.5), 2025).text).toBe(to);
  });

  it("is told from the number of the hotline", () => {
    const of = (person: number): Record<CellId, number> =>
      zeroCellsBut({ "requests.received.person": person, "requests.granted.person": person });
    const text = "收到政府信息公开申请12345件（自然人12345件）。";
    expect(rebind(text, "requests", valueIn(of(12345)), valueIn(of(3)), 2025).text).toBe(
      "收到政府信息公开申请3件（自然人3件）。",
    );
  });

  it("stays when it was another number before", () => {
    expect(change("收到政府信息公开申请7件。", { "requests.received.person": 4 }).changes).toEqual([]);
  });

  it("is given back as contradicted when words must change", () => {
    const denial = "未收到政府信息公开申请。";
    const none = zeroCellsBut({});
    expect(rebind(denial, "requests", valueIn(none), valueIn(old), 2025)).toEqual({
      text: denial,
      changes: [],
      contradicted: ["未收到政府信息公开申请"],
    });
    const some = "收到政府信息公开申请5件。";
    expect(rebind(some, "requests", valueIn(old), valueIn(none), 2025)).toEqual({
      text: some,
      changes: [],
      contradicted: ["收到政府信息公开申请5件"],
    });
  });

  const count = fc.integer({ min: 1, max: 99_999 });
  const cells = fc
    .record({ person: count, business: count, carried: count, partly: count, licences: count })
    .map((drawn) =>
      zeroCellsBut({
        "requests.received.person": drawn.person,
        "requests.received.business": drawn.business,
        "requests.carriedIn.person": drawn.carried,
        "requests.granted.person": drawn.person + drawn.carried,
        "requests.partlyGranted.business": drawn.partly,
        "disclosure.licensing": drawn.licences,
      }),
    );
  const sentences = (cells: Record<CellId, number>): string =>
    `2025年收到政府信息公开申请${cells["requests.received.total"]}件（自然人${cells["requests.received.person"]}件、商业企业${cells["requests.received.business"]}件），上年结转${cells["requests.carriedIn.total"]}件。予以公开、部分公开分别为${cells["requests.granted.total"]}件、${cells["requests.partlyGranted.total"]}件。作出行政许可决定${cells["disclosure.licensing"]}件。公开信息120条。`;

  it("and back again", () => {
    fc.assert(
      fc.property(cells, cells, (one, other) => {
        const text = sentences(one);
        const there = rebind(text, "requests", valueIn(one), valueIn(other), 2025);
        expect(there.text).toBe(sentences(other));
        expect(rebind(there.text, "requests", valueIn(other), valueIn(one), 2025).text).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  it("and changes nothing but bound figures in any text", () => {
    const parts = fc.constantFrom(
      "收到申请5件",
      "予以公开3件",
      "五件",
      "，",
      "。",
      "（",
      "）",
      "其中",
      "自然人",
      "3",
      "未收到",
      "\n",
      " ",
      "行政诉讼2件",
      "分别为",
      "、",
    );
    const text = fc.array(parts, { maxLength: 25 }).map((list) => list.join(""));
    const changed = zeroCellsBut({ ...figures, "requests.received.person": 9, "requests.granted.person": 8 });
    const words = (said: string): string => said.replace(/[\d０-９零一二两三四五六七八九十百千万]+/g, "〇");
    fc.assert(
      fc.property(text, (said) => {
        const result = rebind(said, "requests", valueIn(old), valueIn(changed), 2025);
        expect(words(result.text)).toBe(words(said));
        if (result.changes.length === 0) expect(result.text).toBe(said);
      }),
      { numRuns: 300 },
    );
  });

  it("knows every cell it speaks of", () => {
    const spoken = claimsOf(sentences(old), "requests", 2025).flatMap(({ quantity }) => quantity.cells);
    expect(spoken.filter((cell) => !cellIds.includes(cell))).toEqual([]);
  });
});
