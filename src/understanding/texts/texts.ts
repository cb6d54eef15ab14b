import { splitItems, splitSentences, trimMarks } from "../../language/sentences.ts";
import type { TextSlot } from "../../report/events.ts";
import { readFee } from "../../report/fee.ts";
import { aspects, type AspectId } from "../../report/form/overview.ts";
import type { Command, Doubt, Heard } from "../command.ts";
import type { Taken } from "./names.ts";
import { headedAspects, headedInFull, isFiveAspects, splitAspects } from "./overview.ts";

export interface Texts {
  commands: Command[];
  doubts: Doubt[];
  unread: string[];
}

const nothing =
  /^(?:没有?|无|没|暂无|没什么|没啥|没有什么|没有问题|没什么问题|没问题|无问题|不存在|0|零|没有了|都没有|暂时没有|不写|不填|不知道|不清楚|没啥(?:可|好)?(?:写|说)的|没什么(?:可|好)?(?:写|说)的|不知道写(?:什么|啥))(?:了|吧|啊|的)?[。.!！\s]*$/;
const adding = /^(?:还有|另外|再加|再加一条|补充|补充一条|补充一下|再补充|加一条|还要加)[,，:：是\s]*/;
const problemHead =
  /(?:^|(?<=[\n。；;！!]))\s*(?:[（(]?[一二1][）)、.．]?\s*)?(?:(?:存在|主要|目前|工作中|当前)*的?(?:主要)?(?:问题|不足)(?:和不足|与不足)?)(?:主要)?(?:有|是|为)?(?:以下)?(?:[两三二四]?[个条点方面])?\s*[:：,，\n]/;
const measureHead =
  /(?:^|[\n。；;！!，,]|(?<=[。；;\n]))\s*(?:[（(]?[二2][）)、.．]\s*)?(?:(?:下一步|下步|针对以上问题|针对这些问题|对此)[,，]?(?:的|将|我们将|打算|准备|计划)?(?:改进)?(?:措施|打算|工作)?|改进(?:措施|情况|办法|方向|打算)?|整改(?:措施|情况)?|(?:对应|解决)?(?:的)?(?:措施|办法|对策))(?:主要)?(?:有|是|为)?\s*(?:[:：,，\n]|(?=[一1]是))/;
const measureInside =
  /[,，。；;]?\s*(?:改进措施|改进办法|改进|措施|整改|解决办法|办法|打算|下一步)(?:是|为|[:：])\s*/;

const supplement =
  /^(?<before>[^:：，。；\n]{2,8}?)(?:的)?(?:再)?(?:补充|追加|增加)(?:一条|一句|一下|内容|说明)?(?=[:：])/;

/** 问题是更新慢 · 主要问题一是…二是…: the head without its colon. */
const spokenHead =
  /^(?:我们?|今年)?(?:存在的?|主要的?|目前的?)*(?:问题|不足)(?:主要)?(?:(?:就?是|有)(?:以下)?(?=[^\s，,])|(?=[一1]是))/;

const bothLabels = (text: string): boolean => problemHead.test(text);

/** A paragraph for section 一, 五 or 六, where the open question is one or the message opens with its label. */
export function readTexts(text: string, heard: Heard): Texts | null {
  const { asked } = heard;
  const words = text.trim();
  if (words === "") return null;
  const labelled = byLabel(words, heard);
  if (labelled !== null) return labelled;
  if (asked === "problems") return readProblems(words, "problems");
  if (asked === "improvements") return readProblems(words, "improvements");
  if (asked === "overview" || asked?.startsWith("overview.") === true) return readOverview(words, asked);
  return null;
}

