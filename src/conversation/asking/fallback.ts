import { applicants } from "../../report/form/requests.ts";
import { aspects } from "../../report/form/overview.ts";
import { outcomes } from "../../report/form/disputes.ts";
import { questions, type Topic } from "../../report/form.ts";
import { partName } from "../words/say.ts";

/** What is offered when answers are not understood: choices after two failures, a form to fill in after three. DATA. */

/** Phrases offered as choices; each is read by the grammar like any message. */
export function phrasesFor(asked: string): string[] {
  const ways = ["跳过", "怎么算"];
  if (asked === "requests.results") return ["都公开了", ...ways];
  if (asked === "fee") return ["没有收", ...ways];
  if (asked === "contact") return ["不写", ...ways];
  if (asked === "organ" || asked.startsWith("overview") || asked === "problems" || asked === "improvements")
    return ways;
  return ["没有", ...ways];
}

const blank = "＿";
const line = (name: string, parts: readonly string[]): string =>
  `${name}：${parts.map((part) => `${part}${blank}件`).join("，")}`;
const everyone = applicants.map((applicant) => applicant.label);
const ends = outcomes.map((outcome) => outcome.label);

/** Lines to copy, fill in and send back. */
export function formFor(asked: string): string {
  if (asked === "requests.results")
    return [
      "予以公开",
      "部分公开",
      "不予公开（写明原因）",
      "本机关不掌握",
      "信访举报投诉类",
      "其他",
      "结转下年度",
    ]
      .map((name) => `${name}${blank}件`)
      .join("\n");
  if (asked.startsWith("requests.")) return line(partName(asked), everyone);
  if (asked === "disputes")
    return ["行政复议", "未经复议直接起诉", "复议后起诉"].map((name) => line(name, ends)).join("\n");
  if (asked.startsWith("disputes.")) return line(partName(asked), ends);
  if (asked === "disclosure" || asked.startsWith("disclosure."))
    return [
      `规章：制发${blank}件，废止${blank}件，现行有效${blank}件`,
      `行政规范性文件：制发${blank}件，废止${blank}件，现行有效${blank}件`,
      `行政许可${blank}件，行政处罚${blank}件，行政强制${blank}件`,
      `行政事业性收费${blank}万元`,
    ].join("\n");
  if (asked === "fee") return `收费通知${blank}件，通知收费总额${blank}元，实际收取${blank}元`;
  if (asked.startsWith("overview")) return aspects.map((aspect) => `${aspect.name}：${blank}`).join("\n");
  if (asked === "problems" || asked === "improvements")
    return `问题：一是${blank}；二是${blank}\n改进措施：一是${blank}；二是${blank}`;
  return questions[asked as Topic].help;
}
