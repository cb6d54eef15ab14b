import { cellsUnder } from "../report/form.ts";
import { disputeBlocks } from "../report/form/disputes.ts";
import { applicants } from "../report/form/requests.ts";
import { claimsOf, isNowhere, tableOfPlace, type Claim } from "./claims.ts";
import type { Doubt, Heard } from "./command.ts";
import { readDisclosure } from "./disclosure.ts";
import { readDisputes } from "./disputes.ts";
import { clauses, frames, isLabel, small, type Clause, type Frame } from "./frames.ts";
import { lex, type Token } from "./lexer.ts";
import { quoteOf, requestCell, type Reading } from "./reading.ts";
import { askedRow, readRequests } from "./requests.ts";
import { tableAsked, widen, zeroAnswer, zeroRest, zeroTables } from "./zeros.ts";

export interface Figures {
  reading: Reading;
  unread: string[];
  aside: string[];
}

/** More words than any statement has. */
const longestClause = 150;
const figureKinds = new Set(["figure", "money", "bad", "quantity"]);
const hasFigure = (clause: Clause): boolean => clause.tokens.some((token) => figureKinds.has(token.kind));
const says = (clause: Clause, ...words: string[]): boolean =>
  clause.tokens.some((token) => words.includes(small(token) ?? ""));
const namesRow = (token: Token): boolean =>
  token.kind === "word" && ["row", "block", "decision", "document"].includes(token.meanings[0]?.kind ?? "");
/** A name of its own: after 热线842件, neither 都回复了 nor 都公开了 speaks of applications. */
const namesFirmly = (token: Token): boolean => {
  const meaning = token.kind === "word" ? token.meanings[0] : undefined;
  return namesRow(token) && !(meaning?.kind === "row" && (meaning.weak || meaning.row === "handledTotal"));
};
const labelled = (clause: Clause): boolean =>
  clause.tokens.some(
    (token) =>
      token.kind === "word" &&
      ["row", "carry", "block", "decision", "document"].includes(token.meanings[0]?.kind ?? ""),
  );

