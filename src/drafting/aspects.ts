import { splitSentences, trimMarks } from "../language/sentences.ts";
import { aspects, type AspectId } from "../report/form/overview.ts";
import type { Paragraph } from "../report/written.ts";
import { runningText } from "./register.ts";
import { disputeSentence, requestSentences } from "./requests.ts";
import { byModel, wordedText } from "./worded.ts";
import { cautions, nothingSaid, type Writing } from "./writing.ts";

/** Section 一: a person's own words in the written register, the figures of the requests bound to their cells. */

/** The opening of 一: the only sentence that nobody said, and marked so. */
export function opening({ report, year, self }: Writing): Paragraph[] {
  if (report.opening !== null) return report.opening.map((line) => ({ text: line, remarks: cautions(line) }));
  const own = {
    text: `${year}年，${self}认真贯彻落实《条例》，坚持以公开为常态、不公开为例外，推进政府信息公开工作。`,
    remarks: ["这一句是通用表述，没有人逐字说过，请核对后保留或修改。"],
  };
  return [own];
}

/** （一） to （五）. */
export function aspectParagraphs(id: AspectId, context: Writing): Paragraph[] {
  const lead = `${aspects.find((aspect) => aspect.id === id)?.label}。`;
  const given = context.report.texts.get(`overview.${id}`);
  const said = given?.items ?? [];
  const bound = id === "requests" ? requestSentences(context) : "";
  const worded = wordedText(`overview.${id}`, context.report);
  if (worded !== null) {
    const text = bound === "" ? worded : `${bound}${worded}${disputeSentence(context)}`;
    return [{ lead, text, remarks: [byModel, ...cautions(text)] }];
  }
  if (given?.printed === true) return asPrinted(lead, said);
  const own = runningText(id === "requests" ? withoutRequestFigures(said) : said, context);
  const text = bound === "" ? begun(id, own, context) : `${bound}${own}${disputeSentence(context)}`;
  const remarks = text === "" ? [nothingSaid] : cautions(text);
  return [{ lead, text, remarks }];
}

/** Words that are printed as they stand, a line a paragraph. */
export const asPrinted = (lead: string, lines: readonly string[]): Paragraph[] =>
  lines.map((text, index) => ({ ...(index === 0 ? { lead } : {}), text, remarks: cautions(text) }));

/** Verbs that a sentence without a subject begins with: the organ is put before them. */
const active =
  /^(?:发布|发了?(?=\d)|公开|公布|公示|主动|推[送出]|通过|利用|依托|在|设有|设立|设置|有(?!的)|列入|将|把|纳入|开[展通设]|加[强快大]|落实|严格|对|按|组织|建[立有成]|制[定作]|做好|办理|召开|培训|定期|坚持|明确|指定|安排|完善|健全|更新)/;

/** The opening words that make a spoken fragment a sentence: the year, the organ, or what the aspect is about. */
function begun(id: AspectId, text: string, { year, self }: Writing): string {
  if (text === "") return "";
  const dated = new RegExp(`^(?:${self})?[，,]?${year}年度?[，,]?(?:${self})?`).exec(text)?.[0];
  if (dated !== undefined) return `${year}年，${dated.includes(self) ? self : ""}${text.slice(dated.length)}`;
  if (text.startsWith(self)) return `${year}年，${text}`;
  const acts = active.test(text);
  switch (id) {
    case "disclosure": {
      const list =
        /^[\u4e00-\u9fff]{2,8}\d/.test(text) && !/公开|发布|推送|共/.test(text.split(/\d/)[0] ?? "");
      return `${year}年，${acts ? self : list ? `${self}主动公开` : ""}${text}`;
    }
    case "management":
      return `在政府信息管理方面，${text}`;
    case "platform":
      return acts
        ? `${self}${text}`
        : /^[^，。；]*(?:[有是为设]|专人|负责)/.test(text)
          ? text
          : `主要公开平台有${text}`;
    case "supervision":
      return acts ? `${self}${text}` : text;
    case "requests":
      return `${year}年，${acts ? self : ""}${text}`;
  }
}

/** Figures of the requests have one home, the table; a clause that only repeats them is left to the bound sentence. */
export function withoutRequestFigures(items: readonly string[]): string[] {
  const about = /申请|收到|受理|自然人|个人|企业|公司|办结|答复|公开|结转|复议|诉讼/;
  const figure = /\d|[零〇一二两三四五六七八九十百]+\s*[件条份宗起]|没有|未|都|全部|全都/;
  const bare =
    /^\s*[\d零〇一二两三四五六七八九十]+\s*[件条份]\s*$|^(?:全部)?(?:按时|按期)(?:都)?(?:办结|答复)(?:了)?$/;
  const repeats = (part: string): boolean =>
    bare.test(part) || (about.test(part) && figure.test(part) && part.length <= 24);
  return items
    .map((item) =>
      splitSentences(item)
        .map((sentence) =>
          trimMarks(
            sentence
              .split(/(?<=[，,、；;。])/)
              .filter((part) => !repeats(trimMarks(part)))
              .join(""),
          ),
        )
        .filter((sentence) => sentence !== "")
        .join("。"),
    )
    .filter((item) => item !== "");
}
