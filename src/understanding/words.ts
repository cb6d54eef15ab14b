import { applicants, type Applicant, type RequestRow } from "../report/form/requests.ts";
import type { DisputeBlock, Outcome } from "../report/form/disputes.ts";
import type { TableId } from "../report/form.ts";
import * as lexicon from "./lexicon.ts";
import type { DecisionRow, DocumentColumn, DocumentRow, ResultGroup, SmallWord } from "./lexicon.ts";

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

interface Node {
  next: Map<number, Node>;
  meanings: Meaning[] | null;
}
const root: Node = { next: new Map(), meanings: null };

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

/** The single words of such a list. Blanks inside braces never occur, so blanks and line breaks part the entries. */
export const entries = (words: string): string[] => words.trim().split(/\s+/).flatMap(expand);

function add(words: string, meaningOf: (word: string) => Meaning): void {
  for (const word of entries(words)) {
    if (word === "") continue;
    let node = root;
    for (let index = 0; index < word.length; index++) {
      const code = word.charCodeAt(index);
      let next = node.next.get(code);
      if (next === undefined) node.next.set(code, (next = { next: new Map(), meanings: null }));
      node = next;
    }
    const meaning = meaningOf(word);
    if (node.meanings === null) node.meanings = [meaning];
    else if (meaning.kind !== "filler" && !node.meanings.some((other) => other.kind === meaning.kind))
      node.meanings.push(meaning);
  }
}
function addAll<Id extends string>(
  words: Record<Id, string>,
  meaning: (id: Id, word: string) => Meaning,
): void {
  for (const id of Object.keys(words) as Id[]) add(words[id], (word) => meaning(id, word));
}

const corporate = applicants.map((applicant) => applicant.id).filter((id) => id !== "person");
const weak = new Set(entries(lexicon.weakResults));
addAll(lexicon.requestRowWords, (row, word) => ({ kind: "row", row, weak: weak.has(word) }));
addAll(lexicon.groupWords, (group) => ({ kind: "group", group }));
add(lexicon.carryWords, () => ({ kind: "carry" }));
addAll(lexicon.applicantWords, (column) => ({ kind: "applicant", columns: [column] }));
add(lexicon.corporateWords, () => ({ kind: "applicant", columns: corporate }));
addAll(lexicon.documentRowWords, (row) => ({ kind: "document", row }));
addAll(lexicon.documentColumnWords, (column) => ({ kind: "documentColumn", column }));
addAll(lexicon.decisionWords, (row) => ({ kind: "decision", row }));
addAll(lexicon.blockWords, (block) => ({ kind: "block", block }));
addAll(lexicon.outcomeWords, (outcome) => ({ kind: "outcome", outcome }));
add(lexicon.dismissedWords, () => ({ kind: "dismissed" }));
addAll(lexicon.tableWords, (table) => ({ kind: "table", table }));
addAll(lexicon.smallWords, (word) => ({ kind: "small", word }));
add(lexicon.fillers, () => ({ kind: "filler" }));

/** The longest word of the lexicon that starts at `start`. */
export function find(text: string, start: number): { end: number; meanings: readonly Meaning[] } | undefined {
  let node: Node | undefined = root;
  let found: { end: number; meanings: readonly Meaning[] } | undefined;
  for (let index = start; index < text.length; index++) {
    node = node.next.get(text.charCodeAt(index));
    if (node === undefined) return found;
    if (node.meanings !== null) found = { end: index + 1, meanings: node.meanings };
  }
  return found;
}
