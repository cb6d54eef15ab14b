import type { DisputeBlock, Outcome } from "../../src/report/form/disputes.ts";
import type { Applicant, RequestRow } from "../../src/report/form/requests.ts";
import type { CellId } from "../../src/report/form.ts";
import type { Asked } from "../../src/understanding/command.ts";

/** A way to say facts: random choices come from outside, so that a failing case can be shrunk and repeated. */
export type Pick = <T>(options: readonly T[]) => T;
export interface Message {
  asked: Asked | null;
  say: string;
}

const small = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
/** 0 to 999 in Chinese. */
export function han(value: number): string {
  if (value <= 10) return small[value] ?? "";
  if (value < 20) return `十${small[value - 10] ?? ""}`;
  if (value < 100)
    return `${small[Math.floor(value / 10)] ?? ""}十${value % 10 === 0 ? "" : (small[value % 10] ?? "")}`;
  const rest = value % 100;
  const tail =
    rest === 0 ? "" : rest < 10 ? `零${small[rest] ?? ""}` : `${rest < 20 ? "一" : ""}${han(rest)}`;
  return `${small[Math.floor(value / 100)] ?? ""}百${tail}`;
}
const wide = (value: number): string =>
  String(value).replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

/** How one person speaks through a whole talk. */
export interface Voice {
  unit: string;
  number(value: number): string;
  comma: string;
  stop: string;
}
export function voiceOf(pick: Pick): Voice {
  const numerals = pick(["arabic", "han", "wide", "arabic"] as const);
  const marks = pick(["written", "half", "blank", "voice"] as const);
  const unit = pick(["件", "件", "条", "份", "宗", "起", "个"]);
  return {
    // 一部分公开 and 一律所 cannot be told without a unit
    unit: marks === "blank" && numerals !== "han" ? pick([unit, ""]) : unit,
    number: (value) => {
      if (numerals === "wide") return wide(value);
      if (numerals === "arabic") return String(value);
      return value === 2 && unit !== "" ? pick(["两", "二"]) : han(value);
    },
    comma: { written: "，", half: ",", blank: " ", voice: "" }[marks],
    stop: { written: "。", half: ".", blank: "", voice: "" }[marks],
  };
}
const counted = (voice: Voice, value: number): string =>
  `${voice.number(value)}${voice.unit === "" ? "" : voice.unit}`;

export const columnNames: Record<Applicant, readonly string[]> = {
  person: ["自然人", "个人", "群众", "村民"],
  business: ["商业企业", "企业", "公司"],
  research: ["科研机构", "高校", "研究所"],
  charity: ["社会公益组织", "基金会", "协会"],
  legal: ["法律服务机构", "律所", "律师事务所"],
  other: ["其他单位", "村委会"],
};
export const resultNames: Partial<Record<RequestRow, readonly string[]>> = {
  granted: ["公开", "公开了", "予以公开", "给了"],
  partlyGranted: ["部分公开", "只公开了一部分", "区分处理"],
  "refused.stateSecret": ["属于国家秘密不予公开", "国家秘密"],
  "refused.thirdParty": ["涉及商业秘密没给", "因为个人隐私不公开", "保护第三方合法权益"],
  "refused.processInformation": ["属于过程性信息不予公开"],
  "refused.enforcementFile": ["属于执法案卷不公开"],
  "unavailable.notHeld": ["不掌握", "信息不存在", "不归我们管", "我们没有这个信息"],
  "unavailable.mustBeCreated": ["需要另行制作"],
  "unavailable.unclear": ["补正后仍不明确"],
  "notProcessed.petition": ["其实是信访", "属于投诉举报"],
  "notProcessed.repeated": ["重复申请"],
  "otherHandling.notCorrected": ["没补正", "逾期不补正"],
  "otherHandling.other": ["自己撤回了", "申请人撤回"],
  carriedOut: ["还在办", "没办完", "结转下年"],
};
export const resultIds = Object.keys(resultNames) as RequestRow[];

export type Columns = Partial<Record<Applicant, number>>;
export interface RequestFacts {
  received: Columns;
  /** What became of them, carriedOut included; per column they add up to received. Nothing was carried in. */
  results: Partial<Record<RequestRow, Columns>>;
}
const filled = (columns: Columns): [Applicant, number][] =>
  (Object.entries(columns) as [Applicant, number][]).filter(([, value]) => value > 0);
const sum = (columns: Columns): number => filled(columns).reduce((all, [, value]) => all + value, 0);

