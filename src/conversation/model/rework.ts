import type { ReportEvent } from "../../report/events.ts";
import type { Report } from "../../report/report.ts";
import type { Paragraph } from "../../report/written.ts";
import { similarityOf, similaritySentence } from "../../drafting/similarity.ts";
import { writeOut } from "../../drafting/writeOut.ts";
import { asking, type Ran, type Running } from "../closing.ts";
import { slotName } from "../files/load.ts";
import type { Situation } from "../situation.ts";
import { wording } from "../words/wording.ts";

/** Paragraphs that a model worded, and 改得具体一点, 短一点, 按去年的口气. */

/** The wordings of this turn as events; a wording that no longer fits its items does not print. */
export const wordedIn = ({ prepared }: Situation): ReportEvent[] =>
  (prepared?.wordings ?? []).flatMap(({ wording: found }) => (found.kind === "worded" ? [found.event] : []));

/** What was worded anew, beside what stood there before; `before` is the report without it. */
export function reworked(running: Running, before: Report): Ran {
  const { prepared, report } = running;
  if (prepared === undefined) return asking(running, wording.noModel);
  const [first] = prepared.wordings;
  if (first === undefined)
    return asking(running, prepared.why === null ? wording.whichParagraph : wording.modelSilent);
  const refused = prepared.wordings.flatMap(({ slot, wording: found }) =>
    found.kind === "plain" && found.why === "guard"
      ? [wording.notReworked(slotName(slot), found.refusals[0] ?? "")]
      : [],
  );
  const changed = differences(before, report);
  const silent = prepared.why === null ? [] : [wording.modelSilent];
  const alike = prepared.wordings.flatMap(({ slot, wording: found }) => {
    const last = running.last.texts.get(slot)?.items.join("") ?? "";
    const said = found.kind === "worded" ? similaritySentence(similarityOf(found.event.text, last)) : "";
    return said === "" ? [] : [`${slotName(slot)}：${said}`];
  });
  const lines = [...changed, ...alike, ...refused, ...silent];
  return asking(
    running,
    lines.length === 0 ? wording.nothingReworked : [...lines, changed.length > 0 ? wording.reworkedNote : ""],
  );
}

function differences(before: Report, after: Report): string[] {
  const [old, now] = [paragraphsOf(before), paragraphsOf(after)];
  return now.flatMap(({ lead = "", text }, index) => {
    const was = old[index]?.text ?? "";
    return was === text ? [] : [`${lead}\n原来：${was}\n现在：${text}`];
  });
}

const paragraphsOf = (report: Report): readonly Paragraph[] => {
  const written = writeOut(report);
  return written === null ? [] : Object.values(written.paragraphs).flat();
};
