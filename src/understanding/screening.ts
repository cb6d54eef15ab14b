import { type Clause, small } from "./clauses.ts";
import { isLabel } from "./frames.ts";
import { type Token } from "./lexer.ts";
import { type Reading } from "./reading.ts";

export const figureKinds = new Set(["figure", "money", "bad", "quantity"]);

export const hasFigure = (clause: Clause): boolean =>
  clause.tokens.some((token) => figureKinds.has(token.kind));

export const says = (clause: Clause, ...words: string[]): boolean =>
  clause.tokens.some((token) => words.includes(small(token) ?? ""));

export const namesRow = (token: Token): boolean =>
  token.kind === "word" && ["row", "block", "decision", "document"].includes(token.meanings[0]?.kind ?? "");

/** A name of its own: after 热线842件, neither 都回复了 nor 都公开了 speaks of applications. */
export const namesFirmly = (token: Token): boolean => {
  const meaning = token.kind === "word" ? token.meanings[0] : undefined;
  return namesRow(token) && !(meaning?.kind === "row" && (meaning.weak || meaning.row === "handledTotal"));
};

export const labelled = (clause: Clause): boolean =>
  clause.tokens.some(
    (token) =>
      token.kind === "word" &&
      ["row", "carry", "block", "decision", "document"].includes(token.meanings[0]?.kind ?? ""),
  );

/** Blanks do not part statements: 4件 自然人3 企业1 is read like 4件自然人3企业1. */
export function joinBlanks(found: readonly Clause[]): Clause[] {
  const joined: Clause[] = [];
  for (const clause of found) {
    const last = joined.at(-1);
    if (clause.mark === "blank" && last !== undefined) {
      joined[joined.length - 1] = {
        ...last,
        tokens: [...last.tokens, ...clause.tokens],
        end: clause.end,
        question: last.question || clause.question,
      };
    } else joined.push(clause);
  }
  return joined;
}

/** 不是3件是5件: the denied figure goes; what follows corrects it. */
export function withoutNegated(clause: Clause, reading: Reading): Clause {
  const at = clause.tokens.findIndex((token) => small(token) === "not");
  if (at < 0) return clause;
  const figure = clause.tokens.findIndex((token, index) => index > at && token.kind === "figure");
  const denied = clause.tokens[figure];
  if (denied?.kind === "figure") {
    reading.denied = denied.value;
    reading.correction = true;
  }
  const tokens: Token[] = clause.tokens.filter((_, index) => index !== at && index !== figure);
  return { ...clause, tokens };
}

/** 去年有1件没办完, as the answer to what was carried in: 没办完 says why it was. */
export function outlived(clause: Clause): void {
  clause.tokens = clause.tokens.filter((token) => {
    const meaning = token.kind === "word" ? token.meanings[0] : undefined;
    return !(meaning?.kind === "row" && (meaning.row === "carriedOut" || meaning.row === "handledTotal"));
  });
}

/** 一件都没有 · 一件申请也没收到 · 没有一件: the one is no figure. */
export function notOne(clause: Clause): Clause {
  const { tokens } = clause;
  const one = tokens.findIndex((token) => token.kind === "figure" && token.value === 1 && token.unit);
  const after = tokens.findIndex((token, index) => index > one && small(token) === "zero");
  const zero = after >= 0 ? after : tokens.findIndex((token) => small(token) === "zero");
  if (zero < 0 || one < 0) return clause;
  const between = tokens.slice(one + 1, zero);
  const last = small(between.at(-1) ?? tokens[one] ?? { kind: "unknown", start: 0, end: 0 });
  const nouns = between
    .slice(0, -1)
    .every(
      (token) =>
        token.kind === "word" && (token.meanings[0]?.kind === "filler" || token.meanings[0]?.kind === "row"),
    );
  const ends = tokens
    .slice(zero + 1)
    .every((token) => token.kind === "word" && token.meanings[0]?.kind === "filler");
  const none =
    one < zero && (((last === "all" || last === "also") && nouns) || (between.length === 0 && ends));
  const noOne = one === zero + 1;
  if (!none && !noOne) return clause;
  return {
    ...clause,
    tokens: tokens.filter(
      (token, index) => index !== one && !(index > one && index < zero && small(token) === "all"),
    ),
  };
}

/** 都不是信访: what it is not. */
export function deniesName(clause: Clause): boolean {
  const at = clause.tokens.findIndex((token) => small(token) === "not");
  return (
    at >= 0 &&
    clause.tokens.some(isLabel) &&
    !clause.tokens.slice(at).some((token) => token.kind === "figure")
  );
}

/** 120条信息: published items, no applications. */
export function countsInformation(clause: Clause, narrowed: string): boolean {
  return clause.tokens.some((token, index) => {
    const next = clause.tokens[index + 1];
    return (
      token.kind === "figure" &&
      next?.kind === "word" &&
      next.meanings[0]?.kind === "filler" &&
      /^(?:政府|政务|公开)?信息$/.test(narrowed.slice(next.start, next.end))
    );
  });
}

/** 没 before a verb (没拿, 没有用) denies something else; before a name or at the end it is a figure of none. */
export function deniesOther(clause: Clause, narrowed: string): boolean {
  return clause.tokens.some((token, index) => {
    const next = clause.tokens[index + 1];
    if (small(token) !== "zero" || next?.kind !== "word" || next.meanings[0]?.kind !== "filler") return false;
    const word = narrowed.slice(token.start, token.end);
    if (!/[没未无]$/.test(word)) return false;
    return !/^(?:有|了|的|过|人|被|因|就|，|政府|政府信息|政府信息公开|信息公开|法人|那|呢|啊|吧|哈|啦|嘛|呀|哦|涉及|作出|做出|产生|实施|发生|开展)/.test(
      narrowed.slice(next.start, next.end),
    );
  });
}