/** 平台建设：… · 问题：… · 监督保障补充：…: the label decides, whatever was asked. */
function byLabel(given: string, { asked }: Heard): Texts | null {
  const bare = given.replace(adding, "").replace(supplement, "$<before>");
  const add = bare !== given && /^[^:：，。；\n]{2,14}[:：]/.test(bare);
  const words = add ? bare : given;
  const start = words.slice(0, 40);
  const others = asked !== "problems" && asked !== "improvements";
  const overview = asked === "overview" || asked?.startsWith("overview.") === true;
  const labels = headedAspects(words);
  if (
    labels.length > 0 &&
    (overview || !holdsFigures(words, labels, asked)) &&
    (others || headedInFull(start))
  )
    return readOverview(words, overview && !add ? asked : "overview", add);
  if (!overview && others && isFiveAspects(given)) return readOverview(given, "overview");
  if (problemHead.exec(start)?.index === 0 && (!overview || /^[^，。；\n]{2,14}[:：]/.test(start)))
    return readProblems(words, "problems", add);
  if (/^(?:改进措施|整改措施|改进情况|改进|措施)[:：]/.test(start))
    return readProblems(words, "improvements", add);
  if (/^(?:其他需要报告的?(?:事项|内容)?|其他事项)[:：]/.test(start))
    return only("more", splitItems(words.replace(/^[^:：]*[:：]/, "")), false);
  return null;
}

/** A heading over figures of a table: 主动公开：规范性文件3件 · 依申请公开：收到4件, as the answer to such a question. */
function holdsFigures(words: string, labels: readonly AspectId[], asked: string | null): boolean {
  if (labels.length > 1) return false;
  const figure = /[\d一二两三四五六七八九十]\s*[件条份宗起个万元项]|[:：]?\s*\d+(?:[，,。；;、\s]|$)/;
  if (labels[0] === "disclosure")
    return /规章|规范性文件|(?:许可|处罚|强制|收费)/.test(words) && figure.test(words);
  return (
    labels[0] === "requests" &&
    asked?.startsWith("requests") === true &&
    (figure.test(words) || /没有|未收到|没收到|无/.test(words))
  );
}

const only = (slot: TextSlot, items: string[], add: boolean): Texts | null =>
  items.length === 0 ? null : { commands: [{ do: "text", slot, items, add }], doubts: [], unread: [] };
const mustBeSaid = (slot: TextSlot): Texts => ({
  commands: [],
  doubts: [{ why: "must be said", slot }],
  unread: [],
});

function readOverview(words: string, asked: string, more = false): Texts {
  const own = aspects.find((aspect) => asked === `overview.${aspect.id}`);
  if (nothing.test(words))
    return mustBeSaid(own === undefined ? "overview.disclosure" : `overview.${own.id}`);
  const add = more || adding.test(words);
  const body = add ? words.replace(adding, "") : words;
  const told = own === undefined ? splitAspects(body) : ofOne(body, own.id);
  const bySlot = new Map<TextSlot, string[]>();
  for (const part of told.parts) {
    const slot: TextSlot = `overview.${part.slot}`;
    const items = splitSentences(part.text)
      .map(trimMarks)
      .filter((item) => item !== "");
    bySlot.set(slot, [...(bySlot.get(slot) ?? []), ...items]);
  }
  const commands: Command[] = [...bySlot]
    .filter(([, items]) => items.length > 0)
    .map(([slot, items]) => ({ do: "text", slot, items, add }));
  return { commands, doubts: [], unread: told.unread };
}

/** The answer to one aspect is all its own, unless it heads others with a colon. */
function ofOne(words: string, slot: (typeof aspects)[number]["id"]): ReturnType<typeof splitAspects> {
  const told = splitAspects(words);
  const headed = headedAspects(words).length > 0 && told.parts.length > 0;
  return headed ? told : { parts: [{ slot, text: words }], unread: [] };
}

