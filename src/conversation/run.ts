import type { WrittenReport } from "../report/written.ts";
import { fold, valueOf } from "../report/report.ts";
import type { Command, CommandName } from "../understanding/command.ts";
import { withFindings } from "../drafting/writeOut.ts";
import { titleOf } from "../report/form/closing.ts";
import { listMessage } from "./people/belonging.ts";
import { isSamePerson } from "./people/colleagues.ts";
import { deliver } from "./delivery.ts";
import { judged } from "./judged.ts";
import { asking, type Ran, type Running } from "./closing.ts";
import { checkup } from "./files/checkup.ts";
import { listing } from "./findings/listing.ts";
import { withRepairs } from "./findings/recheck.ts";
import { text } from "./reply.ts";
import { seeing } from "./seen.ts";
import { figuresTold, findingsText, missingText, preview, progress, review } from "./words/review.ts";
import { basisOf, howCounted, lastYearSaid, topicName, whyAsked } from "./words/standing.ts";
import { wording } from "./words/wording.ts";

/** The commands that work at every moment. All but 生成, 定稿, 跳过, 暂停 and 撤销 change nothing. */

type Order = Extract<Command, { do: "run" | "generateAnyway" }>;

export async function run(order: Order, running: Running): Promise<Ran> {
  if (order.do === "generateAnyway") return generate(running, true);
  const about = order.about ?? running.talk.asked;
  return await commands[order.name](running, about);
}

const commands: Record<CommandName, (running: Running, about: string | null) => Ran | Promise<Ran>> = {
  开始: (given) => {
    // The open question is put as if for the first time.
    const running = { ...given, talk: { ...given.talk, asked: null } };
    const { report } = running;
    const fresh = report.messages.every((message) => message === listMessage);
    const { organ, year } = report;
    const which = organ === null ? "" : wording.whichReport(titleOf(organ.name, year));
    return asking(running, fresh ? [wording.greeting, which] : `${wording.resumed}\n${progress(report)}`);
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
    const { told } = judged(running.report, running.last);
    const missing = missingText(running.report);
    const closing = told.length === 0 && missing === "" ? `${wording.checked}可以发“生成”出稿。` : "";
    const { talk, changed } = seeing(running);
    const said = [review(running.report, told), changed, closing].filter((line) => line !== "");
    const ran = withRepairs({ ...running, talk }, said, told, missing !== "");
    return { ...ran, replies: [figuresTold(running.report), ...ran.replies] };
  },
  检查: (running) => {
    const { file } = running.talk;
    const untouched = running.report.facts.size === 0 && running.report.texts.size === 0;
    if (file !== null && file.year === running.year && untouched) return checkup(running, file);
    const { told } = judged(running.report, running.last);
    const missing = missingText(running.report);
    const lines = [findingsText(told), missing].filter((line) => line !== "");
    return withRepairs(running, lines.length === 0 ? [wording.checked] : lines, told, missing !== "");
  },
  预览: (running) => {
    const { written } = judged(running.report);
    const { talk, changed } = seeing(running);
    return asking({ ...running, talk }, [written === null ? wording.noOrgan : preview(written), changed]);
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
    const mine = running.recorded.findLast(
      ({ message, by }) =>
        running.report.messages.includes(message) && isSamePerson(by, running.message.sender),
    );
    const message = mine?.message;
    const words = running.recorded.find((recorded) => recorded.message === message)?.words;
    if (message === undefined || words === undefined) return asking(running, wording.nothingToUndo);
    const before = fold(
      running.year,
      running.recorded.filter((recorded) => recorded.message !== message),
    );
    const undone = [{ type: "Undone" as const, message }];
    return {
      ...asking({ ...running, report: before }, wording.undone(words)),
      events: undone,
      ...(running.last.messages.includes(message) ? { lastEvents: undone } : {}),
    };
  },
};

async function generate(running: Running, anyway: boolean): Promise<Ran> {
  const { report, last } = running;
  const { written, findings, told } = judged(report, last);
  if (written === null) return asking(running, wording.noOrgan);
  const missing = missingText(report);
  const { talk, changed } = seeing({
    ...running,
    talk: { ...running.talk, listed: listing("report", told, (cell) => valueOf(report, cell)) },
  });
  const listed = [missing, changed, findingsText(told)].filter((line) => line !== "");
  if (missing !== "" && !anyway) {
    const { talk: asked } = asking({ ...running, talk }, "");
    return { talk: { ...asked, pending: null }, events: [], replies: [text(...listed, wording.withMissing)] };
  }
  const delivery = await (running.deliver ?? deliver)(withFindings(written, findings), false);
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
  const { report, talk, last } = running;
  const { written, told } = judged(report, last);
  if (written === null) return asking(running, wording.noOrgan);
  const missing = missingText(report);
  if (missing !== "") return asking(running, `${wording.finalBlockedMissing}\n${missing}`);
  const errors = told.filter((finding) => finding.severity === "error");
  if (errors.length > 0)
    return withRepairs(running, [wording.finalBlockedErrors, findingsText(errors)], errors);
  const delivery = await (running.deliver ?? deliver)(written, true);
  if (delivery.kind === "withheld")
    return { talk, events: [], replies: [text(wording.withheld(delivery.fault))] };
  return {
    talk: { ...talk, asked: null },
    events: [{ type: "Finalized" }],
    replies: [{ type: "file", name: delivery.name, bytes: delivery.bytes, note: wording.finalized }],
  };
}
