import { cellsUnder, type CellId } from "../report/form.ts";
import { practice, printedForm } from "../report/vocabulary.ts";
import { claimsIn } from "./claims.ts";
import type { Claim } from "./claims/claim.ts";
import { compare, contradicts, knownSum, otherScope, single, type Other } from "./compare.ts";
import type { Reading } from "./reading.ts";
import type { Outcome, Rule } from "./rule.ts";

/** Rules of the figures of the text against the tables: precise rather than complete, silent when in doubt. */

const request = (row: string, column = "total"): CellId => `requests.${row}.${column}` as CellId;
const kinds = ["business", "research", "charity", "legal", "other"];
const eachKind = (row: string): CellId[] => kinds.map((kind) => request(row, kind));

/** Kinds of applicants may have been counted over what was carried in, or over what was settled. */
const applicantReadings = (kind: string): readonly Other[] => [
  ...(kind === "business"
    ? [{ name: "法人或其他组织", cells: eachKind("received"), fair: true } as const]
    : []),
  {
    name: "本年新收加上年结转的这一类",
    cells: [request("received", kind), request("carriedIn", kind)],
  },
  { name: "办理结果总计的这一类", cells: [request("handledTotal", kind)] },
];

const suitReadings = (outcome: string): readonly Other[] => [
  {
    name: "未经复议直接起诉的件数",
    cells: [`disputes.directSuit.${outcome}` as CellId],
    asked: true,
  },
  {
    name: "复议后起诉的件数",
    cells: [`disputes.suitAfterReconsideration.${outcome}` as CellId],
    asked: true,
  },
];

/** Other true readings of a number, by what it counts. */
const others: Readonly<Record<string, readonly Other[]>> = {
  "requests.accepted": [
    { name: "办理结果总计", cells: [request("handledTotal")], fair: true },
    { name: "本年新收", cells: [request("received")] },
  ],
  "requests.handled": [
    { name: "本年新收加上年结转", cells: [request("received"), request("carriedIn")] },
    { name: "本年新收", cells: [request("received")] },
    {
      name: "办理结果总计减去上年结转",
      cells: [request("handledTotal")],
      minus: [request("carriedIn")],
    },
  ],
  "requests.granted": [{ name: "予以公开加部分公开", cells: [request("granted"), request("partlyGranted")] }],
  ...Object.fromEntries(
    ["person", ...kinds].map((kind) => [`requests.received.${kind}`, applicantReadings(kind)]),
  ),
  "requests.received.organisations": [
    { name: "本年新收加上年结转的这一类", cells: [...eachKind("received"), ...eachKind("carriedIn")] },
    { name: "商业企业", cells: [request("received", "business")], asked: true },
  ],
  ...Object.fromEntries(
    ["total", "upheld", "corrected", "other", "pending"].map((outcome) => [
      `disputes.suits.${outcome}`,
      suitReadings(outcome),
    ]),
  ),
};

/** The findings of the quantities a rule is for: one for each, where one number is said. */
function compared(reading: Reading, belongs: (claim: Claim) => boolean): Outcome[] {
  const groups = new Map<string, Claim[]>();
  for (const claim of claimsIn(reading)) {
    if (!belongs(claim)) continue;
    const { id } = claim.quantity;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [claim]);
    else group.push(claim);
  }
  return [...groups].flatMap(([id, claims]) => {
    const claim = single(claims);
    if (claim === undefined) return [];
    // The same number in yuan is A-07.
    if (claim.unit === "元" && Math.round(claim.value * 10_000) === reading.value("disclosure.fees"))
      return [];
    const outcome = compare(reading, claim, others[id]);
    return outcome === undefined ? [] : [outcome];
  });
}

const about =
  (pattern: RegExp, exact?: boolean) =>
  ({ quantity }: Claim): boolean =>
    pattern.test(quantity.id) && (exact === undefined || quantity.exact === exact);

/** 未发生行政复议、行政诉讼 against a table that has some. */
function nothingDisputed(reading: Reading): Outcome[] {
  const claims = claimsIn(reading).filter(({ quantity }) => quantity.id.startsWith("disputes."));
  if (claims.some(({ none, value }) => !none && value > 0)) return [];
  const denial = claims.find(({ none, quantity }) => none && contradicts(reading, 0, quantity.cells));
  if (denial === undefined) return [];
  const { quantity, quote, where } = denial;
  const { sum } = knownSum(reading, quantity.cells);
  const scope = otherScope(reading, denial.scope);
  const start = `正文写“${quote}”，${quantity.name}是${sum}件`;
  const said = { cells: [...quantity.cells], where, quote, expected: sum, actual: 0 };
  if (scope === undefined) return [{ ...said, message: `${start}，两处矛盾，请核对后改正。` }];
  const message = `${start}，正文说的是不是“${scope}”这一范围的情况？请核对。`;
  return [{ ...said, severity: "warning", message }];
}

