/** What is said to people about their messages, not about a report. */
export const wording = {
  stranger:
    "您好，我是年报助手，帮助编制政府信息公开工作年度报告。您还不在使用名单里，暂时不能为您办理；需要使用，请联系本单位的管理员添加。",
  strangerPress: "您不在使用名单里，不能操作。需要使用，请联系管理员添加。",
  cardOver: "这个选项已经过时了，请看最新的一条。",
  cardOfOther: "这个问题是问另一位的，请由他来选。",
  cardWrong: "没有看到选了什么，请重新选一次。",
  stopping: "正在停下来，请稍后再发。",
  over: {
    person: "您发得太快了，后面的几条没有处理。请过一分钟再发。",
    unit: "本单位这会儿发来的消息太多，您后面的几条没有处理。请过一分钟再发。",
    upload: "您发的文件太多了，后面的几个没有处理。请过十分钟再发。",
  },
  pressedTooFast: "点得太快了，请过一分钟再点。",
  taken: (label: string) => `已选：${label}`,
  formTaken: "已提交：",
  formEmpty: "已提交。",
  nothing: "这条消息里没有文字，也没有文件，看不出要办什么。请打字说，或者发文件。",
  fault: "处理这条消息时出了差错，没有记下来。请换个说法再发一遍；还是不行，请联系维护人员。",
  poison: "这条消息几次都没有处理成，先放下了。请换个说法再发一遍；是文件的，请换一种格式。",
  notStored: "数据暂时读写不了，这条消息没有处理。请联系维护人员，修好后再发一遍。",
  storing: "数据暂时写不进去，正在重试，请稍等。",
  working: "正在处理，请稍候。",
  fileExpired: (name: string) => `${name}的下载链接已经失效，没有取到。请重新发一次。`,
  fileTooLarge: (name: string, max: string) =>
    `${name}太大，最多能收${max}，没有处理。请压缩或删去图片后再发。`,
  fileFailed: (name: string) => `${name}没有取下来。请过一会儿重新发一次。`,
  fileNotSent: (name: string) => `《${name}》没有发出去。请过一会儿说“生成”，再要一次。`,
  fileTooLargeToSend: (name: string, max: string) => `《${name}》太大，这里最多能发${max}，没有发出去。`,
  fileMaybeTwice: "这份文件可能发了两次，内容是一样的。",
  tooLongToSend: "这一条太长，没有发出去。可以分开问，例如“进度”“检查”。",
  sentPrivately: "已发到您的私聊。",
  writeFirst: "我还不能给您发私信。请先私下给我发一句话，再回来说一遍。",
  notSentPrivately: "私聊没有发出去，请过一会儿再说一遍。",
  stale: (count: number, from: string, to: string) =>
    `有${count}条消息（${from === to ? from : `${from}至${to}`}发的）来得太晚，没有处理。还要办的，请再发一遍。`,
} as const;

/** 20 MB, 512 KB. */
export const size = (bytes: number): string =>
  bytes >= 1024 * 1024
    ? `${Math.floor(bytes / 1024 / 1024)} MB`
    : `${Math.max(1, Math.floor(bytes / 1024))} KB`;

/** 1月5日 09:20, as clocks in China show it. */
export function moment(ms: number): string {
  const there = new Date(ms + 8 * 60 * 60 * 1000);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${there.getUTCMonth() + 1}月${there.getUTCDate()}日${two(there.getUTCHours())}:${two(there.getUTCMinutes())}`;
}

/** The day in China, 2026-01-05. */
export const dayOf = (ms: number): string => new Date(ms + 8 * 60 * 60 * 1000).toISOString().slice(0, 10);
