import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { statedIn } from "../../../src/drafting/model/figures.ts";
import { refusalsOf } from "../../../src/drafting/model/guard.ts";
import { chineseNumeral, findNumbers } from "../../../src/language/numerals.ts";
import { good } from "./good.ts";
import { groundFor } from "./grounds.ts";

/** Refused on purpose: an aim nobody spoke of. */
const embellished = ["方便群众查看"];

test("of honest wordings at least nine in ten are accepted", () => {
  const refused = good.filter(({ wording, ...words }) => refusalsOf(wording, groundFor(words)).length > 0);
  process.stdout.write(`honest wordings accepted: ${good.length - refused.length} of ${good.length}\n`);
  expect(good.length).toBeGreaterThanOrEqual(40);
  expect(
    refused
      .map(({ wording }) => wording)
      .filter((wording) => !embellished.some((words) => wording.includes(words))),
  ).toEqual([]);
  expect(refused.length / good.length).toBeLessThanOrEqual(0.1);
});

const said = {
  slot: "overview.disclosure",
  items: ["网站公开120条，公众号发了85条，主要是政策文件、办事指南"],
} as const;
const honest = "2025年，本街道通过网站公开120条，公众号发布85条，主要是政策文件、办事指南";

describe("what nobody said is refused", () => {
  test.each([
    // Numbers in every style.
    ["，其中民生信息37条", "37条"],
    ["，其中民生信息３７条", "３７条"],
    ["，其中民生信息三十七条", "三十七条"],
    ["，其中民生信息叁拾柒条", "叁拾柒条"],
    ["，其中民生信息卅七条", "卅七条"],
    ["，其中民生信息十余条", "十余条"],
    ["，其中民生信息上百条", "百条"],
    ["，其中民生信息数十条", "十条"],
    ["，阅读量近三万次", "三万"],
    ["，阅读量1.5万次", "1.5万"],
    ["，阅读量1,148次", "1,148"],
    ["，占比98%", "98"],
    ["，占比百分之九十八", "九十八"],
    ["，占比九成", "九成"],
    ["，占比三分之二", "三"],
    ["，占比过半", "半"],
    ["，比去年翻番", "翻番"],
    ["，是去年的2倍", "2倍"],
    ["，同比增长", "同比"],
    ["，比去年增加", "增加"],
    ["，12月5日集中公开", "12月"],
    ["，十二月集中公开", "十二月"],
    ["，2023年集中公开", "2023年"],
    ["，执行国办发〔2019〕54号", "54号"],
    ["，共205条", "205条"],
    ["，其中公众号120条", "120条"],
    ["，其中民生信息①条", "①"],
    ["，其中民生信息½", "½"],
    ["，其中民生信息٣٧条", "٣"],
    ["，其中民生信息𝟑𝟕条", "𝟑"],
    ["，其中民生信息Ⅻ条", "Ⅻ"],
    ["，第二季度集中公开", "二"],
    ["，多次公开", "多次"],
    ["，公开大量民生信息", "大量"],
    ["，每周更新", "每周"],
    // Names.
    ["，由区大数据局承办", "局"],
    ["，报区政府备案", "区政府"],
    ["，落实《政务公开工作要点》", "《政务公开工作要点》"],
    ["，落实《政务公开工作要点", "《政务公开工作要点"],
    ["，由王建国负责", "王建国"],
    ["，张伟同志把关", "张伟"],
    ["，由党工委书记审定", "书记"],
    ["，在阳光社区公开", "社区"],
    ["，学习杭州做法", "杭州"],
    ["，开设抖音号", "抖音"],
    ["，组织培训", "培训"],
    ["，成立工作专班", "专班"],
    // Praise.
    ["，公开水平显著提升", "显著"],
    ["，走在全区前列", "前列"],
    ["，群众满意度高", "满意"],
    ["，实现全覆盖", "全覆盖"],
    ["，成效良好", "成效"],
    ["，未发生错误", "未"],
    ["，保障公众知情权", "知情权"],
    ["，由于人员流动较大", "人员流动"],
    ["，受到媒体广播关注", "媒体"],
    ["，其中民生信息両百条", "両"],
    // Shape.
    ["，以上内容请您核对", "您"],
    ["，well done", "well"],
    ["，**重点**突出", "*"],
    ["，详见https://example.cn", "https"],
    ["😀", "图形"],
  ])("%s", (planted, quoted) => {
    expect(refusalsOf(`${honest}${planted}。`, groundFor(said)).join("\n")).toContain(quoted);
  });

  test.each([
    ["", "没有写出"],
    ["作为人工智能助手，我无法起草这一段。", "作为"],
    ["In 2025 the office published 120 items on the website and 85 items by WeChat.", "published"],
    [`（一）主动公开。${honest}。`, "标题"],
    [`主动公开：${honest}。`, "标题"],
    [`- ${honest}。`, "-"],
    [`${honest}。\n${honest}。`, "换行"],
    [`${honest.repeat(9)}。`, "太长"],
    ["2025年，本街道通过公众号公开120条，网站发布85条，主要是政策文件、办事指南。", "不是原来"],
    ["2025年，本街道通过网站公开120条，公众号发布，主要是政策文件、办事指南。", "“85条”没有写到"],
    ["2025年，本街道通过网站公开近120条，公众号发布85条，主要是政策文件、办事指南。", "120条"],
    ["2025年，本街道通过网站公开120条，公众号发布85次，主要是政策文件、办事指南。", "85次"],
    ["2025年，本街道通过网站公开120条，公众号发布85条。", "办事指南"],
    ["2025年，本街道通过网站公开{f1}条，公众号发布85条，主要是政策文件、办事指南。", "{f1}"],
  ])("%s", (answer, quoted) => {
    expect(refusalsOf(answer, groundFor(said)).join("\n")).toContain(quoted);
  });
});

