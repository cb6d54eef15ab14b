import { cellIds } from "../../report/form.ts";
import type { ReportEvent } from "../../report/events.ts";
import { numberIn } from "../../report/printed.ts";
import { valueOf } from "../../report/report.ts";
import type { Command } from "../../understanding/command.ts";
import { statement } from "../apply.ts";
import { asking, choosing, type Ran, type Running } from "../closing.ts";
import { recheck } from "../findings/recheck.ts";
import { amount, partName } from "../words/say.ts";
import { wording } from "../words/wording.ts";
import { checkup, counted } from "./checkup.ts";
import { contentsOf } from "./contents.ts";
import { folded } from "./folded.ts";
import { printedIn, type Held } from "./held.ts";
import { conflictsOf, countOf, imported, otherOrgan, overruled, sayConflicts } from "./load.ts";
import { prefill } from "./prefill.ts";

type Order<Name extends Command["do"]> = Extract<Command, { do: Name }>;

/** The file that was sent: told by what stands in it, its name means nothing. */
export function receive(running: Running, order: Order<"file">): Ran {
  const { talk, year } = running;
  const held = talk.file;
  if (held === null) return asking(running, [wording.noFile]);
  const words = `文件：${held.name}`;
  const figures = cellIds.some((cell) => numberIn(printedIn(held), cell) !== undefined);
  const prose = hasProse(held);
  if (!figures && !prose && held.cells.length > 0)
    return asking({ ...running, talk: { ...talk, file: null } }, [wording.emptyForm]);
  const ours = running.report.organ?.name;
  const theirs = held.organ?.name;
  if (order.sure !== true && ours !== undefined && theirs !== undefined && otherOrgan(ours, theirs))
    return choosing(
      running,
      [],
      wording.wrongOrgan(theirs, ours),
      [
        { label: "是同一个单位，用这份", commands: [{ ...order, sure: true }] },
        { label: "拿错了，不用这份", commands: [{ do: "dropFile" }] },
      ],
      words,
    );
  if (order.as === "last" || (order.as === undefined && held.year === year - 1))
    return prefill(running, held, order.keep);
  if (!prose && (held.year === null || held.year === year)) return load(running, { do: "load" });
  if (order.as === undefined && held.year === null)
    return choosing(
      running,
      [],
      "这份年报没有写年份，是哪一年的？",
      [
        { label: `${year}年的，就是现在编的`, commands: [{ do: "file", as: "this" }] },
        { label: `${year - 1}年的，去年的`, commands: [{ do: "file", as: "last" }] },
        { label: "拿错了，不用这份", commands: [{ do: "dropFile" }] },
      ],
      words,
    );
  return checkup(running, held);
}

/** Words of a report; the remarks in a form to fill in are none. */
function hasProse(held: Held): boolean {
  const { texts, opening, fee } = contentsOf(printedIn(held));
  return texts.length > 0 || opening.length > 0 || fee !== null;
}

/** 载入: the file becomes the present state; where it differs from what was said, the person decides. */
export function load(running: Running, { keep, repair }: Order<"load">): Ran {
  const { talk, year, report } = running;
  const held: Held | null = talk.file;
  if (held === null) return asking(running, [wording.noFile]);
  if (held.year !== null && held.year !== year)
    return asking(running, [`现在编的是${year}年的年报，${held.year}年的不能载入。`]);
  const printed = printedIn(held);
  const contents = contentsOf(printed);
  const conflicts = conflictsOf(report, contents);
  // The person has said that the organs are the same: its name stays as it was given.
  const organ = report.organ !== null;
  const words = `文件：${held.name}`;
  if (countOf(conflicts) > 0 && keep === undefined) {
    const lines = sayConflicts(conflicts, report, contents).map((line) => `· ${line}`);
    const choice = (label: string, which: "mine" | "file") => ({
      label,
      commands: [{ do: "load" as const, keep: which, ...(repair === undefined ? {} : { repair }) }],
    });
    return choosing(
      running,
      [`文件里有${countOf(conflicts)}处和已经记下的不一样：`, ...lines],
      "以哪个为准？",
      [choice("以文件为准", "file"), choice("以记下的为准，其余的用文件里的", "mine")],
      words,
    );
  }
  const events: ReportEvent[] = [];
  const void_ = keep === "mine" ? [] : overruled(report, printed);
  if (void_.length > 0) events.push({ type: "CellsCleared", cells: void_ });
  events.push(imported(held.name, contents, { ...(keep === "mine" ? conflicts : {}), organ }));
  const source = repair === undefined ? words : `${words}，按建议修改`;
  const lines = [`载入好了：${counted(printed)}${textsTaken(contents.texts.length, contents.fee !== null)}`];
  let after = folded(running, events, source);
  if (repair !== undefined) {
    const before = after;
    events.push(...statement(before, repair));
    after = folded(running, events, source);
    const changes = Object.entries(repair).map(([cell, now]) => {
      const found = cellIds.find((id) => id === cell);
      const old =
        found === undefined ? undefined : (before.facts.get(found)?.value ?? valueOf(before, found));
      return found === undefined
        ? ""
        : `${partName(found)}由${old === undefined ? "空白" : amount(found, old)}改为${amount(found, now)}`;
    });
    lines.push(`按建议改好了：${changes.join("；")}。`);
  }
  const told = recheck({ ...running, report: after, talk: { ...talk, file: null } }, lines);
  return { ...told, events, words: source };
}

const textsTaken = (texts: number, fee: boolean): string =>
  texts === 0 && !fee ? "" : `文字${texts + Number(fee)}处，照文件原样印，没有改动。`;
