import type { Used } from "../../llm/model.ts";
import { commandNames } from "../../understanding/command.ts";

/** Sentences of the bot that belong to no single figure. DATA. */
export const wording = {
  greeting: "您好，我帮您编政府信息公开工作年度报告。您用大白话说，我来填表、核对、出稿；说错了随时可以改。",
  resumed: "接着上次的填，前面说的都在。",
  tooLong: (length: number): string =>
    `这条消息有${length}个字，太长了，没有记。请分几条发；前面记下的都在。`,
  empty: "没有收到文字，请再发一次。",
  paused: "好的，先到这里。说过的都保存了，随时发“开始”接着填。",
  skipped: (name: string): string => `好的，${name}先跳过，最后再问。`,
  nothingToSkip: "现在没有要回答的问题。",
  nothingToUndo: "没有可以撤销的内容。",
  undone: (words: string): string => `撤销了“${words}”记下的内容。`,
  noLastYear: "还没有去年年报的数。",
  noOrgan: "还不知道单位全称，稿子没有标题。",
  notUnderstood: (unread: readonly string[]): string => `这句没有读懂，没有记：“${unread.join("”“")}”。`,
  unreadRest: (unread: readonly string[]): string => `其中这些没有读懂，没有记：“${unread.join("”“")}”。`,
  aside: (words: readonly string[]): string => `“${words.join("”“")}”不是表里要填的数，没有记。`,
  nothingFilled: "数不能由我替您填。您说一个，我记一个；没有的请说“没有”。",
  problemsNeeded: "第五部分不能写“无”：条例要求写明主要问题和改进情况。哪怕只有一条，也请说一条。",
  allAnswered: "六个部分都填好了。发“核对”看一遍，发“生成”出稿。",
  withMissing: "还有内容没有说，现在出的稿子会有空格，并用批注标出来。要先出这份草稿，请回“仍要生成”。",
  finalBlockedMissing: "还不能定稿：内容没有填全。",
  finalBlockedErrors: "还不能定稿：下面的错误要先改好。",
  drafted: "草稿已出好，并已回读核对：200个数与记录一致。要您过目的地方都加了批注；改好后发“定稿”出正式稿。",
  draftedClean: "草稿已出好，并已回读核对：200个数与记录一致，没有要批注的地方。没有问题就发“定稿”出正式稿。",
  draftedPartly: "草稿已出好，并已回读核对。没有报的数留空并加了批注。",
  finalized: "定稿已出好，并已回读核对：200个数与记录一致，不带批注。请领导审签后报送。",
  withheld: (fault: string): string =>
    `稿子没有发出：回读时发现${fault}。这是程序的问题，请把这句话告诉维护人员；记下的内容都在。`,
  checked: "检查通过，没有发现问题。",
  yearQuestion: (years: readonly number[]): string =>
    `要编哪一年的年报？${years.map((year) => `${year}年`).join("还是")}？`,
  noModel: "没有接大模型，文字是按您的原话写的。想改哪一段，直接说新的内容就行。",
  modelSilent: "大模型这会儿没有回应，我先按自己读懂的来，不影响填报。",
  whichParagraph: "改哪一段？请带上名字，例如“主动公开写短一点”“第五部分润色一下”。",
  notReworked: (name: string, why: string): string => `${name}没有改：${why}`,
  nothingReworked: "没有要改的段落。",
  reworkedNote: "这是大模型按您说的内容写的，请核对；不满意发“撤销”。",
  modelNotUsed: "刚才没有用大模型。",
  modelPrompt: (task: string): string => `……（前面是固定的说明，全文见 prompts/${task}.md）`,
  modelUsed: ({ model, task, version, sent }: Used): string =>
    `用了大模型${model}（提示词${task}第${version}版）。发出去的内容如下，姓名、电话、证件号、住址已经遮住：\n${sent}`,
  leftAsItWas: "好的，不改。",
  whichReport: (title: string): string => `这次编的是《${title}》。`,
  whichUnit: "您登记在几个单位，要编哪一个的？选好后请把要说的再发一遍；以后换单位发“换单位”。",
  wrongFields: (wrong: readonly string[]): string =>
    `这些不是可以填的数，没有记：${wrong.join("、")}。请填整数，没有的填0。`,
  blankForm: "表单还空着，没有记。没有的请填0。",
  sameForm: "和已经记下的一样，没有改动。",
  yearSet: (year: number): string => `好的，编${year}年的年报。`,
  kindQuestion: (name: string): string => `“${name}”是哪一类单位？`,
  wrongOrgan: (theirs: string, ours: string): string => `这份年报是“${theirs}”的，现在编的是“${ours}”的。`,
  organSet: (name: string, year: number): string => `记下了：${name}，${year}年。`,
  refusedZero: (names: string): string => `${names}没有记为0：那样和前面说的数对不上。`,
  voided: (names: string): string => `总数变了，${names}请重新说。`,
  replacedText: "原来的话换成了新的；要恢复请发“撤销”。",
  noFile: "现在没有要处理的文件，请把文件再发一次。",
  fileOfYear: (year: number | null): string =>
    year === null ? "文件收到了，里面没有写年份。" : `收到一份${year}年的年报。`,
  yearOfFile: (year: number, ofFile: number | null): string =>
    ofFile === year
      ? `${year}年，就是这份，请检查`
      : ofFile === year - 1
        ? `${year}年，这份是去年的，作参考`
        : `${year}年`,
  fileWaits: "文件收到了。先请您选一下，选好我接着看文件。",
  fileDropped: "好的，这份文件不用了，没有改动任何内容。",
  choiceDropped: "前面让您选的先放下了，要用时再发一次就行。",
  emptyForm: "这是空表，还没有填数。请逐格填好（没有的填0），存盘后再发给我。",
  howToDismiss: (number: number): string => `不用改的，回“忽略 ${number} 因为……”，理由会记下来，以后不再提。`,
  repairQuestion: "可以这样改，选一个回数字；都不对的话，直接告诉我哪个数要改成几。",
  repairSource: "按建议修改",
  dismissed: (number: number): string =>
    `第${number}条忽略了，理由已经记下。数或者文字变了，我会再问您；要恢复发“查看忽略”。`,
  nothingDismissed: "没有忽略过什么。",
  whyCarried: (before: number, now: number): string =>
    `去年年报的“结转下年度”是${before}件，您说上年结转${now}件。为什么和去年年报不一样？请回“因为……”；不改就回“不改”。`,
  carriedExplained: (reason: string): string => `和去年年报不一样的原因记下了：${reason}。稿子里会加批注。`,
  notChanged: { carried: "好的，上年结转没有改。", dismiss: "好的，没有忽略。" },
  anotherValue: "请直接说一个数，例如“现行有效12件”。",
  inForceKept: (names: string): string => `${names}去年还有现行有效的，没有记为0。`,
  remindersOff: "好的，这次年报不再提醒您了；想恢复，发“继续提醒”就行。",
  remindersOn: "好的，恢复提醒：截止前该提醒您的，照常提醒；不想收，发“别再提醒”就行。",
  noLastWords: "没有去年年报这一部分的文字。把去年的年报文件发给我就能看。",
  help: [
    "您可以这样说：",
    "今年收到4件，自然人3件、企业1件，都公开了",
    "三张表全是0　　其余都是0　　没有复议诉讼",
    "改 予以公开 自然人 为 4　　不对，是5件",
    "发来去年的年报、编好的年报或填好的表格文件，我来读　　去年怎么写的",
    "忽略 2 因为……　　查看忽略",
    `随时可以发：${commandNames.filter((name) => name !== "开始" && name !== "帮助").join("、")}。`,
  ].join("\n"),
} as const;
