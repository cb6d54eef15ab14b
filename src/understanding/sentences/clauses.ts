import { type Strength, type Token } from "./lexer.ts";
import { type SmallWord } from "../lexicon.ts";

/** What stands between two marks. */
export interface Clause {
  tokens: Token[];
  start: number;
  end: number;
  mark: Strength;
  /** The sentence ends with a question mark. */
  question: boolean;
}

/** Parts a message at its marks; empty clauses are left out. */
export function clauses(tokens: readonly Token[]): Clause[] {
  const found: Clause[] = [];
  let open: Clause | undefined;
  let mark: Strength = "strong";
  const rank: Strength[] = ["blank", "enum", "comma", "strong"];
  let sentence = 0;
  for (const token of tokens) {
    if (token.kind !== "mark") {
      if (open === undefined)
        found.push((open = { tokens: [], start: token.start, end: token.end, mark, question: false }));
      open.tokens.push(token);
      open.end = token.end;
      continue;
    }
    if (open !== undefined) mark = token.strength;
    else if (rank.indexOf(token.strength) > rank.indexOf(mark)) mark = token.strength;
    open = undefined;
    if (token.question) {
      // 都公开了，顺便问下部分公开怎么算？ asks only at its end; 收到5件，对吗？ asks all of it
      const last = found.length - 1;
      const asking = found[last]?.tokens.some((word) => small(word) === "wh") === true;
      for (const clause of found.slice(asking ? Math.max(last, sentence) : sentence)) clause.question = true;
    }
    if (token.strength === "strong") sentence = found.length;
  }
  return found;
}

export const small = (token: Token): SmallWord | undefined => {
  const meaning = token.kind === "word" ? token.meanings[0] : undefined;
  return meaning?.kind === "small" ? meaning.word : undefined;
};