function readProblems(words: string, asked: "problems" | "improvements", more = false): Texts {
  if (nothing.test(words)) return mustBeSaid(asked);
  const add = more || adding.test(words);
  let body = words.replace(adding, "").replace(spokenHead, "");
  const labelled = bothLabels(body);
  if (labelled) body = body.replace(problemHead, "\n");
  const text = (slot: TextSlot, items: string[]): Command[] =>
    items.length === 0 ? [] : [{ do: "text", slot, items, add }];
  const measures = measureHead.exec(body);
  const paired = splitItems(body).map((item) => item.split(measureInside));
  if (
    paired.length > 0 &&
    paired.every((pair) => pair.length === 2 && pair.every((half) => trimMarks(half) !== ""))
  ) {
    return {
      commands: [
        ...text(
          "problems",
          paired.map((pair) => trimMarks(pair[0] ?? "")),
        ),
        ...text(
          "improvements",
          paired.map((pair) => trimMarks(pair[1] ?? "")),
        ),
      ],
      doubts: [],
      unread: [],
    };
  }
  if (measures !== null && (measures.index > 0 || labelled || asked === "improvements")) {
    const before = splitItems(body.slice(0, measures.index));
    const after = splitItems(body.slice(measures.index + measures[0].length));
    if (before.length === 0) return { commands: text("improvements", after), doubts: [], unread: [] };
    if (asked === "problems" || labelled)
      return {
        commands: [...text("problems", before), ...text("improvements", after)],
        doubts: [],
        unread: [],
      };
    return { commands: text("improvements", [...before, ...after]), doubts: [], unread: [] };
  }
  if (measures !== null && measures.index === 0)
    return {
      commands: text("improvements", splitItems(body.slice(measures[0].length))),
      doubts: [],
      unread: [],
    };
  return { commands: text(labelled ? "problems" : asked, splitItems(body)), doubts: [], unread: [] };
}

const noFee =
  /^(?:没有?|无|没|莫得|木有|莫收过?|没收|没收过|没有收|没有收过|未收|未收取|没产生|未产生|0|零|0元|没有产生|都没有|没有的|没收费|没有收费|没有收取|没收取|未收费)(?:了|吧|啊|过|的|哈|噻)*[。.!！\s]*$/;

const otherTopic = /复议|诉讼|申请|许可|处罚|强制|规章|规范性|事业性/;

/** The clauses of a sentence that say no fee was charged, with those behind them that go on about it (收费为0). */
function noneAt(sentence: string, asked: boolean): { start: number; end: number } | null {
  let at = 0;
  let found: { start: number; end: number } | null = null;
  for (const clause of sentence.split(/(?<=[，,。；;])/)) {
    const end = at + clause.length;
    const other = /事业性|规费/.test(clause);
    if (found !== null) {
      if (other || !/^(?:也|都)?(?:没有?|未)?(?:收费|费用|收取|金额|收费通知)/.test(clause)) break;
      found = { start: found.start, end };
    } else if (readFee(clause)?.kind === "none" && (feeNamed.test(clause) || (asked && !other)))
      found = { start: at, end };
    at = end;
  }
  return found;
}
const feeNamed = /信息(?:公开)?处理费/;

/** The 信息处理费 of section 六: the answer to its question, or the clauses that name it. */
export function readFees(text: string, heard: Heard): Taken | null {
  const words = text.trim();
  const asked = heard.asked === "fee";
  if (asked && noFee.test(words))
    return { start: 0, end: text.length, commands: [{ do: "fee", fee: { kind: "none" } }] };
  if (asked && !/\d/.test(words) && readFee(words)?.kind === "none" && !otherTopic.test(words))
    return { start: 0, end: text.length, commands: [{ do: "fee", fee: { kind: "none" } }] };
  const first = /^\s*[^，,。；;]{1,8}(?=[，,。；;])/.exec(text)?.[0] ?? "";
  if (asked && noFee.test(first.trim()) && otherTopic.test(text))
    return { start: 0, end: first.length, commands: [{ do: "fee", fee: { kind: "none" } }] };
  if (!asked && !feeNamed.test(text)) return null;
  let start = 0;
  for (const sentence of text.split(/(?<=[。；;！!\n])/)) {
    const end = start + sentence.length;
    if (
      sentence.includes("处理费") ||
      (asked && /费|通知|[元块]|收/.test(sentence) && !/罚/.test(sentence))
    ) {
      const fee = readFee(sentence);
      if (fee?.kind === "charged") return { start, end, commands: [{ do: "fee", fee }] };
      const none = noneAt(sentence, asked);
      if (none !== null)
        return {
          start: start + none.start,
          end: start + none.end,
          commands: [{ do: "fee", fee: { kind: "none" } }],
        };
      if (fee !== null) return { start, end, commands: [{ do: "fee", fee }] };
    }
    start = end;
  }
  return null;
}
