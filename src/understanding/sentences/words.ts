import { applicants, type Applicant, type RequestRow } from "../../report/form/requests.ts";
import type { DisputeBlock, Outcome } from "../../report/form/disputes.ts";
import type { TableId } from "../../report/form.ts";
import * as lexicon from "../lexicon.ts";
import type { DecisionRow, DocumentColumn, DocumentRow, ResultGroup, SmallWord } from "../lexicon.ts";

/** What a word may mean. A word with two meanings (撤销, 其他) keeps both; the frame decides. */
export type Meaning =
  | { kind: "row"; row: RequestRow; weak: boolean }
  | { kind: "group"; group: ResultGroup }
  | { kind: "applicant"; columns: readonly Applicant[] }
  | { kind: "carry" }
  | { kind: "document"; row: DocumentRow }
  | { kind: "documentColumn"; column: DocumentColumn }
  | { kind: "decision"; row: DecisionRow }
  | { kind: "block"; block: DisputeBlock | "suit" }
  | { kind: "outcome"; outcome: Outcome }
  | { kind: "dismissed" }
  | { kind: "table"; table: TableId | "all" }
  | { kind: "small"; word: SmallWord }
  | { kind: "filler" };

/**
 * The words as a tree, one node a character. There are so many that nodes are places in flat lists (a Map each took
 * 34 MB): the character, the first node below, the next node beside. 0 is the root and stands for "none" elsewhere.
 */
const character: number[] = [0];
const below: number[] = [0];
const beside: number[] = [0];
const meaningsAt = new Map<number, readonly Meaning[]>();
/** The nodes right below the root: too many to walk along. */
const first = new Map<number, number>();

function childOf(node: number, code: number): number {
  if (node === 0) return first.get(code) ?? 0;
  let child = below[node] ?? 0;
  while (child !== 0 && character[child] !== code) child = beside[child] ?? 0;
  return child;
}

function addChild(node: number, code: number): number {
  const child = character.push(code) - 1;
  below.push(0);
  beside.push(node === 0 ? 0 : (below[node] ?? 0));
  if (node === 0) first.set(code, child);
  else below[node] = child;
  return child;
}

/** Patterns of more words than this are matched as patterns: spelt out they would be most of the tree. */
const mostWords = 150;

interface Pattern {
  /** Sticky: matches from its lastIndex on. Longer choices stand first, so that it takes the longest. */
  regex: RegExp;
  meaning: (word: string) => Meaning;
}
/** The long patterns by the characters they can begin with. */
const patternsFrom = new Map<string, Pattern[]>();

/** 没{有|}收到 as [[没], [有, ""], [收到]]. */
const partsOf = (pattern: string): string[][] =>
  pattern
    .split(/[{}]/)
    .map((part, index) => (index % 2 === 1 ? part.split("|") : [part]))
    .filter((choices) => choices.some((choice) => choice !== ""));

const wordsIn = (pattern: string): number =>
  partsOf(pattern).reduce((count, choices) => count * choices.length, 1);

function addPattern(pattern: string, meaning: Pattern["meaning"]): void {
  const parts = partsOf(pattern);
  const escaped = (choice: string): string => choice.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const source = parts.map((choices) => {
    const longest = [...choices].sort((one, other) => other.length - one.length);
    return `(?:${longest.map(escaped).join("|")})`;
  });
  const entry = { regex: new RegExp(source.join(""), "y"), meaning };
  for (const choices of parts) {
    for (const choice of choices) {
      const begins = choice.charAt(0);
      const there = patternsFrom.get(begins) ?? [];
      if (begins !== "" && there.at(-1) !== entry) patternsFrom.set(begins, [...there, entry]);
    }
    if (!choices.includes("")) break;
  }
}

/** 没{有|}收到 → 没有收到, 没收到. */
function expand(pattern: string): string[] {
  const open = pattern.indexOf("{");
  if (open < 0) return [pattern];
  const close = pattern.indexOf("}", open);
  const tails = expand(pattern.slice(close + 1));
  const head = pattern.slice(0, open);
  return pattern
    .slice(open + 1, close)
    .split("|")
    .flatMap((choice) => tails.map((tail) => head + choice + tail));
}

/** Blanks inside braces never occur, so blanks and line breaks part the entries. */
const patternsIn = (words: string): string[] => words.trim().split(/\s+/);

