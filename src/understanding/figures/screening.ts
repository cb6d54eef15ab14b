import { type Clause, small } from "../sentences/clauses.ts";
import { isLabel } from "../sentences/frames.ts";
import { type Token } from "../sentences/lexer.ts";
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
export function joinBlanks(found: readonly Clause[], narrowed: string): Clause[] {
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
  return joined.flatMap((clause) => parted(clause, narrowed));
}

/** 两件公开还有一件在办 · 许可12件其中新办10件 · 处罚36件罚款5万: such words part two figures like a comma. */
function parted(clause: Clause, narrowed: string): Clause[] {
  const isFigure = (token: Token | undefined): boolean => token?.kind === "figure" || token?.kind === "money";
  const at = clause.tokens.findIndex((token, index) => {
    if (!clause.tokens.slice(0, index).some((before) => before.kind === "figure")) return false;
    const ahead = clause.tokens.slice(index + 1);
    if (small(token) === "more") return isFigure(ahead[0]);
    if (small(token) === "among") return narrowed.startsWith("其中", token.start) && ahead.some(isFigure);
    return small(token) === "off" && isFigure(ahead.find((next) => small(next) !== "off"));
  });
  const more = clause.tokens[at];
  const last = clause.tokens[at - 1];
  if (more === undefined || last === undefined) return [clause];
  return [
    { ...clause, tokens: clause.tokens.slice(0, at), end: last.end },
    ...parted({ ...clause, tokens: clause.tokens.slice(at), start: more.start, mark: "comma" }, narrowed),
  ];
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

/** 除了企业那件都公开了: the excepted column goes; it is kept for what “all” means. */
export function withoutExcepted(clause: Clause, reading: Reading): Clause {
  const at = clause.tokens.findIndex((token) => small(token) === "except");
  if (at < 0 && reading.excepted.length > 0)
    return { ...clause, tokens: clause.tokens.filter((token) => small(token) !== "restOr") };
  if (at < 0 || says(clause, "zero")) return clause;
  const ahead = clause.tokens.slice(at + 1);
  const stop = ahead.findIndex((token) => ["all", "rest", "restOr"].includes(small(token) ?? ""));
  const part = stop < 0 ? ahead : ahead.slice(0, stop);
  const named = part.flatMap((token) => {
    const meaning = token.kind === "word" ? token.meanings[0] : undefined;
    return meaning?.kind === "applicant" && meaning.columns.length === 1 ? meaning.columns : [];
  });
  const plain = part.every((token) => {
    const kind = token.kind === "word" ? token.meanings[0]?.kind : undefined;
    const one = token.kind === "figure" && token.value === 1;
    if (stop < 0 && (kind === "row" || kind === "group")) return true; // 除了企业那件没办完
    return kind === "applicant" || kind === "filler" || small(token) === "that" || one;
  });
  const own = part.some(
    (token) => token.kind === "word" && ["row", "group"].includes(token.meanings[0]?.kind ?? ""),
  );
  const [column] = named;
  if (!plain || named.length !== 1 || column === undefined) return clause;
  reading.excepted.push(column);
  return {
    ...clause,
    tokens: clause.tokens.filter((token) => token !== clause.tokens[at] && (own || !part.includes(token))),
  };
}

/** 去年有1件没办完, as the answer to what was carried in: 没办完 says why it was. */
export function outlived(clause: Clause): void {
  clause.tokens = clause.tokens.filter((token) => {
    const meaning = token.kind === "word" ? token.meanings[0] : undefined;
    return !(meaning?.kind === "row" && (meaning.row === "carriedOut" || meaning.row === "handledTotal"));
  });
}

/** 去年没有结转: nothing was carried in, whatever is asked. */
export function nothingCarried(clause: Clause): void {
  if (!says(clause, "lastYear") || !says(clause, "zero") || hasFigure(clause)) return;
  const kinds = clause.tokens.map((token) => (token.kind === "word" ? token.meanings[0] : undefined));
  const carry = kinds.findIndex(
    (meaning) => meaning?.kind === "carry" || (meaning?.kind === "row" && meaning.row === "carriedIn"),
  );
  const others = kinds.every(
    (meaning, index) =>
      index === carry ||
      meaning?.kind === "filler" ||
      (meaning?.kind === "small" && ["lastYear", "zero", "also", "all"].includes(meaning.word)) ||
      (meaning?.kind === "row" && (meaning.row === "received" || meaning.row === "handledTotal")),
  );
  if (carry < 0 || !others) return;
  clause.tokens = clause.tokens.flatMap((token, index): Token[] => {
    const meaning = kinds[index];
    const done = meaning?.kind === "row" && meaning.row === "handledTotal"; // 去年没有遗留的，都办完了
    if (small(token) === "lastYear" || small(token) === "all" || done) return [];
    if (index !== carry) return [token];
    const meanings = [{ kind: "row", row: "carriedIn", weak: false }] as const;
    return [{ kind: "word", start: token.start, end: token.end, meanings }];
  });
}

const channel =
  /^(?:其中|(?:其中)?(?:有|通过|经|从|以))?(?:网上|网络|线上|网站|平台|系统|依申请平台|信函|信件|邮寄|来信|书面|纸质|当面|现场|窗口|电子邮件|邮件|邮箱|传真|线下|邮政)(?:申请|提交|提出|递交|渠道|方式|途径|来|的|是|收到|受理|平台)*(?:有|是|:)?\s*\d+\s*[件条份宗起个](?:申请)?$/;
const hanFigure = /[一二两三四五六七八九十]{1,3}(?=\s*[件条份宗起个])/;

/** 其中网上5件、信函3件: by channel, which the form does not ask. */
export const tellsChannel = (words: string): boolean =>
  channel.test(words.replace(hanFigure, "1").replace(/\s+/g, ""));

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
