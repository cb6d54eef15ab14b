import { plainNumber } from "../language/numerals.ts";
import { chinesePunctuation, splitSentences, trimMarks, writtenSentence } from "../language/sentences.ts";
import { aspects, type AspectId } from "../report/form/overview.ts";
import { applicants, resultGroups, resultRows } from "../report/form/requests.ts";
import { noFeeSentence } from "../report/form/closing.ts";
import type { CellId } from "../report/form.ts";
import { organKind, type Organ } from "../report/organ.ts";
import { valueOf, type Report } from "../report/report.ts";
import type { Paragraph } from "../report/written.ts";
import { inWriting } from "./register.ts";

/** Facts → paragraphs by plain rules: a person's own words in the written register, figures of the tables bound to their cells. */

export interface Writing {
  report: Report;
  organ: Organ;
  self: string;
}

export const writing = (report: Report, organ: Organ): Writing => ({
  report,
  organ,
  self: organKind(organ.kind).selfName,
});

const missing = "这里还没有内容，请补充。";
const total = (report: Report, row: string): number | undefined =>
  valueOf(report, `requests.${row}.total` as CellId);

/** The opening of 一: the only sentence that nobody said, and marked so. */
export function opening({ report, self }: Writing): Paragraph {
  return {
    text: `${report.year}年，${self}认真贯彻落实《条例》，坚持以公开为常态、不公开为例外，推进政府信息公开工作。`,
    remarks: ["这一句是通用表述，没有人逐字说过，请核对后保留或修改。"],
  };
}

/** （一） to （五） of section 一. */
export function aspectParagraph(id: AspectId, context: Writing): Paragraph {
  const aspect = aspects.find((candidate) => candidate.id === id);
  const said = context.report.texts.get(`overview.${id}`)?.items ?? [];
  const lead = `${aspect?.label}。`;
  const own = sentences(id === "requests" ? withoutRequestFigures(said) : said, context);
  const bound = id === "requests" ? requestSentence(context) : "";
  const text = bound + begin(own, id, context, bound !== "");
  const gap = said.length === 0 && !(id === "requests" && bound !== "");
  return { lead, text, remarks: [...(gap ? [missing] : []), ...cautions(text)] };
}

/** Items as sentences in the written register; 条/份 of requests become 件 (条例第二十七条 speaks of 申请, the form counts 件). */
function sentences(items: readonly string[], context: Writing): string {
  return items
    .flatMap(splitSentences)
    .map((sentence) =>
      writtenSentence(
        requestUnit(
          inWriting(chinesePunctuation(sentence), { self: context.self, year: context.report.year }),
        ),
      ),
    )
    .map((sentence) => sentence.replace(/[；，]。$/, "。"))
    .join("");
}

const requestUnit = (sentence: string): string =>
  sentence
    .replace(/((?:申请)[^。；，\d]{0,6}\d+)\s*[条份次个起宗]/g, "$1件")
    .replace(/(\d+)\s*[条份个起宗](?=(?:政府)?(?:信息公开)?申请)/g, "$1件");

const verbs = "发公推通利依在设有列纳开加落严把将对按用组建制做召培定先";

/** The first sentence of a paragraph names the year, once, and the organ where the sentence has no subject. */
function begin(text: string, id: AspectId, { report, self }: Writing, begun: boolean): string {
  if (text === "" || begun) return text;
  const year = `${report.year}年`;
  const named =
    new RegExp(`^(?:${self})?[，,]?${year}度?[，,]?(?:${self})?`).exec(text)?.[0] ??
    (text.startsWith(self) ? self : null);
  if (named !== null) return `${year}，${named.includes(self) ? self : ""}${text.slice(named.length)}`;
  if (verbs.includes(text.charAt(0))) return `${year}，${self}${text}`;
  const listed =
    id === "disclosure" &&
    /^[\u4e00-\u9fff]{2,8}\d/.test(text) &&
    !/^[\u4e00-\u9fff]*(?:公开|发布|推送|共)/.test(text.split(/\d/)[0] ?? "");
  return `${year}，${listed ? `${self}主动公开` : ""}${text}`;
}

/** Figures of the requests have one home, the table; a clause that only repeats them is left to the bound sentence. */
export function withoutRequestFigures(items: readonly string[]): string[] {
  const repeated = /(?:申请|收到|受理|自然人|个人|企业|公司|办结|答复|公开|结转|复议|诉讼)/;
  const figure = /\d|[零〇一二两三四五六七八九十百]+\s*[件条份宗起]|没有|未|都|全部|全都/;
  return items
    .map((item) =>
      splitSentences(item)
        .map((sentence) =>
          trimMarks(
            sentence
              .split(/(?<=[，,、；;。])/)
              .filter(
                (clause) =>
                  !(repeated.test(clause) && figure.test(clause) && clause.length <= 24) &&
                  !/^\s*[\d零一二两三四五六七八九十]+\s*[件条份][，,、；;。]?\s*$/.test(clause) &&
                  !/^\s*(?:全部)?(?:按时|按期)(?:都)?(?:办结|答复)/.test(clause),
              )
              .join(""),
          ),
        )
        .filter((sentence) => sentence !== "")
        .join("。"),
    )
    .filter((item) => item !== "");
}

