import type { WrittenReport } from "../report/written.ts";
import type { ReportEvent } from "../report/events.ts";
import { fold, type Report } from "../report/report.ts";
import type { Command, CommandName } from "../understanding/command.ts";
import { withFindings } from "../drafting/writeOut.ts";
import { deliver } from "./delivery.ts";
import { judged } from "./judged.ts";
import { next } from "./asking/next.ts";
import { text, type Reply } from "./reply.ts";
import { findingsText, missingText, preview, progress, review } from "./words/review.ts";
import { basisOf, howCounted, lastYearSaid, topicName, whyAsked } from "./words/standing.ts";
import type { Talk } from "./talk.ts";
import type { Situation } from "./situation.ts";
import { wording } from "./words/wording.ts";

/** The commands that work at every moment. All but 生成, 定稿, 跳过, 暂停 and 撤销 change nothing. */

export interface Running extends Situation {
  report: Report;
}
export interface Ran {
  talk: Talk;
  events: readonly ReportEvent[];
  replies: readonly Reply[];
}
type Order = Extract<Command, { do: "run" | "generateAnyway" }>;

export async function run(order: Order, running: Running): Promise<Ran> {
  if (order.do === "generateAnyway") return generate(running, true);
  const about = order.about ?? running.talk.asked;
  return await commands[order.name](running, about);
}

const commands: Record<CommandName, (running: Running, about: string | null) => Ran | Promise<Ran>> = {
  开始: (running) => {
    const { report } = running;
    const fresh = report.organ === null && report.facts.size === 0 && report.texts.size === 0;
    return asking(running, fresh ? wording.greeting : `${wording.resumed}\n${progress(report)}`);
  },
  帮助: (running) => asking(running, wording.help),
  为什么问: (running, about) => asking(running, about === null ? wording.nothingToSkip : whyAsked(about)),
  怎么算: (running, about) =>
    asking(running, about === null ? wording.help : howCounted(running.report, about)),
  依据: (running, about) => asking(running, about === null ? wording.nothingToSkip : basisOf(about)),
  去年多少: (running, about) =>
    asking(
      running,
      about === null
        ? wording.noLastYear
        : lastYearSaid(about, (cell) => running.lastYear(cell), running.year),
    ),
  进度: (running) => asking(running, progress(running.report)),
  核对: (running) => {
    const { told } = judged(running.report);
    const missing = missingText(running.report);
    const closing = told.length === 0 && missing === "" ? `${wording.checked}可以发“生成”出稿。` : "";
    return asking(
      running,
      [review(running.report, told), closing].filter((line) => line !== "").join("\n"),
      missing !== "",
    );
  },
  检查: (running) => {
    const { told } = judged(running.report);
    const missing = missingText(running.report);
    const lines = [findingsText(told), missing].filter((line) => line !== "");
    return asking(running, lines.length === 0 ? wording.checked : lines.join("\n"), missing !== "");
  },
  预览: (running) => {
    const { written } = judged(running.report);
    return asking(running, written === null ? wording.noOrgan : preview(written));
  },
  生成: (running) => generate(running, false),
  定稿: finalize,
  跳过: (running) => {
    const asked = running.talk.asked;
    if (asked === null) return asking(running, wording.nothingToSkip);
    const talk = {
      ...running.talk,
      deferred: [...running.talk.deferred.filter((topic) => topic !== asked), asked],
    };
    return asking({ ...running, talk }, wording.skipped(topicName(asked)));
  },
  暂停: ({ talk }) => ({ talk, events: [], replies: [text(wording.paused)] }),
  撤销: (running) => {
    const message = running.report.messages.at(-1);
    const words = running.recorded.find((recorded) => recorded.message === message)?.words;
    if (message === undefined || words === undefined) return asking(running, wording.nothingToUndo);
    const before = fold(
      running.year,
      running.recorded.filter((recorded) => recorded.message !== message),
    );
    const asked = asking({ ...running, report: before }, wording.undone(words));
    return { ...asked, talk: { ...asked.talk, pending: null }, events: [{ type: "Undone", message }] };
  },
};

/** A reply followed by the open question, so that nobody loses the thread. */
function asking(running: Running, said: string, ask = true): Ran {
  const question = next(running.report, running.talk.deferred);
  const closing = question === null ? "" : question.text;
  return {
    talk: { ...running.talk, asked: question?.asked ?? null, misses: 0 },
    events: [],
    replies: [text(said, ask ? closing : "")],
  };
}

async function generate(running: Running, anyway: boolean): Promise<Ran> {
  const { report, talk } = running;
  const { written, findings, told } = judged(report);
  if (written === null) return asking(running, wording.noOrgan);
  const missing = missingText(report);
  const listed = [missing, findingsText(told)].filter((line) => line !== "");
  if (missing !== "" && !anyway) {
    const { talk: asked } = asking(running, "");
    return { talk: asked, events: [], replies: [text(...listed, wording.withMissing)] };
  }
  const delivery = await deliver(withFindings(written, findings), false);
  if (delivery.kind === "withheld")
    return { talk, events: [], replies: [text(wording.withheld(delivery.fault))] };
  const remarked = findings.length > 0 || hasRemarks(written);
  const note = missing !== "" ? wording.draftedPartly : remarked ? wording.drafted : wording.draftedClean;
  return {
    talk: { ...talk, misses: 0 },
    events: [],
    replies: [
      ...(listed.length > 0 ? [text(...listed)] : []),
      { type: "file", name: delivery.name, bytes: delivery.bytes, note },
    ],
  };
}

const hasRemarks = (written: WrittenReport): boolean =>
  [written.preamble, ...Object.values(written.paragraphs)].some((paragraphs) =>
    paragraphs.some((paragraph) => paragraph.remarks.length > 0),
  );

async function finalize(running: Running): Promise<Ran> {
  const { report, talk } = running;
  const { written, told } = judged(report);
  if (written === null) return asking(running, wording.noOrgan);
  const missing = missingText(report);
  if (missing !== "") return asking(running, `${wording.finalBlockedMissing}\n${missing}`);
  const errors = told.filter((finding) => finding.severity === "error");
  if (errors.length > 0) return asking(running, `${wording.finalBlockedErrors}\n${findingsText(errors)}`);
  const delivery = await deliver(written, true);
  if (delivery.kind === "withheld")
    return { talk, events: [], replies: [text(wording.withheld(delivery.fault))] };
  return {
    talk: { ...talk, asked: null },
    events: [{ type: "Finalized" }],
    replies: [{ type: "file", name: delivery.name, bytes: delivery.bytes, note: wording.finalized }],
  };
}
