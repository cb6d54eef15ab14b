import { aspects } from "../../report/form/overview.ts";
import type { Ground } from "./ground.ts";
import { saidIn } from "./names.ts";

/** What an answer must look like: one paragraph of official Chinese about the organ, to nobody. */

const markdown = /[*#`|_~<>\\^=$@]|\[|\]|【|】|^\s*[-–—•·+]\s|https?:|www\./m;
const heading = new RegExp(
  `^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\\d]+[）)]|\\d+[.、．]|(?:${aspects.map(({ name }) => name).join("|")}|存在的主要问题|改进情况|总体情况|主要问题|改进措施)(?:方面|情况)?[。：:])`,
);
const listed =
  /(?<=^|[。；，：])(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．](?!\d)|[①-⑳㈠-㈩])/;
/** Words to the reader or about the task. */
const addressed =
  /作为.{0,6}(?:AI|人工智能|助手|模型)|语言模型|[您你]|以下[是为]|如下|好的，|当然|抱歉|对不起|希望(?:对|能|这)|(?<![申邀])请(?:注意|核|补充|提供|告知|根据|参考|稍)|提示词|上述要点|根据(?:要点|提供|以上|所给)|改写|润色|字数|本段|该段|注：|说明：|备注|正文|要点|某某|待[填补定]|示例|例如|[？！?!…]/;
const pictures = /\p{Extended_Pictographic}/u;

export function wrongShape(text: string, ground: Ground): string[] {
  if (text.trim() === "") return ["没有写出内容"];
  const words = text.replace(/\{f\d+\}/g, "");
  const said = saidIn(ground);
  const { longest } = ground;
  const mark = markdown.exec(words)?.[0].trim();
  const spoken = addressed.exec(words)?.[0];
  const foreign = foreignWords(words).filter((word) => !said.toLowerCase().includes(word.toLowerCase()));
  return [
    ...(text.length > longest ? [`太长了，不要超过${longest}字`] : []),
    ...(/\n/.test(text.trim()) ? ["要写成一段，不要换行"] : []),
    ...(mark !== undefined && !said.includes(mark) ? [`不要用符号“${mark}”`] : []),
    ...(heading.test(words) ? ["不要写标题"] : []),
    ...(listed.test(words) ? ["不要写成列表"] : []),
    ...(spoken !== undefined && !said.includes(spoken) ? [`“${spoken}”不是报告里的话`] : []),
    ...(/^[，。；、：]|[，。；、：]{2}/.test(words) ? ["标点写错了"] : []),
    ...(pictures.test(words) ? ["不要用图形符号"] : []),
    ...foreign.map((word) => `“${word}”没有人说过，用中文写`),
    ...(/\p{Script=Han}{4}/u.test(words) ? [] : ["要写成中文的句子"]),
    ...(/[{}]/.test(words) ? ["花括号里的记号写错了"] : []),
  ];
}

/** Runs of letters that are not Chinese. */
const foreignWords = (text: string): string[] => [
  ...new Set((text.match(/[\p{L}\p{M}]+/gu) ?? []).flatMap((run) => run.match(/[^\p{Script=Han}]+/gu) ?? [])),
];