/** Table 三 in several messages, as asked: what came in, what was carried in, what became of it, and the zeros. */
export function sayRequests(facts: RequestFacts, pick: Pick): Message[] {
  const voice = voiceOf(pick);
  const received = sayReceived(facts.received, voice, pick);
  if (sum(facts.received) === 0)
    return [
      { asked: "requests.received", say: received },
      { asked: "requests.carriedIn", say: none(voice, pick, ["", "结转", "上年结转"]) },
    ];
  return [
    { asked: "requests.received", say: received },
    { asked: "requests.carriedIn", say: none(voice, pick, ["", "上年结转", "去年结转"]) },
    { asked: "requests.results", say: sayResults(facts, voice, pick) },
    { asked: "requests.results", say: pick(["其余都是0", "其他都没有", "剩下的都为0", "其余全是零"]) },
  ];
}
const none = (voice: Voice, pick: Pick, names: readonly string[]): string =>
  pick([`没有${pick(names)}`, `${pick(["", "今年"])}没有${pick(names)}${voice.stop}`, "0", "无"]);

function sayReceived(columns: Columns, voice: Voice, pick: Pick): string {
  const parts = filled(columns);
  const total = sum(columns);
  if (total === 0)
    return pick(["没有", "今年没有收到申请", "没收到过政府信息公开申请", "0", `今年没人申请${voice.stop}`]);
  const lead = pick(["", "收到", "今年收到", "今年一共收到", "新收", "我们共收到", "本年度新收"]);
  const noun = lead === "" ? "" : pick(["", "申请", "政府信息公开申请"]);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) {
    const name = pick(columnNames[only[0]]);
    return pick([
      `${lead}${counted(voice, total)}${noun}${voice.comma}都是${name}${pick(["", "申请的"])}${voice.stop}`,
      `${lead}${counted(voice, total)}${noun}${voice.comma === "" ? "全部是" : `${voice.comma}`}${name}的`,
      `${lead}${noun}${counted(voice, total)}${voice.comma}${name}${counted(voice, total)}`,
    ]);
  }
  const head = pick([`${lead}${counted(voice, total)}${noun}`, `${lead}${noun}${counted(voice, total)}`]);
  const list = pick([
    parts.map(([column, value]) => `${pick(columnNames[column])}${counted(voice, value)}`),
    parts.map(([column, value]) => `${counted(voice, value)}${pick(columnNames[column])}的`),
  ]);
  const comma = voice.comma === "，" ? pick(["，", "、"]) : voice.comma;
  return `${head}${voice.comma}${voice.comma === "" ? "" : pick(["", "其中"])}${list.join(comma)}${voice.stop}`;
}

function sayResults({ received, results }: RequestFacts, voice: Voice, pick: Pick): string {
  const told = resultIds.flatMap((row) =>
    filled(results[row] ?? {}).map(([column, value]) => ({ row, column, value })),
  );
  const rows = [...new Set(told.map(({ row }) => row))];
  const [row] = rows;
  const name = (id: RequestRow): string => pick(resultNames[id] ?? [""]);
  const single = filled(received).length === 1;
  if (rows.length === 1 && row !== undefined && pick([true, false]))
    return `${pick(["", "这些"])}${pick(["都", "全部", "全都"])}${name(row)}${voice.stop}`;
  const comma = voice.comma === "" ? "，" : voice.comma;
  // without punctuation one order is kept, as people do
  const orders = comma === " " ? [pick([0, 1])] : [0, 1];
  const pieces = told.map(({ row: of, column, value }, index) => {
    const last = index === told.length - 1 && told.length > 1 && pick([true, false, false]);
    if (last) return `${pick(["其余的", "剩下的"])}${name(of)}`;
    if (single)
      return pick([`${counted(voice, value)}${name(of)}`, `其中${counted(voice, value)}${name(of)}`]);
    return pick(orders) === 0
      ? `${pick(columnNames[column])}${counted(voice, value)}${name(of)}`
      : `${counted(voice, value)}${pick(columnNames[column])}的${name(of)}`;
  });
  return `${pieces.join(comma)}${voice.stop}`;
}

export type DisputeFacts = Partial<Record<DisputeBlock, Partial<Record<Outcome, number>>>>;
const blockNames: Record<DisputeBlock, readonly string[]> = {
  reconsideration: ["行政复议", "复议"],
  directSuit: ["未经复议直接起诉", "直接起诉的诉讼", "直接起诉的"],
  suitAfterReconsideration: ["复议后起诉", "先复议后起诉的"],
};
const outcomeNames: Record<Outcome, readonly string[]> = {
  upheld: ["维持", "结果维持"],
  corrected: ["纠正", "撤销", "结果纠正"],
  other: ["其他结果", "终止"],
  pending: ["尚未审结", "还没判", "还在审"],
};

