import { narrow } from "../language/width.ts";
import type { TextSlot } from "../report/events.ts";
import type { Command, Heard } from "./command.ts";

/** What is said of the model and of its wording: 这轮用了模型吗 · 改得具体一点 · 主动公开写短一点 · 按去年的口气 · 润色第五部分. */

type How = Extract<Command, { do: "rework" }>["how"];

const slots: readonly [TextSlot, string][] = [
  ["overview.requests", "依申请公开|依申请"],
  ["overview.management", "(?:政府)?信息管理"],
  ["overview.platform", "(?:政府信息公开)?平台(?:建设)?"],
  ["overview.supervision", "监督(?:和|与)?(?:保障)?"],
  ["overview.disclosure", "主动公开"],
  ["improvements", "改进(?:措施|情况)?|整改(?:措施|情况)?|措施"],
  ["problems", "(?:存在的?)?(?:主要)?问题|第?[五5]部分"],
  ["more", "其他事项|第?[六6]部分"],
];
const slotOf = new Map(slots.map(([slot, words]) => [slot, new RegExp(`^(?:${words})$`, "u")]));
const named = slots.map(([, words]) => words).join("|");
const part = "(?:部分|方面|情况|那段|这段|那块|这块|那部分|这部分|一段|段)";
const pointed =
  "(?:刚才|上面|前面)?的?[这那整]一?(?:段|部分|块|篇)(?:话|文字|内容)?|全文|全部|整篇|整个?报告";
/** 充实内容 is a measure where one is asked for, not an order. */
const loose = "文字|正文|内容|第?[一1]部分|总体情况";
const polite = "(?:(?:请问|请|麻烦你?|帮我|帮忙|给我|能不能|可不可以|可以|再|把|将|你)[，,\\s]*)*";
const bit = "(?:一点点?|一些|点儿?|些|一下)";
const end = "(?:吧|呗|啊|呢|哈|就行|就好|可以吗|好吗|行吗|行不行)*";
const make = "(?:[写改弄]|改写|重写|重新写|表述)(?:得|的)?(?:再|更)?";

const degrees: readonly [How, string][] = [
  ["specific", "具体|详细|详尽|细致|细|实|充实|丰富|长"],
  ["shorter", "简短|短|简洁|简练|精简|精炼|简单|简明|扼要"],
  ["draft", "正式|书面|正规|规范|通顺"],
];
const polishing = "润色|润一?润|美化|打磨";
const verbs: readonly [How, string][] = [
  ["shorter", "缩短|精简|压缩|缩写|删减|少写"],
  ["specific", "展开写?|扩写|充实|细化|多写"],
];
const manner = "(?:口气|口吻|语气|风格|文风|笔调|写法|腔调)";
const lastYear = `(?:按照?|用|照着?|参照|仿照|沿用|模仿|跟|学)(?:去年|上年|上一年)(?:年报|报告)?的?${manner}`;

type Phrase = readonly [How, RegExp];

/** Where a text is asked for, its words are hardly ever an order: only with a verb and a paragraph, or of this paragraph. */
function phrasesFor(text: boolean): readonly Phrase[] {
  const place = `(?:(?<about>${named})${part}?|${pointed}${text ? "" : `|${loose}`})`;
  const whole = (how: How, body: string): Phrase => [how, new RegExp(`^${polite}${body}${end}$`, "u")];
  const complaint = (how: How, words: string): Phrase =>
    whole(how, `(?:${place}[，,]?)?(?:写得?)?(?:太|有点|有些|过于)(?:${words})(?:了|一点)?`);
  return [
    whole(
      "lastYear",
      `(?:${place}[，,]?)?(?:也|还是|都)*${lastYear}(?:来)?(?:写|改写?|重写|表述|润色)?${bit}?`,
    ),
    whole("draft", `(?:${polishing})${bit}?${place}?`),
    whole("draft", `${place}[，,]?(?:请|再|给我|帮我)?(?:${polishing})${bit}?`),
    ...degrees.map(([how, words]) =>
      whole(how, `(?:${place}[，,]?)?(?:再|要|请|得)?${make}(?:${words})${bit}?`),
    ),
    whole("specific", `(?:再|更|要|得)?(?:具体|详细)${bit}`),
    whole("shorter", `(?:再|更|要|得)?(?:短|简短|简洁|简练|精简|精炼)${bit}`),
    ...verbs.flatMap(([how, words]) => [
      whole(how, `(?:${words})${bit}`),
      ...(text ? [] : [whole(how, `(?:${words})${bit}?${place}`)]),
      whole(how, `${place}[，,]?(?:请|再|给我|帮我)?(?:${words})${bit}`),
    ]),
    ...(text
      ? []
      : [complaint("shorter", "长|啰嗦|罗嗦|冗长"), complaint("specific", "短|空|空洞|笼统|单薄")]),
  ];
}
const orders = { text: phrasesFor(true), figures: phrasesFor(false) };

const model = "(?:大?语言模型|大模型|模型|ai|人工智能)";
const when =
  "(?:这轮|这一轮|这次|这回|这一步|这句话?|这一?段话?|这里|刚才|刚刚|上一?轮|上一[句步]|刚才?那[句段]话?|那[句段]话?|前面)?(?:你们?|系统|机器人)?";
const used: readonly RegExp[] = [
  `(?:是不是|是|有没有|有|都|到底)?(?:使?用|调用|动用|经过)(?:没用)?(?:的|到|上|过|了)*(?:什么|哪个|哪种)?${model}(?:的|了|没有?|吗|么|呢|啊)*`,
  `(?:是不是|是|都是)?(?:由|让|靠)?${model}(?:来)?(?:读|写|理解|起草|润色|参与)(?:的|出来的?|过|了)*(?:吗|么|没有?|呢)?`,
  `(?:都)?(?:给|向|往)${model}(?:那?里)?(?:发|传|送|交)(?:送|出去|过去)?(?:了|过)?(?:什么|哪些|啥)(?:内容|东西|信息|话)?(?:呢)?`,
  `(?:都)?(?:发|传|送)(?:给|到)了?${model}(?:的是)?(?:什么|哪些|啥)(?:内容|东西|信息|话)?(?:呢)?`,
].map((body) => new RegExp(`^${polite}${when}${body}$`, "u"));
const question = /[吗么没呢啥哪]|什么|是不是|[?？]\s*$/;

/** The command in a whole message, or null. */
export function readRewording(text: string, { asked }: Pick<Heard, "asked">): Command | null {
  const said = narrow(text).trim().toLowerCase();
  const words = said.replace(/[?？。.!！~～\s]+$/, "");
  if (words.length > 24) return null;
  if (question.test(said) && used.some((pattern) => pattern.test(words))) return { do: "modelUsed" };
  const closing = asked === "problems" || asked === "improvements";
  for (const [how, pattern] of closing || asked?.startsWith("overview") ? orders.text : orders.figures) {
    const found = pattern.exec(words);
    if (found === null) continue;
    const about = found.groups?.["about"];
    // 主动公开写得更具体一些 may be a measure itself.
    if (closing && how === "specific" && about !== undefined && !/^(?:请|把|将|帮|麻烦|给我)|改/.test(words))
      return null;
    const slot = [...slotOf].find(([, sign]) => about !== undefined && sign.test(about))?.[0];
    return { do: "rework", how, ...(slot === undefined ? {} : { slot }) };
  }
  return null;
}
