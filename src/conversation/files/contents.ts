import type { TextSlot } from "../../report/events.ts";
import { maxText } from "../../report/events.ts";
import { readFee, type FeeStatement } from "../../report/fee.ts";
import { cellIds, isAllowed, isComputed, partsOf, type CellId } from "../../report/form.ts";
import type { Organ } from "../../report/organ.ts";
import { numberIn, type PrintedReport } from "../../report/printed.ts";
import { aspectParts } from "../../rules/aspects.ts";
import { read } from "../../rules/reading.ts";

/** What can be taken over from a printed report: figures, and the words as they stand. */
export interface Contents {
  organ: Organ | null;
  cells: ReadonlyMap<CellId, number>;
  opening: readonly string[];
  texts: readonly { slot: TextSlot; items: string[] }[];
  fee: FeeStatement | null;
}

export function contentsOf(printed: PrintedReport): Contents {
  const reading = read(printed);
  const linesOf = (id: "overview" | "problems" | "other"): string[] =>
    (reading.sections.get(id)?.text ?? "")
      .split("\n")
      // Marks of bold type from a text file are no words.
      .map((line) => line.replaceAll("**", "").trim())
      .filter((line) => line !== "");
  const overview = overviewTexts(linesOf("overview").join("\n"));
  const closing = problemTexts(linesOf("problems"));
  const { fee, more } = otherTexts(linesOf("other"));
  const texts = [
    ...overview.texts,
    ...closing,
    ...(more.length > 0 ? [{ slot: "more" as const, items: more }] : []),
  ];
  const contact = contactIn(printed.preamble);
  return {
    organ:
      printed.organ === null || printed.organ.name.length > 60
        ? null
        : { ...printed.organ, ...(contact === undefined ? {} : { contact }) },
    cells: figures(printed),
    opening: limited(overview.opening),
    texts: texts
      .map(({ slot, items }) => ({ slot, items: limited(items) }))
      .filter(({ items }) => items.length > 0),
    fee,
  };
}

/** Every figure that can stand in its cell; a total only where the figures below do not make it up or are not all there. */
function figures(printed: PrintedReport): Map<CellId, number> {
  const found = new Map<CellId, number>();
  const summed = (cell: CellId): number | undefined =>
    isComputed(cell)
      ? partsOf(cell).reduce<number | undefined>((sum, part) => {
          const value = summed(part);
          return sum === undefined || value === undefined ? undefined : sum + value;
        }, 0)
      : numberIn(printed, cell);
  for (const cell of cellIds) {
    const value = numberIn(printed, cell);
    if (value === undefined || !isAllowed(cell, value)) continue;
    if (!isComputed(cell) || summed(cell) !== value) found.set(cell, value);
  }
  return found;
}

/** At most 40 items of at most 4000 characters, with nothing lost. */
function limited(lines: readonly string[]): string[] {
  const short = lines.flatMap((line) => line.match(new RegExp(`[^]{1,${maxText}}`, "g")) ?? []);
  if (short.length <= 40) return short;
  return (short.join("").match(new RegExp(`[^]{1,${maxText}}`, "g")) ?? []).slice(0, 40);
}

const wide: Record<string, string> = { ",": "，", ";": "；", ":": "：", "(": "（", ")": "）" };
/** The same length, so that a place in it is a place in the original. */
const widened = (text: string): string => text.replace(/[,;:()]/g, (mark) => wide[mark] ?? mark);