describe("what was said must stay", () => {
  test.each([
    ["overview.supervision", ["开展社会评议，没有收到意见"], "本街道开展社会评议，收到意见。", "否定"],
    ["overview.supervision", ["没有责任追究"], "本街道开展责任追究。", "否定"],
    ["overview.supervision", ["列入考核"], "本街道未将政府信息公开工作列入考核。", "否定"],
    ["overview.supervision", ["开展社会评议，意见都收到了"], "本街道开展社会评议，没有收到意见。", "否定"],
    ["improvements", ["每周检查"], "本街道已经每周检查，检查到位。", "已"],
    ["improvements", ["定人定岗", "每周检查"], "一是定人定岗。", "每周检查"],
    ["problems", ["更新慢", "人手少"], "一是更新慢；二是人手少；三是公开面窄。", "三"],
  ] as const)("%s %s → %s", (slot, items, answer, quoted) => {
    const refusals = refusalsOf(answer, groundFor({ slot, items }));
    expect(refusals.join("\n")).toContain(quoted);
  });
});

describe("figures of the form", () => {
  const bound = {
    slot: "overview.disclosure",
    items: ["办理行政许可124件，都上网"],
    cells: { "disclosure.licensing": 124 },
  } as const;
  test.each([
    ["本街道办理行政许可{f1}件，均已上网。", true],
    ["本街道办理行政许可124件，均已上网。", true],
    ["本街道办理行政许可2{f1}件，均已上网。", false],
    ["本街道办理行政许可近{f1}件，均已上网。", false],
    ["本街道办理行政许可{f1}0件，均已上网。", false],
    ["本街道办理行政许可{f1}余件，均已上网。", false],
    ["本街道办理行政许可{f1}万件，均已上网。", false],
    ["本街道办理行政许可{f1}.5件，均已上网。", false],
    ["本街道办理行政许可{f1}件、{f1}件，均已上网。", false],
    ["本街道办理行政许可{f2}件，均已上网。", false],
    ["本街道办理行政处罚{f1}件，均已上网。", false],
    ["本街道办理行政许可{disclosure.penalties}件，均已上网。", false],
  ])("%s", (answer, fine) => {
    const ground = groundFor({ ...bound, cells: { ...bound.cells, "disclosure.penalties": 3 } });
    expect(refusalsOf(answer, ground).length === 0).toBe(fine);
  });

  test("the requests are told by the bound sentence only", () => {
    const ground = groundFor({ slot: "overview.requests", items: ["专人接收", "收到申请4件，都公开了"] });
    expect(ground.items).toEqual(["专人接收"]);
    expect(refusalsOf("本街道安排专人接收。", ground)).toEqual([]);
    expect(refusalsOf("本街道安排专人接收，收到申请4件，全部公开。", ground)).not.toEqual([]);
    expect(refusalsOf("本街道安排专人接收，未收到申请。", ground)).not.toEqual([]);
  });
});

test("what the words say of the tables must be what stands there", () => {
  const words = { slot: "overview.supervision", items: ["没有发生行政复议", "列入考核"] } as const;
  const answer = "本街道将政府信息公开工作列入考核，未发生行政复议。";
  const block = (upheld: number): Record<string, number> => ({
    "disputes.reconsideration.upheld": upheld,
    "disputes.reconsideration.corrected": 0,
    "disputes.reconsideration.other": 0,
    "disputes.reconsideration.pending": 0,
  });
  expect(refusalsOf(answer, groundFor({ ...words, cells: block(0) }))).toEqual([]);
  expect(refusalsOf(answer, groundFor({ ...words, cells: block(1) })).join()).toContain("和表里的数不一致");
});

test("results of requests are not told again, not even without a figure", () => {
  const ground = groundFor({ slot: "overview.requests", items: ["全部由专人接收"] });
  expect(refusalsOf("全部由专人接收。", ground)).toEqual([]);
  expect(refusalsOf("全部由专人接收，全部公开。", ground)).toEqual([
    "申请的件数和办理结果已经另行写明，不要再写",
  ]);
});

/** A value in one of the ways a number can be written. */
const wide = (value: number): string =>
  String(value).replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
const formal = (value: number): string =>
  chineseNumeral(value).replace(
    /[一二三四五六七八九十百千]/g,
    (sign) => "壹贰叁肆伍陆柒捌玖拾佰仟"["一二三四五六七八九十百千".indexOf(sign)] ?? sign,
  );
