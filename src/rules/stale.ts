import type { Reading, Where } from "./reading.ts";
import type { Outcome } from "./rule.ts";

/** P-03: sentences of another year's report that were copied and not corrected. Silent wherever another year has a right to stand. */

const year = String.raw`(20\d\d)年(?:度|全年|期间|里)?(?![\d起底末初第春夏秋冬]|以来|上半年|下半年|[一二三四]季度)，?`;
/** A statement with its year in front: after a sentence, a titled part or a counted item. */
const opening = new RegExp(
  String.raw`(?:^|(?<=[。；\n])|(?<=[一二三四五六七八九十]是)|(?<=（[一二三四五六七]）[^。，；\n]{2,24}))(?:在)?${year}([^。；\n]{4,160})`,
  "g",
);
const did = "(?:共|累计|全年|主动公开|收到|受理|新收|答复|办结|未收到|没有收到)";
/** 2022年全区共主动公开…, 我局2022年收到…: the year beside what the organ did, wherever in the sentence. */
const beside = new RegExp(
  String.raw`(?<![较比与同自从至到])${year}((?:[我本全](?:市|县|区|镇|乡|街道|局|委|办|单位|机关))?${did}[^。；\n]{0,120})`,
  "g",
);

/** 我局、全区、某某教育局… as the subject of a sentence. */
const subject =
  "(?:[\\u4e00-\\u9fff]{0,14}?(?:街道办事处|街道办|街办|街道|镇|乡|局|委员会|管委会|政府|单位|机关|部门)|[我本全][省市州县区旗镇乡街局委办处厅])";
/** What only the organ itself says of its own work. */
const itself = new RegExp(
  `^${subject}(?:政府信息公开工作|认真|坚持|严格|高度|始终|全面|紧紧|围绕|深入|积极|切实|扎实|按照|共|主动|累计|收到|受理|未|没有|无)`,
);
const itsFigures =
  /^(?:(?:通过|依托|利用)[^。；，]{0,60}|[^。；]{0,24})(?:主动公开|公开(?:各类)?(?:政府|政务)?信息|发布(?:各类)?(?:政府|政务)?信息)|^[^。；]{0,24}(?:收到|受理|新收|未收到|没有收到|答复|办结)/;
/** Words that make another year right: comparison and history; for figures also plans, papers and checks of that year. */
const history =
  /同比|环比|相比|较(?![好多大高强快])|比上|上年|去年|上一年|增长|下降|以来|将|荣|获(?!得感)|评为|结转/;
const papers =
  /拟|计划|打算|规划|要点|任务|预算|决算|评估|测评|考核结果|通报|反馈|指出|整改|报告|年报|办法|方案|通知|〔/;

interface Stale {
  where: Where;
  quote: string;
  said: number;
}

function inOverview(text: string, isOther: (said: number) => boolean): Stale[] {
  const found: Stale[] = [];
  for (const pattern of [opening, beside])
    for (const match of text.matchAll(pattern)) {
      const said = Number(match[1]);
      const rest = match[2] ?? "";
      if (!isOther(said) || history.test(rest)) continue;
      const first = match.index === 0;
      const stated = pattern === beside || itsFigures.test(rest);
      if (!first && !itself.test(rest) && !(stated && !papers.test(rest))) continue;
      if (found.some(({ quote }) => quote.includes(match[0]) || match[0].includes(quote))) continue;
      found.push({ where: "overview", quote: match[0], said });
    }
  return found;
}

/** 现将2022年政府信息公开工作情况…, in the words that open the report. */
const announced =
  /(?:形成|编制|制作|现将|总结|公布|发布)(?:了)?[^。；，《》\d]{0,30}(20\d\d)年度?(?:政府)?信息公开(?:工作)?(?:年度报告|年报|情况|报告)/g;
/** 2022年，…虽取得成绩，但还存在问题. */
const looksBack =
  /(?:^|(?<=[。；\n]))(20\d\d)年度?，?(?:尽管|虽)?[^。；\n]{0,60}(?:取得|存在|进展|推进)[^。；\n]{0,40}(?:问题|不足|短板|差距)/g;
const ofFee = /(20\d\d)年(?:度|全年)?，?[^。；\n〔]{0,24}(?:收取|产生|发出|收费)/g;

/** The next year's plan, told of another year. */
const plan =
  /(?:^|(?<=[。；，：\n]))(20\d\d)年(?:度)?，?(?:(?!20\d\d年)[^。；，\n]){0,14}?(?:，[^。；，\n]{0,12})?(?:将(?!近)|要从以下|拟从)/g;

const all = (text: string, pattern: RegExp, where: Where): Stale[] =>
  [...text.matchAll(pattern)].map((match) => ({ where, quote: match[0], said: Number(match[1]) }));

/** Sentences that tell of the year before or after as of the report's own. */
export function staleYears(reading: Reading): Outcome[] {
  const own = reading.report.year;
  if (own === null) return [];
  const isOther = (said: number): boolean => Math.abs(said - own) === 1;
  const past = [
    ...all(reading.text("preamble"), announced, "preamble"),
    ...all(reading.text("overview").slice(0, 160), announced, "overview"),
    ...inOverview(reading.text("overview"), isOther),
    ...all(reading.text("problems"), looksBack, "problems").filter(({ quote }) => !/针对|将/.test(quote)),
    ...all(reading.text("other"), ofFee, "other"),
  ].filter(({ quote, said }) => isOther(said) && !/较|比|上年|去年|同期/.test(quote.slice(0, 30)));
  const ahead = all(reading.text("problems"), plan, "problems").filter(
    ({ said }) => said !== own + 1 && Math.abs(said - own) <= 2,
  );
  const told = ({ where, quote, said }: Stale, right: number, message: string): Outcome => ({
    message,
    cells: [],
    where,
    quote: quote.slice(0, 40),
    expected: right,
    actual: said,
  });
  return [
    ...past
      .slice(0, 3)
      .map((stale) =>
        told(
          stale,
          own,
          `正文写“${short(stale.quote)}”，报告写的是${own}年的情况，像是别的年份的句子没有改，请核对年份。`,
        ),
      ),
    ...ahead.slice(0, 1).map((stale): Outcome => ({
      severity: "warning",
      ...told(
        stale,
        own + 1,
        `第五部分写“${short(stale.quote)}”，${own}年的报告打算的是${own + 1}年的事，请核对年份。`,
      ),
    })),
  ];
}

const short = (quote: string): string =>
  (quote.length > 24 ? `${quote.slice(0, 24)}…` : quote).replace(/[“”]/g, "");