/** Section 一 by its five aspects; what stands before the first title is the opening. */
function overviewTexts(text: string): { opening: string[]; texts: { slot: TextSlot; items: string[] }[] } {
  const plain = widened(text);
  const parts = aspectParts(plain);
  const lines = (from: number, to: number): string[] =>
    text
      .slice(from, to)
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
  const places: { head: number; start: number; end: number; part: (typeof parts)[number] }[] = [];
  let at = 0;
  for (const part of parts) {
    const head = plain.indexOf(part.title, at);
    const start =
      part.text === "" ? head + part.title.length : plain.indexOf(part.text, head + part.title.length);
    if (head < 0 || start < 0) continue;
    places.push({ head, start, end: start + part.text.length, part });
    at = start + part.text.length;
  }
  const [first] = places;
  if (first === undefined) return { opening: lines(0, text.length), texts: [] };
  const bySlot = new Map<TextSlot, string[]>();
  let slot: TextSlot | null = null;
  const opening = lines(0, lead(plain, first.head));
  for (const { start, end, part } of places) {
    const own = lines(start, end);
    // A long title is a sentence of its own; one that names no aspect goes with the part before it.
    const titled = part.title.length > 14 || part.aspect === null ? [part.title] : [];
    slot = part.aspect === null ? slot : `overview.${part.aspect}`;
    if (slot === null) opening.push(...titled, ...own);
    else bySlot.set(slot, [...(bySlot.get(slot) ?? []), ...titled, ...own]);
  }
  return { opening, texts: [...bySlot].map(([where, items]) => ({ slot: where, items })) };
}

/** Where a title with its number begins: （一） before 主动公开. */
function lead(plain: string, head: number): number {
  const number = /(?:（[^（）\n]{1,3}）|\d{1,2}[.、．])\s*$/.exec(plain.slice(0, head));
  return head - (number?.[0].length ?? 0);
}

const problemHead =
  /^[（(]?[一1]?[）)、.．]?\s*(?:政府信息公开工作)?(?:当前|目前|工作中)?(?:还)?(?:存在)?的?(?:主要|突出)?的?(?:问题|不足|困难)(?:和不足|及不足|与不足|情况)?\s*(?:[。：:]|$)/;
const measures = String.raw`^(?:[（(][二2三3][）)]|[二2][、.．])?\s*(?:下一?步)?的?(?:主要|具体)?(?:改进|整改|工作)(?:情况|措施|方向|打算|思路|办法|计划)(?:和措施|及措施)?\s*`;
const measureLine = new RegExp(measures);
const measureHead = new RegExp(`${measures}(?:[。：:]|$)`);
const measureSentence =
  /(?<=[。；\n]|^)\s*(?:下一?步|下阶段|针对(?:以上|上述|这些|存在)|今后|改进措施|整改措施|\d{4}年[，,]我)/;

function problemTexts(lines: readonly string[]): { slot: TextSlot; items: string[] }[] {
  const bare = lines.length === 1 && /^(?:无|没有|暂无)[。.]?$/.test(lines[0] ?? "");
  if (lines.length === 0 || bare) return [];
  let cut = lines.findIndex((line, index) => index > 0 && measureLine.test(line));
  let own = [...lines];
  if (cut < 0) {
    const text = lines.join("\n");
    const at = measureSentence.exec(text)?.index ?? -1;
    if (at <= 0) return [{ slot: "problems", items: headless(own, problemHead) }];
    const before = text.slice(0, at).split("\n");
    own = [...before, ...text.slice(at).split("\n")].map((line) => line.trim()).filter((line) => line !== "");
    cut = before.filter((line) => line.trim() !== "").length;
  }
  return [
    { slot: "problems", items: headless(own.slice(0, cut), problemHead) },
    { slot: "improvements", items: headless(own.slice(cut), measureHead) },
  ];
}

/** Without the title that we print ourselves. */
const headless = (lines: readonly string[], head: RegExp): string[] =>
  lines
    .map((line, index) => (index === 0 ? line.replace(head, "").trim() : line))
    .filter((line) => line !== "");

/** The fee statement is written by us from its figures; the rest stands as it is. */
function otherTexts(lines: readonly string[]): { fee: FeeStatement | null; more: string[] } {
  const ofFee = lines.filter((line) => /处理费|收取?[^。；]{0,12}费|收费/.test(line));
  const fee = ofFee.length === 0 ? null : readFee(ofFee.join("\n"));
  const rest = fee === null ? lines : lines.filter((line) => !ofFee.includes(line));
  return { fee, more: rest.filter((line) => !/^(?:无|没有|暂无)[。.]?$/.test(line)) };
}

function contactIn(preamble: string): string | undefined {
  const found =
    /联系（([^（）]{5,290})）/.exec(preamble)?.[1] ??
    /((?:联系)?(?:地址|电话)[：:][^。\n]{5,200})/.exec(preamble)?.[1];
  return found?.replace(/[）)]+$/, "").trim();
}