/** 收到政府信息公开申请4件，其中自然人3件、商业企业1件…: only what is known. */
function requestSentence({ report, self }: Writing): string {
  const received = total(report, "received");
  const carriedIn = total(report, "carriedIn");
  if (received === undefined) return "";
  const who = applicants
    .map(({ id, label }) => ({ label, value: valueOf(report, `requests.received.${id}`) }))
    .filter((applicant) => applicant.value !== undefined && applicant.value > 0)
    .map(({ label, value }) => `${label === "其他" ? "其他单位" : label}${value}件`);
  const split =
    received > 0 && who.length > 0
      ? who.length === 1
        ? `，均为${who[0]?.replace(/\d+件$/, "")}申请`
        : `，其中${who.join("、")}`
      : "";
  const before = carriedIn === undefined ? "" : `；上年结转${carriedIn}件`;
  const handled = total(report, "handledTotal");
  const carriedOut = total(report, "carriedOut");
  const first = `${report.year}年，${self}收到政府信息公开申请${received}件${split}${before}。`;
  if (handled === undefined || carriedOut === undefined || received + (carriedIn ?? NaN) === 0) return first;
  const results = resultNames(report);
  return `${first}全年办结${handled}件${results === "" ? "" : `，其中${results}`}；结转下年度继续办理${carriedOut}件。`;
}

function resultNames(report: Report): string {
  const rows = resultRows.flatMap((row) => {
    const value = total(report, row.id);
    if (value === undefined || value === 0) return [];
    const group = resultGroups.find((candidate) => row.id.startsWith(`${candidate.id}.`));
    return [
      `${group === undefined ? row.name : `${group.name}（${row.name.replace(/^其他处理中的“其他”$/, "其他")}）`}${value}件`,
    ];
  });
  return rows.join("、");
}

/** Words that want a second look before the leader signs; shown as Word comments. */
export function cautions(text: string): string[] {
  const found: string[] = [];
  if (/(?:热线|信箱|来电|来信|工单|留言)[^。；]{0,20}\d+\s*(?:条|件|次|个)/.test(text))
    found.push("热线、信箱的办件数是群众来电来信，不是公开的信息条数，请确认写在这里是否合适。");
  if (/\d+\s*(?:余|多)|近[一二三四五六七八九十百千万\d]+|约\d/.test(text))
    found.push("这里用了约数，自己单位的数最好写准确。");
  return found;
}

/** 五: problems, then measures, each numbered 一是、二是. */
export function problemParagraphs(context: Writing): Paragraph[] {
  return [
    listParagraph("（一）存在的主要问题。", "problems", context),
    listParagraph("（二）改进情况。", "improvements", context),
  ];
}

function listParagraph(
  lead: string,
  slot: "problems" | "improvements",
  { report, self }: Writing,
): Paragraph {
  const items = (report.texts.get(slot)?.items ?? []).map((item) =>
    trimMarks(inWriting(chinesePunctuation(item), { self, year: report.year })).replace(
      /^第?[一二三四五六七八九十]是/,
      "",
    ),
  );
  if (items.length === 0) return { lead, text: "", remarks: [missing] };
  const numbered =
    items.length === 1
      ? `${items[0]}。`
      : `${items.map((item, index) => `${"一二三四五六七八九十"[index] ?? index + 1}是${item}`).join("；")}。`;
  return { lead, text: numbered, remarks: cautions(numbered) };
}

/** 六: the fee statement (F-02 where nothing was charged), then what else was said. */
export function otherParagraphs(context: Writing): Paragraph[] {
  const { report } = context;
  const fee = report.fee?.statement;
  const more = sentences(report.texts.get("more")?.items ?? [], context);
  const first: Paragraph =
    fee === undefined
      ? { text: "", remarks: ["还没有说信息处理费的收取情况，这一部分必须写明。"] }
      : {
          text: fee.kind === "none" ? noFeeSentence(report.year) : chargedSentence(fee, report.year),
          remarks: [],
        };
  return more === "" ? [first] : [first, { text: more, remarks: cautions(more) }];
}

function chargedSentence(
  fee: { notices?: number | undefined; notified?: number | undefined; received?: number | undefined },
  year: number,
): string {
  const parts = [
    fee.notices === undefined ? "" : `发出收费通知${fee.notices}件`,
    fee.notified === undefined ? "" : `通知收费总额${plainNumber(fee.notified)}元`,
    fee.received === undefined ? "" : `实际收取${plainNumber(fee.received)}元`,
  ].filter((part) => part !== "");
  return `按照《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）规定，${year}年本机关收取政府信息公开信息处理费情况如下：${parts.join("，")}。`;
}