/** Table 四 in one message and, where something is left, a second one. */
export function sayDisputes(facts: DisputeFacts, pick: Pick): Message[] {
  const voice = voiceOf(pick);
  const comma = voice.comma === "" ? "，" : voice.comma;
  const blocks = (Object.keys(blockNames) as DisputeBlock[]).map((block) => ({
    block,
    parts: (Object.entries(facts[block] ?? {}) as [Outcome, number][]).filter(([, value]) => value > 0),
  }));
  const told = blocks.filter(({ parts }) => parts.length > 0);
  if (told.length === 0)
    return [
      {
        asked: "disputes",
        say: pick([
          "没有",
          "没有复议没有诉讼",
          "复议诉讼都没有",
          "没有发生行政复议、行政诉讼",
          "今年没有复议，也没有诉讼",
          "0",
        ]),
      },
    ];
  const sentences = told.map(({ block, parts }) => {
    const total = parts.reduce((all, [, value]) => all + value, 0);
    const name = pick(blockNames[block]);
    const [only] = parts;
    if (parts.length === 1 && only !== undefined)
      return `${name}${counted(voice, total)}${comma}${pick(["", "都"])}${pick(outcomeNames[only[0]])}`;
    const style = pick(["after", "before"] as const);
    return `${name}${counted(voice, total)}${comma}${parts.map(([outcome, value]) => (style === "after" ? `${pick(outcomeNames[outcome])}${counted(voice, value)}` : `${counted(voice, value)}${pick(outcomeNames[outcome])}`)).join(comma)}`;
  });
  return [
    { asked: "disputes", say: sentences.join(pick(["；", "。", "\n"])) },
    { asked: "disputes", say: pick(["其余都是0", "其他都没有", "别的都没有"]) },
  ];
}

export type DisclosureFacts = Partial<Record<Extract<CellId, `disclosure.${string}`>, number>>;
const decisions = {
  licensing: ["行政许可", "许可"],
  penalties: ["行政处罚", "处罚"],
  coercion: ["行政强制", "强制"],
} as const;
const documents = { regulations: ["规章"], normative: ["行政规范性文件", "规范性文件"] } as const;
const documentColumns = {
  made: ["制发", "制定", "出台"],
  repealed: ["废止"],
  inForce: ["现行有效", "有效的"],
} as const;

/** Table 二 in one message and 其余都是0, or all of it as 没有. Fees are in yuan or 万元. */
export function sayDisclosure(facts: DisclosureFacts, pick: Pick): Message[] {
  const voice = voiceOf(pick);
  const comma = voice.comma === "" ? "，" : voice.comma;
  const pieces: string[] = [];
  for (const row of Object.keys(documents) as (keyof typeof documents)[]) {
    const parts = (Object.keys(documentColumns) as (keyof typeof documentColumns)[]).map(
      (column) => [column, facts[`disclosure.${row}.${column}`] ?? 0] as const,
    );
    if (parts.some(([, value]) => value > 0))
      pieces.push(
        `${pick(documents[row])}${parts.map(([column, value]) => `${pick(documentColumns[column])}${counted(voice, value)}`).join(pick([comma, "、"]))}`,
      );
  }
  for (const row of Object.keys(decisions) as (keyof typeof decisions)[]) {
    const value = facts[`disclosure.${row}`] ?? 0;
    const name = pick(decisions[row]);
    if (value > 0)
      pieces.push(pick([`${name}${counted(voice, value)}`, `${name}决定${counted(voice, value)}`]));
    else if (pick([true, false, false])) pieces.push(pick([`${name}没有`, `没有${name}`]));
  }
  const fee = facts["disclosure.fees"] ?? 0;
  if (fee > 0)
    pieces.push(
      pick([`收费${fee}万元`, `行政事业性收费${Math.round(fee * 10_000)}元`, `事业性收费${fee}万元`]),
    );
  if (pieces.length === 0)
    return [{ asked: "disclosure", say: pick(["没有", "都是0", "都没有", "全部为0"]) }];
  return [
    { asked: "disclosure", say: pieces.join(comma) },
    { asked: "disclosure", say: pick(["其余都是0", "其他都没有", "剩下的都为0"]) },
  ];
}
