import { chinesePunctuation, trimMarks } from "../language/sentences.ts";

/** Everyday words and their written form, applied in this order to a person's own sentences. DATA: figures and facts stay untouched. */
interface Wording {
  spoken: RegExp;
  written: string;
}

const clause = "(?:^|(?<=[，。；：]))";
const clauseEnd = "(?=[，。；]|$)";
const word = (pattern: string): RegExp => new RegExp(pattern, "g");

const wordings: readonly Wording[] = [
  // The organ and the year.
  {
    spoken: word(
      "我们街道办事处|(?:我们|咱们)(?:街道|单位|局|镇|乡|这里|这边|这儿)?|我街道办|我街办|我街道|我单位|我局|我镇|我乡",
    ),
    written: "{self}",
  },
  { spoken: word("今年(?!度)"), written: "{year}年" },
  { spoken: word("去年(?!度)"), written: "{last}年" },
  // The regulation's own words (条例第五条).
  {
    spoken: word("(?:以)?公开[为是](?:原则|常态)[，,、]?\\s*不公开[为是]例外"),
    written: "以公开为常态、不公开为例外",
  },
  // What did not happen.
  {
    spoken: word(
      "(?:也)?没有?(?:人)?(?:被)?追(?:究)?(?:过)?责(?:任)?(?:的)?(?:情况|情形)?|(?:也)?没有(?:发生|出现)?(?:过)?责任追究(?:的)?(?:情况|情形)?|没有追究(?:过)?责任",
    ),
    written: "未发生责任追究情形",
  },
  { spoken: word("没有?人(?:来)?申请(?:公开)?"), written: "未收到申请" },
  { spoken: word("没有?(收到|发生|开展|出现|发现|接到|产生)"), written: "未$1" },
  // The five aspects.
  {
    spoken: word(`${clause}(列入|纳入|计入|算进|放进)(?=[\\u4e00-\\u9fff]{0,6}考核)`),
    written: "将政府信息公开工作$1",
  },
  { spoken: word("(?<=工作)(?:算进|放进)"), written: "纳入" },
  {
    spoken: word("请(?!示|假|求|问)([\\u4e00-\\u9fff、]{2,14}?)(?:来)?(?:评议|评)过"),
    written: "邀请$1评议",
  },
  { spoken: word("(?:做|搞|弄)[过了](?=[\\u4e00-\\u9fff])"), written: "开展" },
  { spoken: word("等着接收|等着收"), written: "负责接收" },
  { spoken: word("(?<=[\\u4e00-\\u9fff])留了(?=[\\u4e00-\\u9fff])"), written: "留有" },
  { spoken: word("(?<=发布前|公开前|答复前)都要"), written: "均须" },
  { spoken: word(`${clause}用(?=[\\u4e00-\\u9fff]{2,})(?!户|于|好|心)`), written: "利用" },
  { spoken: word("学一学|学一下"), written: "学习" },
  { spoken: word("(?<=[居村市]民|群众|企业|的人)不知道"), written: "不了解" },
  // Counting.
  { spoken: word("[，,]?里面(?=[\\u4e00-\\u9fff]{1,12}\\d)"), written: "，其中" },
  { spoken: word("(?:一共|总共)(?=有|发|公|办|推|开|收|\\d)"), written: "共" },
  { spoken: word("(发布?|公开|推送|办理?|培训|召开|制作|印发|张贴)了(?=\\d)"), written: "$1" },
  { spoken: word("发(?=\\d)"), written: "发布" },
  { spoken: word("办(?=\\d)"), written: "办理" },
  // Ends of clauses.
  { spoken: word(`方面的${clauseEnd}`), written: "方面" },
  { spoken: word(`统一管(?!理)`), written: "统一管理" },
  { spoken: word(`兼着管`), written: "兼管" },
  { spoken: word(`(?<=[\\u4e00-\\u9fff])(?:这些|什么的|之类的)${clauseEnd}`), written: "等" },
  { spoken: word("还有就是"), written: "以及" },
  { spoken: word(`(?:吧|呢|啊|哦|嘛|呀|啦)${clauseEnd}`), written: "" },
];

/** Spoken words in the written register, without an end mark; `self` is how the organ speaks of itself. */
export function inWriting(spoken: string, context: { self: string; year: number }): string {
  const written = wordings.reduce(
    (sentence, wording) => sentence.replace(wording.spoken, wording.written),
    chinesePunctuation(spoken.replace(/(?<=[\u4e00-\u9fff])\.(?=\d)/g, "。")),
  );
  return inUnits(
    written
      .replaceAll("{self}", context.self)
      .replaceAll("{year}", String(context.year))
      .replaceAll("{last}", String(context.year - 1)),
  );
}

/** Requests are counted in 件, whatever they were called. */
function inUnits(sentence: string): string {
  return sentence
    .replace(/(申请[^。；，\d]{0,6}\d+)\s*[条份次个起宗]/g, "$1件")
    .replace(/(\d+)\s*[条份个起宗](?=(?:政府)?(?:信息公开)?申请)/g, "$1件");
}

/** Items as running text: short ones are joined by ；, each sentence ends with 。. */
export function runningText(items: readonly string[], context: { self: string; year: number }): string {
  const written = items.map((item) => trimMarks(inWriting(item, context))).filter((item) => item !== "");
  if (written.length === 0) return "";
  const short = written.every((item) => item.length <= 40 && !item.includes("。"));
  const joined = short
    ? written.join("；")
    : written
        .map((item) => `${item}。`)
        .join("")
        .slice(0, -1);
  return /[。！？]$/.test(joined) ? joined : `${joined}。`;
}