const allUpheld = /(?:均|全部|都)(?:已)?(?:获得?|被|予以|得到)?(?:结果)?维持/;
const blocks: Readonly<Record<string, readonly string[]>> = {
  reconsideration: ["reconsideration"],
  suits: ["directSuit", "suitAfterReconsideration"],
  directSuit: ["directSuit"],
  suitAfterReconsideration: ["suitAfterReconsideration"],
  both: ["reconsideration", "directSuit", "suitAfterReconsideration"],
};

/** 行政复议7件，诉讼9件，均获维持: then there is no other outcome. */
function upheldThroughout(reading: Reading): Outcome[] {
  const told = claimsIn(reading).filter(
    ({ quantity, none, scope }) =>
      /^disputes\.\w+\.total$/.test(quantity.id) && !none && otherScope(reading, scope) === undefined,
  );
  return [...new Set(told.map(({ sentence }) => sentence))].flatMap((sentence) => {
    const all = allUpheld.exec(sentence);
    if (all === null || /除|其中|其余/.test(sentence)) return [];
    const subjects = told.filter((claim) => claim.sentence === sentence);
    const cells = subjects
      .flatMap(({ quantity }) => blocks[quantity.id.split(".")[1] ?? ""] ?? [])
      .flatMap((block) => cellsUnder(`disputes.${block}`))
      .filter((cell) => /(?:corrected|other|pending)$/.test(cell) && knownSum(reading, [cell]).sum > 0);
    const { sum } = knownSum(reading, cells);
    if (sum === 0) return [];
    const from = Math.min(...subjects.map(({ quote }) => sentence.indexOf(quote)));
    const quote = sentence.slice(Math.max(from, 0), all.index + all[0].length);
    return [
      {
        message: `正文写“${quote}”，表四里还有${sum}件是别的结果，两处矛盾，请核对后改正。`,
        cells,
        where: subjects[0]?.where ?? "overview",
        quote,
        expected: sum,
        actual: 0,
      },
    ];
  });
}

const requestsTable = (row: string) => printedForm(`第三部分表格：${row}`);
const disputesTable = printedForm("第四部分表格");
const results =
  /^requests\.(?:granted|partlyGranted|grantedAtAll|refused|unavailable|notProcessed|otherHandling)/;

export const figureRules: readonly Rule[] = [
  {
    id: "X-02",
    severity: "error",
    basis: requestsTable("本年新收、上年结转"),
    demand: "正文的上年结转、共办理件数与表三一致",
    check: (reading) => compared(reading, about(/^requests\.(?:accepted|carriedIn)$/)),
  },
  {
    id: "X-03",
    severity: "error",
    basis: requestsTable("（七）总计"),
    demand: "正文的办结件数与表三办理结果总计一致",
    check: (reading) => compared(reading, about(/^requests\.handled$/)),
  },
  {
    id: "X-04",
    severity: "error",
    basis: requestsTable("结转下年度继续办理"),
    demand: "正文的结转下年度件数与表三一致",
    check: (reading) => compared(reading, about(/^requests\.carriedOut$/)),
  },
  {
    id: "X-05",
    severity: "error",
    basis: requestsTable("本年度办理结果"),
    demand: "正文的各项办理结果与表三一致",
    check: (reading) => compared(reading, about(results)),
  },
  {
    id: "X-06",
    severity: "warning",
    basis: requestsTable("申请人情况"),
    demand: "正文的申请人类别件数与表三一致",
    check: (reading) => compared(reading, about(/^requests\.received\.\w+$/)),
  },
  {
    id: "X-07",
    severity: "error",
    basis: disputesTable,
    demand: "正文的行政复议件数和结果与表四一致",
    check: (reading) => compared(reading, about(/^disputes\.reconsideration\./)),
  },
  {
    id: "X-08",
    severity: "error",
    basis: disputesTable,
    demand: "正文的行政诉讼件数和结果与表四一致",
    check: (reading) => [
      ...compared(reading, about(/^disputes\.(?!reconsideration)/)),
      ...upheldThroughout(reading),
    ],
  },
  {
    id: "X-10",
    severity: "error",
    basis: disputesTable,
    demand: "正文说没有复议诉讼时表四都是0",
    check: nothingDisputed,
  },
  {
    id: "X-11",
    severity: "error",
    basis: printedForm("第二部分表格"),
    demand: "正文的规章、行政规范性文件、处理决定和收费与表二一致",
    forms: ["2021"],
    check: (reading) => compared(reading, about(/^disclosure\./, true)),
  },
  {
    id: "A-08",
    severity: "warning",
    basis: practice("正文与表格说同一件事时数字一致"),
    demand: "正文里与表二相近的数与表二一致",
    forms: ["2021"],
    check: (reading) => compared(reading, about(/^disclosure\./, false)),
  },
];
