import { practice, printedForm } from "../report/vocabulary.ts";
import { emptyParts, titled } from "./aspects.ts";
import { claimsIn } from "./claims.ts";
import type { Claim } from "./claims/claim.ts";
import { otherScope, single } from "./compare.ts";
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

/** What section 一 says of how many requests came in. */
const statements = (reading: Reading): readonly Claim[] =>
  claimsIn(reading).filter(
    ({ quantity, where }) => quantity.id === "requests.received" && where === "overview",
  );

function receivedAgrees(reading: Reading): Outcome[] {
  const received = receivedTotal(reading);
  const only = single(statements(reading));
  if (received === undefined || only === undefined || only.value === received) return [];
  const carriedIn = reading.value("requests.carriedIn.total");
  const handled = reading.value("requests.handledTotal.total");
  const scope = otherScope(reading, only.scope);
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
  if (scope !== undefined)
    return [
      {
        ...common,
        severity: "warning",
        message: `${start}，正文说的是不是“${scope}”这一范围的数？请核对，并写明本机关收到的件数。`,
      },
    ];
  return [{ ...common, message: `${start}，两处不一致，请核对后改成一样的数。` }];
}

function nothingReceived(reading: Reading): Outcome[] {
  const received = receivedTotal(reading);
  if (received === undefined || received === 0) return [];
  const told = statements(reading);
  if (told.some(({ none, value }) => !none && value > 0)) return [];
  const denial = told.find(({ none, scope }) => none && otherScope(reading, scope) === undefined);
  return breaks(denial !== undefined, () => ({
    message: `正文写“${denial?.quote}”，表三本年新收是${received}件，两处矛盾，请核对后改正。`,
    cells: ["requests.received.total"],
    where: "overview",
    quote: denial?.quote ?? "",
    expected: received,
    actual: 0,
  }));
}

function pieces(reading: Reading): Outcome[] {
  const wrong = statements(reading).find(({ none, unit }) => !none && unit !== "件");
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
