import type { AskOptions, Model, Task, Used, Why } from "../../llm/model.ts";
import { fill } from "../../llm/prompts.ts";
import { plainNumber } from "../../language/numerals.ts";
import { chinesePunctuation } from "../../language/sentences.ts";
import { visible } from "../../language/width.ts";
import type { ReportEvent, TextSlot } from "../../report/events.ts";
import { aspects } from "../../report/form/overview.ts";
import { maxText } from "../../report/events.ts";
import { isCellId } from "../../report/form.ts";
import type { Report } from "../../report/report.ts";
import { figureless } from "../similarity.ts";
import { refusalsOf } from "./guard.ts";
import { groundOf, tokenLines, withCells, withFigures, type Ground } from "./ground.ts";

/** A paragraph in the words of a model, from what a person said and the figures of the form. */

export interface Wish {
  report: Report;
  slot: TextSlot;
  how: "draft" | "specific" | "shorter" | "lastYear";
  /** As it stands now; without it the items alone are worded. */
  current?: string;
  /** Last year's paragraph, for `lastYear`. */
  last?: string;
}

export type Drafted = Extract<ReportEvent, { type: "ParagraphDrafted" }>;

/** `guard`: the model answered twice with what may not be printed; `refusals` says why, in Chinese. `off`: it was not asked. */
export type Wording =
  | { kind: "worded"; event: Drafted; used: Used }
  | { kind: "plain"; why: Why | "guard"; refusals: readonly string[]; used: Used | null };

const plain = (why: Why | "guard", used: Used | null, refusals: readonly string[] = []): Wording => ({
  kind: "plain",
  why,
  refusals,
  used,
});

/** Asks at most twice (three times for `lastYear`); what the guard refuses is never returned. */
export async function wordParagraph(model: Model, wish: Wish, options: AskOptions = {}): Promise<Wording> {
  const found = groundOf(wish.report, wish.slot);
  if (found === null) return plain("off", null);
  const ground = { ...found, longest: longestFor(wish, found) };
  let style = "（不限）";
  if (wish.how === "lastYear") {
    if (wish.last === undefined || wish.last.trim() === "") return plain("off", null);
    const told = await model.write(styleTask(wish.slot, wish.last), options);
    if (told.kind === "none") return plain(told.why, told.used);
    style = figureless(told.value).replace(/\s+/g, " ").slice(0, 300);
  }
  let refusals: readonly string[] = [];
  let used: Used | null = null;
  for (const attempt of [1, 2]) {
    const answer = await model.write(taskFor({ wish, ground, style, refusals }), options);
    used = answer.used ?? used;
    if (answer.kind === "none") return plain(answer.why, used, refusals);
    const text = tidied(answer.value);
    refusals = refusalsOf(text, ground);
    const stored = withCells(withTokens(text, ground), ground.bound);
    if (refusals.length === 0 && stored !== null && stored.length <= maxText)
      return { kind: "worded", event: eventOf(wish, stored, answer.used), used: answer.used };
    if (attempt === 2) break;
  }
  return plain("guard", used, refusals);
}

/** 短一点 is shorter than what stands there. */
const longestFor = ({ how, current }: Wish, ground: Ground): number =>
  how === "shorter" && current !== undefined
    ? Math.min(ground.longest, withFigures(forPrompt(current, ground), ground.bound).length - 1)
    : ground.longest;

function eventOf({ report, slot }: Wish, text: string, { task, version, model }: Used): Drafted {
  const items = [...(report.texts.get(slot)?.items ?? [])];
  return { type: "ParagraphDrafted", slot, text, items, from: { task, version, model } };
}

/** One paragraph as we print it: full-width marks, a full stop, the lines of a careless break kept for the guard. */
function tidied(answer: string): string {
  const lines = visible(answer)
    .trim()
    .split(/\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (lines.length !== 1) return lines.join("\n");
  const text = chinesePunctuation(lines[0] ?? "").replace(/[；，、：]+$/, "");
  return text === "" || /[。！？]$/.test(text) ? text : `${text}。`;
}

/** A figure written out that can only be a bound one becomes its token, so that it follows its cell. */
function withTokens(text: string, { bound, items }: Ground): string {
  let out = text;
  for (const { token, value, unit } of bound) {
    const digits = plainNumber(value).replace(".", "\\.");
    const written = new RegExp(`(?<![\\d.,])${digits}(?=${unit})`, "g");
    const here = [...out.matchAll(written)];
    const spoken = items.join("\n").match(new RegExp(`(?<![\\d.,])${digits}(?![\\d.,])`, "g")) ?? [];
    if (!out.includes(`{${token}}`) && here.length === 1 && spoken.length === 1)
      out = out.replace(written, `{${token}}`);
  }
  return out;
}

const wishes = {
  draft: "写成规范的书面语。",
  specific: "写得具体一点：把要点里的事一件件说清楚，不合并，不省略，也不添事。",
  shorter: "写得短一点：每件事都保留，去掉修饰和套话。",
  lastYear: "照去年的口气和句式写，内容只写今年的要点。",
} as const;

/** What a paragraph is called in the report. */
function nameOf(slot: TextSlot): string {
  const aspect = aspects.find(({ id }) => slot === `overview.${id}`);
  if (aspect !== undefined) return aspect.name;
  return slot === "problems" ? "存在的主要问题" : slot === "improvements" ? "改进情况" : "其他需要报告的事项";
}

const listed = (lines: readonly string[]): string =>
  lines.map((line, index) => `${index + 1}）${line}`).join("\n");

const styleTask = (slot: TextSlot, last: string): Task =>
  fill("last-year", { part: nameOf(slot), last: figureless(last) });

/** A stored or printed paragraph for the prompt: cell ids as tokens, those without one as their figure. */
const forPrompt = (text: string, { bound, value }: Ground): string =>
  text.replace(/\{([^{}]*)\}/g, (_, cell: string) => {
    const token = bound.find((one) => one.cell === cell)?.token;
    if (token !== undefined) return `{${token}}`;
    const known = isCellId(cell) ? value(cell) : undefined;
    return known === undefined ? "×" : plainNumber(known);
  });

interface Draft {
  wish: Wish;
  ground: Ground;
  style: string;
  refusals: readonly string[];
}

function taskFor({ wish, ground, style, refusals }: Draft): Task {
  const { organ, self, year, tokened, bound, items, longest } = ground;
  const common = {
    organ: organ.name,
    self,
    year: String(year),
    items: listed(tokened),
    figures: tokenLines(bound),
    length: String(longest),
    refusals: refusals.length === 0 ? "（没有）" : refusals.slice(0, 12).join("\n"),
  };
  if (wish.how === "draft" && wish.slot.startsWith("overview."))
    return fill("overview", { ...common, aspect: nameOf(wish.slot) });
  const part = nameOf(wish.slot);
  if (wish.how === "draft" && wish.slot !== "more")
    return fill("problems", { ...common, part, count: String(items.length) });
  const current = wish.current === undefined ? "（还没有写）" : forPrompt(wish.current, ground);
  return fill("polish", { ...common, part, style, current, wish: wishes[wish.how] });
}
