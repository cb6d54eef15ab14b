import { splitSentences } from "../language/sentences.ts";
import { disputeSentence, requestSentences } from "../drafting/requests.ts";
import { writing } from "../drafting/writing.ts";
import type { Report } from "../report/report.ts";
import type { Running } from "./closing.ts";
import type { Talk } from "./talk.ts";

/** The sentences of 一（二） that take their figures from the tables: what they say now; "" where a file's own words stand. */
function boundSentences(report: Report): string {
  if (report.organ === null || report.texts.get("overview.requests")?.printed === true) return "";
  const context = writing(report, report.organ);
  return `${requestSentences(context)}${disputeSentence(context)}`;
}

/** The sentences that read otherwise than when they were shown last, and the talk that has seen them now. */
export function seeing({ report, talk }: Running): { talk: Talk; changed: string } {
  const now = boundSentences(report);
  const before = talk.seen;
  const seen = { ...talk, seen: now };
  if (before === null || before === "" || now === "" || before === now) return { talk: seen, changed: "" };
  const [old, present] = [before, now].map((text) => splitSentences(text));
  const gone = (old ?? []).filter((sentence) => !now.includes(sentence));
  const come = (present ?? []).filter((sentence) => !before.includes(sentence));
  // Sentences that are new or gone were said or taken back; only one that reads otherwise is told.
  if (gone.length === 0 || come.length === 0) return { talk: seen, changed: "" };
  return { talk: seen, changed: `一（二）的句子随数改了：原来“${gone.join("")}”，现在“${come.join("")}”。` };
}