/** The single words of such a list. */
export const entries = (words: string): string[] => patternsIn(words).flatMap(expand);

/** All that a list says means this. */
function addWords(words: string, meaning: Meaning): void {
  const patterns = patternsIn(words);
  add(patterns.filter((pattern) => wordsIn(pattern) <= mostWords).flatMap(expand), meaning);
  for (const pattern of patterns) if (wordsIn(pattern) > mostWords) addPattern(pattern, () => meaning);
}

/** Words of a row; some are weak: they name it only where nothing else does. */
function addRow(row: RequestRow, words: string): void {
  const [weak, strong] = [true, false].map((isWeak): Meaning => ({ kind: "row", row, weak: isWeak })) as [
    Meaning,
    Meaning,
  ];
  const meaning = (word: string): Meaning => (weakWords.has(word) ? weak : strong);
  for (const pattern of patternsIn(words)) {
    if (wordsIn(pattern) > mostWords) addPattern(pattern, meaning);
    else for (const word of expand(pattern)) add([word], meaning(word));
  }
}

/** All words of a list that mean only this share one list of meanings. */
function add(words: readonly string[], meaning: Meaning): void {
  const alone: readonly Meaning[] = [meaning];
  for (const word of words) {
    if (word === "") continue;
    let node = 0;
    for (let index = 0; index < word.length; index++) {
      const code = word.charCodeAt(index);
      const child = childOf(node, code);
      node = child === 0 ? addChild(node, code) : child;
    }
    const meanings = meaningsAt.get(node);
    if (meanings === undefined) meaningsAt.set(node, alone);
    else if (meaning.kind !== "filler" && !meanings.some((other) => other.kind === meaning.kind))
      meaningsAt.set(node, [...meanings, meaning]);
  }
}

function addAll<Id extends string>(words: Record<Id, string>, meaning: (id: Id) => Meaning): void {
  for (const id of Object.keys(words) as Id[]) addWords(words[id], meaning(id));
}

const corporate = applicants.map((applicant) => applicant.id).filter((id) => id !== "person");
const weakWords = new Set(entries(lexicon.weakResults));
for (const row of Object.keys(lexicon.requestRowWords) as RequestRow[])
  addRow(row, lexicon.requestRowWords[row]);
addAll(lexicon.groupWords, (group) => ({ kind: "group", group }));
addWords(lexicon.carryWords, { kind: "carry" });
addAll(lexicon.applicantWords, (column) => ({ kind: "applicant", columns: [column] }));
addWords(lexicon.corporateWords, { kind: "applicant", columns: corporate });
addAll(lexicon.documentRowWords, (row) => ({ kind: "document", row }));
addAll(lexicon.documentColumnWords, (column) => ({ kind: "documentColumn", column }));
addAll(lexicon.decisionWords, (row) => ({ kind: "decision", row }));
addAll(lexicon.blockWords, (block) => ({ kind: "block", block }));
addAll(lexicon.outcomeWords, (outcome) => ({ kind: "outcome", outcome }));
addWords(lexicon.dismissedWords, { kind: "dismissed" });
addAll(lexicon.tableWords, (table) => ({ kind: "table", table }));
addAll(lexicon.smallWords, (word) => ({ kind: "small", word }));
addWords(lexicon.fillers, { kind: "filler" });

/** The longest word of the lexicon that starts at `start`. */
export function find(text: string, start: number): { end: number; meanings: readonly Meaning[] } | undefined {
  let node = 0;
  let found: { end: number; meanings: readonly Meaning[] } | undefined;
  for (let index = start; index < text.length; index++) {
    node = childOf(node, text.charCodeAt(index));
    if (node === 0) break;
    const meanings = meaningsAt.get(node);
    if (meanings !== undefined) found = { end: index + 1, meanings };
  }
  for (const { regex, meaning } of patternsFrom.get(text.charAt(start)) ?? []) {
    regex.lastIndex = start;
    if (!regex.test(text) || regex.lastIndex < (found?.end ?? 0)) continue;
    const end = regex.lastIndex;
    const own = meaning(text.slice(start, end));
    const others = found?.end === end ? found.meanings.filter((other) => other.kind !== own.kind) : [];
    // Rows come first, as in the tree.
    found = { end, meanings: own.kind === "row" ? [own, ...others] : [...others, own] };
  }
  return found;
}