/** Figures and zeros in a narrowed message, heard against what is known. */
export function readFigures(narrowed: string, text: string, heard: Heard): Figures {
  const reading: Reading = {
    heard,
    text,
    cells: new Map(),
    zeros: new Set(),
    doubts: [],
    unread: [],
    correction: false,
    denied: undefined,
    partial: false,
  };
  const unread: string[] = [];
  const aside: string[] = [];
  const found: Frame[] = [];
  const words = (clause: { start: number; end: number }): string =>
    text.slice(clause.start, clause.end).trim();
  let silent: "off" | "scope" | "last year" | undefined;
  const all = joinBlanks(clauses(lex(narrowed, heard.year)));
  if (all.some((clause) => says(clause, "refuse"))) return { reading, unread: [text.trim()], aside };
  if (all.some((clause) => says(clause, "shirk"))) {
    reading.doubts.push({ why: "of what", quote: text.trim().slice(0, 60) });
    return { reading, unread: [], aside };
  }
  for (const [index, clause] of all.entries()) {
    if (clause.mark === "strong") silent = undefined;
    if (says(clause, "correct")) reading.correction = true;
    if (says(clause, "perhaps") && hasFigure(clause)) {
      const row = askedRow(heard.asked);
      const known =
        row !== undefined && cellsUnder(`requests.${row}`).some((cell) => heard.known(cell) !== undefined);
      if (known || reading.correction) reading.correction = true;
      else {
        reading.doubts.push({ why: "approximate", quote: words(clause) });
        reading.partial = true;
        continue;
      }
    }
    if (says(clause, "otherScope")) silent = "scope";
    if (says(clause, "thisYear") && silent === "last year") silent = undefined;
    const offTopic = says(clause, "off");
    if (offTopic) silent = "off";
    else if (silent === "off" && (clause.tokens.some(namesFirmly) || says(clause, "rest")))
      silent = undefined;
    if (silent === "off" && (offTopic || hasFigure(clause) || labelled(clause))) {
      if (hasFigure(clause) && !(offTopic && labelled(clause))) aside.push(words(clause));
      else unread.push(words(clause));
      if (labelled(clause) && hasFigure(clause)) reading.partial = true;
      continue;
    }
    if (clause.tokens.length > longestClause) {
      unread.push(`${words(clause).slice(0, 60)}……`);
      reading.partial = true;
      continue;
    }
    const strange =
      clause.question ||
      clause.tokens.some((token) => ["unknown", "otherTime", "quantity"].includes(token.kind)) ||
      says(clause, "poison", "half", "negative") ||
      deniesOther(clause, narrowed) ||
      countsInformation(clause, narrowed) ||
      deniesName(clause);
    if (strange || silent === "scope") {
      if (
        hasFigure(clause) ||
        clause.tokens.some((token) => token.kind === "word" && token.meanings[0]?.kind !== "filler")
      )
        reading.partial ||= hasFigure(clause);
      const bad = clause.tokens.find((token) => token.kind === "bad");
      if (bad?.kind === "bad" && silent !== "scope")
        reading.doubts.push({ why: bad.why, quote: words(clause) });
      else unread.push(words(clause));
      continue;
    }
    if (says(clause, "lastYear") && heard.asked === "requests.carriedIn") outlived(clause);
    if (
      says(clause, "lastYear") &&
      !(
        heard.asked === "requests.carriedIn" &&
        !clause.tokens.some(namesRow) &&
        (hasFigure(clause) || says(clause, "zero"))
      )
    )
      silent = "last year";
    if (
      silent === "last year" &&
      heard.asked === "requests.carriedIn" &&
      !hasFigure(clause) &&
      !labelled(clause)
    )
      continue;
    if (silent === "last year") {
      unread.push(words(clause));
      continue;
    }
    const bad = clause.tokens.find((token) => token.kind === "bad");
    if (bad?.kind === "bad" || says(clause, "approximate")) {
      reading.doubts.push({ why: bad?.kind === "bad" ? bad.why : "approximate", quote: words(clause) });
      reading.partial = true;
      continue;
    }
    const parts = frames(withoutNegated(notOne(clause), reading), index);
    if (parts === undefined) {
      unread.push(words(clause));
      reading.partial = true;
      continue;
    }
    found.push(...parts);
  }
  const claims = claimsOf(found, {
    row: askedRow(heard.asked),
    disputes: tableAsked(heard.asked) === "disputes",
  });
  settle(
    reading,
    found.some((frame) => frame.flags.has("except")) ? withoutExcepted(reading, claims) : claims,
  );
  for (const claim of reading.unread) unread.push(quoteOf(reading, claim));
  return { reading, unread, aside };
}

