import { findNumbers } from "../language/numerals.ts";
import { organKind } from "../report/organ.ts";
import { practice, printedForm } from "../report/vocabulary.ts";
import { emptyParts, titled } from "./aspects.ts";
import { receivedTotal, type Reading } from "./reading.ts";
import { breaks, type Outcome, type Rule } from "./rule.ts";

/** Rules of what section 一 says of the number of requests: precise rather than complete, silent when in doubt. */

/** What section 一 says of requests: the part of that title, or all of it when it has no titles. */
function requestsText(reading: Reading): string | undefined {
  const parts = reading.aspects.filter((part) => part.aspect === "requests");
  const overview = reading.text("overview");
  if (parts.length === 0 && (titled(reading.aspects) || overview === "")) return undefined;
  const text = parts.length > 0 ? parts.map((part) => `${part.title}。${part.text}`).join("\n") : overview;
  // A line that does not end a sentence is broken by the page.
  return text.replace(/(?<![。；：！？])\n/g, "");
}

const unit = "[件条份宗起例次项封]";
const counted = /\d[件条份宗起例次项封]|[零〇一二两三四五六七八九十百千万][件条份宗起]/;
const nothing = /(?:未|没有|没|无|尚无|暂无|零)[^。；]{0,30}(?:申请|来信|来函|要求|请求|事项)/;

function numberNamed(reading: Reading): Outcome[] {
  const text = requestsText(reading);
  const empty = emptyParts(reading.aspects).some((part) => part.aspect === "requests");
  if (text === undefined || empty || !/申请/.test(text)) return [];
  const numbered = counted.test(text);
  if (numbered || nothing.test(text)) return [];
  const received = receivedTotal(reading);
  const sentence =
    received === 0 ? "本年未收到政府信息公开申请" : `收到政府信息公开申请${received ?? "几"}件`;
  return [
    {
      message: `依申请公开这一段没有写收到几件申请${received === undefined ? "" : `，表三本年新收是${received}件`}，请写明“${sentence}”。`,
      cells: received === undefined ? [] : ["requests.received.total"],
      where: "overview",
      ...(received === undefined ? {} : { expected: received }),
    },
  ];
}

interface Statement {
  sentence: string;
  quote: string;
  value: number;
  unit: string;
  approximate: boolean;
}

const verb = /(?:收到|新收|接收|受理|接到)/;
/** Words that make a number a part, another year's, another body's or another thing. */
const partial =
  /其中|网络|网上|信函|邮寄|邮件|信箱|当面|现场|窗口|平台|渠道|传真|季度|上半年|下半年|\d月|同比|上年|去年|历年|累计|截至|以来|自然人|法人|企业|公民|复议|诉讼|许可|登记|政务服务|咨询|投诉|每/;
const otherScope =
  /政府办|办公室|机关本级|本级|各部门|各单位|全系统|代表|代为|全[省市州县区旗镇乡]|下属|辖区/;

/** A longer one is no sentence: what belongs to what in it cannot be told. */
const longestSentence = 400;

/** 收到…申请N件 and 收到N件…申请, one clause each, of this organ and the whole year. */
function statements(text: string): Statement[] {
  return text.split(/[。；\n]/).flatMap((sentence) => {
    if (sentence.length > longestSentence || !verb.test(sentence) || !/申请/.test(sentence)) return [];
    return findNumbers(sentence).flatMap((found): Statement[] => {
      const before =
        sentence
          .slice(0, found.start)
          .split(/[，：、（]/)
          .at(-1) ?? "";
      const after = sentence.slice(found.end);
      const unitSaid = new RegExp(`^(${unit})`).exec(after)?.[1];
      const said = verb.exec(before);
      if (unitSaid === undefined || said === null) return [];
      const between = before.slice(said.index);
      const object =
        /申请(?:公开)?(?:政府信息|信息)?(?:的要求|要求|事项|案件|数量|数|信息)?(?:总数)?(?:共计|合计|总计|共|计|为|是){0,3}$/;
      const named = object.test(between);
      const follows = /^[件条份宗起例次项封](?:的)?(?:政府|政务|信息|依|公开|的){0,6}申请(?!人)/.test(after);
      if (!named && !(follows && /^..(?:了|到|过|共|的)*$/.test(between))) return [];
      const clause = named ? before : before + after;
      if (partial.test(clause) || between.length > 40) return [];
      const quote = `${between}${sentence.slice(found.start, found.end)}${unitSaid}`;
      return [{ sentence, quote, value: found.value, unit: unitSaid, approximate: found.approximate }];
    });
  });
}

/** 全县 is the scope of a county's report, not of its departments'. */
const governs = (reading: Reading): boolean => {
  const kind = reading.report.organ?.kind;
  return kind !== undefined && organKind(kind).government;
};

