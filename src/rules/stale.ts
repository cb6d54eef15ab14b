import type { Reading, Where } from "./reading.ts";
import type { Outcome } from "./rule.ts";

/** P-03: sentences of another year's report that were copied and not corrected. Silent wherever another year has a right to stand. */

/** The head of a statement: 2022年，… at the opening of a sentence, a titled part or a counted item. */
const opening =
  /(?:^|(?<=[。；\n])|(?<=[一二三四五六七八九十]是)|(?<=（[一二三四五六七]）[^。，；\n]{2,24}))(?:在)?(20\d\d)年(?:度|全年|期间|里)?(?![\d起底末初第春夏秋冬]|以来|上半年|下半年|[一二三四]季度)，?([^。；\n]{4,160})/g;
/** 我局2022年主动公开…: another year between the organ and what it did. */
const between =
  /(?:[我本](?:街道|街办|镇|乡|局|委|办|市|县|区|单位|机关|部门)|街道)(20\d\d)年(?:度|全年)?，?((?:共|累计|主动公开|收到|受理|新收|答复|办结|未收到|没有收到)[^。；\n]{0,120})/g;

/** 我局、全区、某某教育局… as the subject of a sentence. */
const subject =
  "(?:[\\u4e00-\\u9fff]{0,14}?(?:街道办事处|街道办|街办|街道|镇|乡|局|委员会|管委会|政府|单位|机关|部门)|[我本全][省市州县区旗镇乡街局委办处厅])";
/** What only the organ itself says of its own work. */
const itself = new RegExp(
  `^${subject}(?:认真|坚持|严格|高度|始终|全面|紧紧|围绕|深入|积极|切实|扎实|按照|共|主动|累计|收到|受理|未|没有)`,
);
const itsFigures =
  /^[^。；]{0,24}(?:主动公开|公开(?:各类)?(?:政府|政务)?信息|发布(?:各类)?(?:政府|政务)?信息|收到|受理|新收|未收到|没有收到|答复|办结)/;
/** Words that make another year right: comparison and history; for figures also plans, papers and checks of that year. */
const history = /同比|环比|相比|较|比上|上年|去年|上一年|增长|下降|以来|将|荣|获|评为|结转/;
const papers =
  /拟|计划|打算|规划|要点|任务|预算|决算|评估|测评|考核结果|通报|反馈|指出|整改|报告|年报|办法|方案|通知|〔/;

/** What last year's problems and next year's plans are told with has its own section; there only 2021年将… of a wrong year counts. */
const plan =
  /(?:^|(?<=[。；，：\n]))(20\d\d)年(?:度)?，?(?:(?!20\d\d年)[^。；，\n]){0,14}?(?:，[^。；，\n]{0,12})?(?:将(?!近)|要从以下|拟从)/g;

interface Stale {
  where: Where;
  quote: string;
  said: number;
  right: number;
  severity?: "warning";
}

/** Sentences that tell of the year before or after as of the report's own. */
export function staleYears(reading: Reading): Outcome[] {
  const { year } = reading.report;
  if (year === null) return [];
  const found: Stale[] = [];
  const text = reading.text("overview");
  for (const pattern of [opening, between])
    for (const match of text.matchAll(pattern)) {
      const said = Number(match[1]);
      const rest = match[2] ?? "";
      if (Math.abs(said - year) !== 1 || history.test(rest)) continue;
      const stated = pattern === between || itsFigures.test(rest);
      if (!itself.test(rest) && !(stated && !papers.test(rest))) continue;
      if (found.some(({ quote }) => quote.includes(match[0]) || match[0].includes(quote))) continue;
      found.push({ where: "overview", quote: match[0], said, right: year });
    }
  for (const match of reading.text("problems").matchAll(plan)) {
    const said = Number(match[1]);
    if (said === year + 1 || Math.abs(said - year) > 2) continue;
    found.push({ where: "problems", quote: match[0], said, right: year + 1, severity: "warning" });
  }
  return found.slice(0, 3).map(({ where, quote, said, right, severity }) => ({
    ...(severity === undefined ? {} : { severity }),
    message:
      where === "problems"
        ? `第五部分写“${short(quote)}”，${year}年的报告打算的是${right}年的事，请核对年份。`
        : `总体情况写“${short(quote)}”，报告写的是${year}年的情况，像是往年的句子没有改，请核对年份。`,
    cells: [],
    where,
    quote: quote.slice(0, 40),
    expected: right,
    actual: said,
  }));
}

const short = (quote: string): string =>
  (quote.length > 24 ? `${quote.slice(0, 24)}…` : quote).replace(/[“”]/g, "");