/** Blanks do not part statements: 4件 自然人3 企业1 is read like 4件自然人3企业1. */
function joinBlanks(found: readonly Clause[]): Clause[] {
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
function withoutNegated(clause: Clause, reading: Reading): Clause {
  const at = clause.tokens.findIndex((token) => small(token) === "not");
  if (at < 0) return clause;
  const figure = clause.tokens.findIndex((token, index) => index > at && token.kind === "figure");
  const denied = clause.tokens[figure];
  if (denied?.kind === "figure") reading.denied = denied.value;
  const tokens: Token[] = clause.tokens.filter((_, index) => index !== at && index !== figure);
  return { ...clause, tokens };
}

/** 去年有1件没办完, as the answer to what was carried in: 没办完 says why it was. */
function outlived(clause: Clause): void {
  clause.tokens = clause.tokens.filter((token) => {
    const meaning = token.kind === "word" ? token.meanings[0] : undefined;
    return !(meaning?.kind === "row" && (meaning.row === "carriedOut" || meaning.row === "handledTotal"));
  });
}

/** 一件都没有 · 一件申请也没收到 · 没有一件: the one is no figure. */
function notOne(clause: Clause): Clause {
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
function deniesName(clause: Clause): boolean {
  const at = clause.tokens.findIndex((token) => small(token) === "not");
  return (
    at >= 0 &&
    clause.tokens.some(isLabel) &&
    !clause.tokens.slice(at).some((token) => token.kind === "figure")
  );
}

/** 120条信息: published items, no applications. */
function countsInformation(clause: Clause, narrowed: string): boolean {
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

/** 除了企业那件都公开了: all but some is not told apart; 除了处罚56件别的都没有 is. */
function withoutExcepted(reading: Reading, claims: readonly Claim[]): readonly Claim[] {
  if (claims.some((claim) => claim.amount.kind === "rest zero")) return claims;
  const open = (claim: Claim): boolean => ["all", "rest", "bare"].includes(claim.amount.kind) || claim.all;
  reading.unread.push(...claims.filter(open));
  return claims.filter((claim) => !open(claim));
}

function settle(reading: Reading, claims: readonly Claim[]): void {
  const asked = tableAsked(reading.heard.asked);
  const byTable = { disclosure: [] as Claim[], requests: [] as Claim[], disputes: [] as Claim[] };
  const rest: Claim[] = [];
  const answers: Claim[] = [];
  for (const claim of claims) {
    const table = tableOfPlace(claim.place);
    if (claim.amount.kind === "rest zero") rest.push(claim);
    else if (claim.amount.kind === "zero" && claim.place.tables.length > 0) zeroTables(reading, claim);
    else if (claim.amount.kind === "zero" && isNowhere(claim.place)) answers.push(claim);
    else if (claim.amount.kind === "same") sameAsLast(reading, claim);
    else if (claim.place.tables.length > 0) reading.unread.push(claim);
    else if (
      (claim.amount.kind === "money" || (claim.amount.kind === "count" && !claim.amount.unit)) &&
      reading.heard.asked === "disclosure.fees" &&
      claim.place.rows.every((row) => row === "received")
    )
      byTable.disclosure.push(claim);
    else if (claim.amount.kind === "money" && table !== "disclosure") reading.unread.push(claim);
    else if (table !== null) byTable[table].push(claim);
    else if (!isNowhere({ ...claim.place, other: false })) reading.unread.push(claim);
    else if (asked !== undefined) byTable[asked].push(claim);
    else if (claim.amount.kind === "count") {
      const last = Object.values(byTable).flat().at(-1);
      const table = last === undefined ? null : tableOfPlace(last.place);
      if (table === "requests") byTable.requests.push(claim);
      else reading.doubts.push({ why: "of what", quote: quoteOf(reading, claim) });
    } else reading.unread.push(claim);
  }
  if (reading.unread.some((claim) => claim.amount.kind === "count")) reading.partial = true;
  readDisclosure(reading, byTable.disclosure);
  readRequests(reading, byTable.requests);
  readDisputes(reading, byTable.disputes);
  for (const claim of answers) {
    if (claims.length === 1 || claim === claims[0]) zeroAnswer(reading, claim);
    else if (heardAlready(reading)) continue;
    else reading.unread.push(claim);
  }
  const others = claims.filter((claim) => claim.amount.kind !== "rest zero");
  for (const claim of rest) zeroRest(reading, claim, others);
  widen(reading);
  const blocks = disputeBlocks.map((block) => `disputes.${block.id}`);
  if (blocks.every((block) => reading.zeros.has(block))) {
    for (const block of blocks) reading.zeros.delete(block);
    reading.zeros.add("disputes");
  }
}

const heardAlready = ({ heard, zeros }: Reading): boolean =>
  heard.asked !== null &&
  [...zeros].some((prefix) => heard.asked === prefix || heard.asked?.startsWith(`${prefix}.`) === true);

/** 跟去年一样: last year's figures of the asked row. */
function sameAsLast(reading: Reading, claim: Claim): void {
  const { heard } = reading;
  const doubt: Doubt = { why: "no last year", quote: quoteOf(reading, claim) };
  const row = askedRow(heard.asked) ?? (claim.place.rows.length === 1 ? claim.place.rows[0] : undefined);
  const cells =
    row !== undefined
      ? [...applicants.map((applicant) => requestCell(row, applicant.id))]
      : heard.asked !== null && tableAsked(heard.asked) !== undefined && heard.asked !== "requests.results"
        ? cellsUnder(heard.asked).filter((cell) => !cell.endsWith(".total"))
        : [];
  const last = cells.map((cell) => [cell, heard.lastYear(cell)] as const);
  if (cells.length === 0 || last.some(([, value]) => value === undefined)) {
    reading.doubts.push(doubt);
    return;
  }
  for (const [cell, value] of last) if (value !== undefined) reading.cells.set(cell, value);
}