function receivedAgrees(reading: Reading): Outcome[] {
  const text = requestsText(reading);
  const received = receivedTotal(reading);
  if (text === undefined || received === undefined) return [];
  const said = statements(text);
  const only = said[0];
  // Two different numbers are parts of something: which one is the whole cannot be told.
  if (only === undefined || only.approximate || new Set(said.map(({ value }) => value)).size > 1) return [];
  if (only.value === received) return [];
  const carriedIn = reading.value("requests.carriedIn.total");
  const handled = reading.value("requests.handledTotal.total");
  const organ = reading.report.organ?.name ?? "";
  const scope = otherScope.exec(only.sentence.slice(0, only.sentence.indexOf(only.quote)))?.[0];
  const common = {
    cells: ["requests.received.total" as const],
    where: "overview" as const,
    quote: only.quote,
    expected: received,
    actual: only.value,
  };
  const start = `正文写“${only.quote}”，表三本年新收是${received}件`;
  if (carriedIn !== undefined && carriedIn > 0 && only.value === received + carriedIn)
    return [
      {
        ...common,
        severity: "notice",
        message: `${start}，正文的数像是把上年结转${carriedIn}件也算进去了，建议分开写：新收${received}件，上年结转${carriedIn}件。`,
      },
    ];
  if (handled !== undefined && only.value === handled)
    return [
      {
        ...common,
        severity: "notice",
        message: `${start}，正文的数与办理结果总计${handled}件相同，请确认写的是新收还是办结。`,
      },
    ];
  const own = organ.includes(scope ?? "") || (/^全/.test(scope ?? "") && governs(reading));
  if (scope !== undefined && !own)
    return [
      {
        ...common,
        severity: "warning",
        message: `${start}，正文说的是不是“${scope}”这一范围的数？请核对，并写明本机关收到的件数。`,
      },
    ];
  return [{ ...common, message: `${start}，两处不一致，请核对后改成一样的数。` }];
}

const word =
  "(?:任何|公民|、|法人|和|或者?|及|其他组织|其它组织|组织|个人|社会|公众|群众|关于|对|有关|的|要求|提出|政府|政务|信息|依|公开|书面|形式|向本机关|本机关|过)";
const denied = new RegExp(
  `(?:未|没有|尚未|没)(?:收到|接到|接收到?|受理)(${word}{0,24})申请(?:公开)?(?:政府信息|信息|事项|情况|案件|件)*(?=$|[，。；\\n])`,
);

function nothingReceived(reading: Reading): Outcome[] {
  const text = requestsText(reading);
  const received = receivedTotal(reading);
  if (text === undefined || received === undefined || received === 0) return [];
  if (statements(text).some(({ value }) => value > 0)) return [];
  const told = text.split(/[。；\n]/).flatMap((sentence) => {
    const found = denied.exec(sentence);
    if (found === null || /公开/.test(found[0]) === false) return [];
    const clause = sentence.slice(0, found.index + found[0].length);
    const lone = /法人|企业/.test(found[1] ?? "") && !/公民|个人|自然人/.test(found[1] ?? "");
    const narrowed =
      /通过|渠道|平台|网络|信函|邮|现场|窗口|季度|半年|\d月|除|外|其他(?!组织)|再|因|上年|去年/.test(clause);
    return lone || narrowed || otherScope.test(clause) ? [] : [found[0]];
  });
  return breaks(told.length > 0, () => ({
    message: `正文写“${told[0]}”，表三本年新收是${received}件，两处矛盾，请核对后改正。`,
    cells: ["requests.received.total"],
    where: "overview",
    quote: told[0] ?? "",
    expected: received,
    actual: 0,
  }));
}

function pieces(reading: Reading): Outcome[] {
  const text = requestsText(reading);
  const wrong = text === undefined ? undefined : statements(text).find((said) => said.unit !== "件");
  return wrong === undefined
    ? []
    : [
        {
          message: `申请按“件”计，正文写的是“${wrong.quote}”，请把“${wrong.unit}”改成“件”。`,
          cells: [],
          where: "overview",
          quote: wrong.quote,
          expected: "件",
          actual: wrong.unit,
        },
      ];
}

export const receivedRules: readonly Rule[] = [
  {
    id: "X-01",
    severity: "error",
    basis: printedForm("第三部分表格：本年新收政府信息公开申请数量"),
    demand: "正文的收到件数与表三本年新收一致",
    check: receivedAgrees,
  },
  {
    id: "X-09",
    severity: "error",
    basis: printedForm("第三部分表格：本年新收政府信息公开申请数量"),
    demand: "正文说未收到申请时表三本年新收是0",
    check: nothingReceived,
  },
  {
    id: "X-13",
    severity: "warning",
    basis: practice("各地年报的通行写法：依申请公开写明收到件数"),
    demand: "依申请公开写明收到几件申请",
    check: numberNamed,
  },
  {
    id: "L-02",
    severity: "warning",
    basis: practice("填报惯例：申请按件统计"),
    demand: "申请按件计",
    check: pieces,
  },
];
