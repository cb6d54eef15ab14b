/** Everyday words and their written form, applied in this order to a person's own sentences. DATA: figures and facts stay untouched. */
export interface Wording {
  spoken: RegExp;
  written: string;
}

const place = "{self}";

export const wordings: readonly Wording[] = [
  {
    spoken:
      /我们街道办事处|我们街道|我们单位|我们局|我们镇|我们乡|我们这里|我们这边|我们这儿|咱们街道|咱们单位|咱们|我们|我街道办|我街办|我街道|我单位|我局|我镇|我乡/g,
    written: place,
  },
  { spoken: /今年(?!度)/g, written: "{year}年" },
  { spoken: /去年(?!度)/g, written: "{last}年" },
  {
    spoken: /公开是(?:原则|常态)[，,]?\s*不公开是例外|公开为原则[，,]?\s*不公开为例外/g,
    written: "以公开为常态、不公开为例外",
  },
  {
    spoken:
      /没有被?追责(?:的)?(?:情况)?|没有责任追究(?:的)?(?:情况)?|没追责|没有人被追责|没有追究(?:过)?责任/g,
    written: "未发生责任追究情形",
  },
  { spoken: /没有收到/g, written: "未收到" },
  { spoken: /没收到/g, written: "未收到" },
  { spoken: /没有人来申请|没有人申请|没人申请/g, written: "未收到申请" },
  { spoken: /没有发生/g, written: "未发生" },
  { spoken: /没有开展/g, written: "未开展" },
  { spoken: /还要(?=[加提继进改])/g, written: "还需" },
  { spoken: /，?里面(?=[\u4e00-\u9fff]{1,12}\d)/g, written: "，其中" },
  { spoken: /一共(?=有|发|公|办|推|开|收|\d)|总共(?=有|发|公|办|推|开|收|\d)/g, written: "共" },
  { spoken: /发了(?=\d)/g, written: "发布" },
  { spoken: /公开了(?=\d)/g, written: "公开" },
  { spoken: /推送了(?=\d)/g, written: "推送" },
  { spoken: /办了(?=\d)/g, written: "办理" },
  { spoken: /开了(?=\d)/g, written: "召开" },
  { spoken: /搞了|弄了/g, written: "开展" },
  { spoken: /培训了(?=\d)/g, written: "培训" },
  { spoken: /(?<=[\u4e00-\u9fff])(?:这些|什么的|之类的)(?=[，。；]|$)/g, written: "等" },
  { spoken: /还有就是/g, written: "以及" },
  { spoken: /(?:吧|呢|啊|哦|嘛|呀)(?=[，。；]|$)/g, written: "" },
];

/** One or more spoken sentences in the written register; `self` is how the organ speaks of itself. */
export function inWriting(spoken: string, context: { self: string; year: number }): string {
  const written = wordings.reduce(
    (sentence, { spoken: pattern, written: form }) => sentence.replace(pattern, form),
    spoken,
  );
  return written
    .replaceAll("{self}", context.self)
    .replaceAll("{year}", String(context.year))
    .replaceAll("{last}", String(context.year - 1));
}