const spelled = (value: number): string =>
  String(value).replace(/\d/g, (digit) => "〇一二三四五六七八九"[Number(digit)] ?? digit);
const planted = fc
  .tuple(
    fc.integer({ min: 2, max: 99_999 }),
    fc.constantFrom<(value: number) => string>(
      (v) => `${v}条`,
      (v) => `${wide(v)}条`,
      (v) => `${chineseNumeral(v)}条`,
      (v) => `${formal(v)}条`,
      (v) => `${spelled(v)}件`,
      (v) => v.toLocaleString("en-US") + "次",
      (v) => `${v}%`,
      (v) => `${wide(v)}％`,
      (v) => `百分之${chineseNumeral(v)}`,
      (v) => `${v}.${v % 10}万元`,
      (v) => `${v}余条`,
      (v) => `近${chineseNumeral(v)}次`,
      (v) => `${v}倍`,
      (v) => `${chineseNumeral((v % 9) + 1)}成`,
      (v) => `${(v % 12) + 1}月${(v % 28) + 1}日`,
      (v) => `${chineseNumeral((v % 12) + 1)}月${chineseNumeral((v % 28) + 1)}日`,
      (v) => `〔${2000 + (v % 24)}〕${v}号`,
      (v) => `第${chineseNumeral(v)}次`,
      (v) => `${chineseNumeral((v % 9) + 1)}十余次`,
      (v) => `${v}—${v + 3}条`,
      (v) => `第${v}条`,
      (v) => `（${v}）`,
      (v) => `${v}`,
    ),
  )
  .map(([value, style]) => style(value));

const frames = [
  (figure: string) => `，其中民生信息${figure}`,
  (figure: string) => `，共${figure}`,
  (figure: string) => `，较好完成${figure}任务`,
  (figure: string) => `${figure}`,
];

/** Values that are there in the text by its items, tokens or year: by another way of reading than the guard's. */
const values = (text: string): number[] =>
  findNumbers(text.replace(/(?<=^|[。；，])[一二三四五六七八九]是/g, "")).map(({ value }) => value);

describe("1,000 hostile answers", () => {
  test("a planted figure never passes", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...good),
        planted,
        fc.constantFrom(...frames),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ wording, ...words }, figure, frame, share) => {
          const places = [...wording.matchAll(/[，。；]/g)].map(({ index }) => index);
          const at = places[Math.floor(share * (places.length - 1))] ?? wording.length;
          const answer = wording.slice(0, at) + frame(figure) + wording.slice(at);
          expect(refusalsOf(answer, groundFor(words)), answer).not.toEqual([]);
        },
      ),
      { numRuns: 700 },
    );
  });

  test("of random answers only those pass whose figures were all stated", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "本街道",
        "公开",
        "网站",
        "公众号",
        "信息",
        "，",
        "。",
        "；",
        "其中",
        "没有",
        "一是",
        "二是",
        "{f1}件",
        "120条",
        "85条",
        "2025年",
      ),
      planted,
      fc.string({ unit: "grapheme", maxLength: 4 }),
      fc.constantFrom("网站公开120条", "公众号发布85条", "主要是政策文件、办事指南"),
    );
    const allowed = new Set([120, 85, 2025, 2024]);
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 14 }), (pieces) => {
        const answer = `${pieces.join("")}。`;
        if (refusalsOf(answer, groundFor(said)).length > 0) return;
        for (const value of values(answer)) expect(allowed, answer).toContain(value);
      }),
      { numRuns: 300 },
    );
  });
});

describe("every good wording, spoiled", () => {
  const names = [
    "，经市财政局同意", "，报区委办公室备案", "，落实《政府信息公开工作规定》", "，由李晓明负责", "，陈刚主任签发", "，接受省政府检查",
    "，委托华信科技公司办理", "，在和平社区试行", "，居全市前列", "，群众满意度大幅上升", "，获评先进单位", "，同比增长", "，工作成效显著",
    "，通过抖音发布", "，由法制科承办", "，as planned", "，借鉴深圳经验",
  ]; // prettier-ignore

  test.each(names)("a name or praise put into it is refused: %s", (name) => {
    for (const { wording, ...words } of good) {
      const answer = wording.replace(/(?=[。；])/, name);
      expect(refusalsOf(answer, groundFor(words)), answer).not.toEqual([]);
    }
  });

  test("a stated number or a denial taken out of it is refused", () => {
    let spoiled = 0;
    for (const { wording, ...words } of good) {
      const ground = groundFor(words);
      const pieces = [
        ...statedIn(ground).map(({ quote }) => quote),
        ...ground.bound.map(({ token }) => `{${token}}件`),
        ...(words.slot === "problems" ? [] : ["未", "没有"]),
      ];
      for (const piece of pieces.filter((one) => wording.split(one).length === 2)) {
        spoiled++;
        const answer = wording.replace(piece, "");
        expect(refusalsOf(answer, ground), answer).not.toEqual([]);
      }
    }
    expect(spoiled).toBeGreaterThan(40);
  });
});
