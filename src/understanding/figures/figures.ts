import { applicants } from "../../report/form/requests.ts";
import { type TableId, cellsUnder } from "../../report/form.ts";
import { disputeBlocks } from "../../report/form/disputes.ts";
import { type Claim, claimsOf } from "../sentences/claims.ts";
import { clauses, small } from "../sentences/clauses.ts";
import { type Doubt, type Heard } from "../command.ts";
import { readDisclosure } from "./disclosure.ts";
import { readDisputes } from "./disputes.ts";
import { type Frame, frames } from "../sentences/frames.ts";
import { lex } from "../sentences/lexer.ts";
import { inDisclosure, isNowhere, tableOfPlace } from "../sentences/places.ts";
import { type Reading, quoteOf, requestCell } from "./reading.ts";
import { askedRow } from "../requests/requestRows.ts";
import { readRequests } from "../requests/requests.ts";
import { zeroRest } from "./restZeros.ts";
import {
  countsInformation,
  deniesName,
  deniesOther,
  hasFigure,
  joinBlanks,
  labelled,
  namesFirmly,
  namesRow,
  notOne,
  nothingCarried,
  outlived,
  says,
  tellsChannel,
  withoutExcepted,
  withoutNegated,
} from "./screening.ts";
import { tableAsked, widen, zeroAnswer, zeroTables } from "./zeros.ts";

export interface Figures {
  reading: Reading;
  unread: string[];
  aside: string[];
}

/** More words than any statement has. */
const longestClause = 150;

/** Figures and zeros in a narrowed message, heard against what is known. */
export function readFigures(narrowed: string, text: string, heard: Heard): Figures {
  const reading: Reading = {
    heard,
    text,
    cells: new Map(),
    contested: new Set(),
    zeros: new Set(),
    doubts: [],
    unread: [],
    correction: false,
    denied: undefined,
    excepted: [],
    partial: false,
  };
  const unread: string[] = [];
  const aside: string[] = [];
  const found: Frame[] = [];
  const words = (clause: { start: number; end: number }): string =>
    text.slice(clause.start, clause.end).trim();
  let retracts = false; // 不对 was said of the figure before
  let silent: "off" | "scope" | "last year" | undefined;
  const all = joinBlanks(clauses(lex(narrowed, heard.year)), narrowed);
  if (all.some((clause) => says(clause, "refuse"))) return { reading, unread: [text.trim()], aside };
  if (all.some((clause) => says(clause, "shirk"))) {
    reading.doubts.push({ why: "not ours to fill" });
    return { reading, unread: [], aside };
  }
  const whole =
    heard.known("requests.received.total") !== undefined ||
    all.some((clause) => hasFigure(clause) && clause.tokens.some(namesRow));
  for (const [index, clause] of all.entries()) {
    if (whole && tellsChannel(narrowed.slice(clause.start, clause.end))) {
      aside.push(words(clause));
      continue;
    }
    if (clause.mark === "strong") silent = undefined;
    const corrected = reading.correction;
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
      says(clause, "poison", "wh", "half", "negative") ||
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
    nothingCarried(clause);
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
    // 收到5件，哦不对是6件: the figure before it in the message
    const taken = clause.tokens.filter(
      (token) => !(token.kind === "word" && token.meanings[0]?.kind === "filler"),
    );
    const plain = taken.filter((token) => !["correct", "not"].includes(small(token) ?? ""));
    if (
      plain.length < taken.length &&
      plain.length === 0 &&
      found.some((frame) => frame.figure !== undefined)
    ) {
      retracts = true;
      reading.correction = corrected;
      continue;
    }
    const [only, ...more] = plain;
    const previous = found.findLast((frame) => frame.figure !== undefined);
    const restates = retracts || plain.length < taken.length;
    if (restates && only?.kind === "figure" && more.length === 0 && previous?.figure?.kind === "figure") {
      previous.figure = only;
      previous.end = only.end;
      reading.correction = corrected;
      retracts = false;
      continue;
    }
    retracts = false;
    const parts = frames(withoutExcepted(withoutNegated(notOne(clause), reading), reading), index);
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
  settle(reading, found.some((frame) => frame.flags.has("except")) ? withoutOpen(reading, claims) : claims);
  for (const claim of reading.unread) unread.push(quoteOf(reading, claim));
  return { reading, unread, aside };
}

/** 除了复议那件都公开了: all but some is not told apart; 除了处罚56件别的都没有 is. */
function withoutOpen(reading: Reading, claims: readonly Claim[]): readonly Claim[] {
  if (claims.some((claim) => claim.amount.kind === "rest zero")) return claims;
  const open = (claim: Claim): boolean =>
    ["all", "rest", "bare", "zero"].includes(claim.amount.kind) || claim.all;
  reading.unread.push(...claims.filter(open));
  return claims.filter((claim) => !open(claim));
}

function settle(reading: Reading, claims: readonly Claim[]): void {
  const asked = tableAsked(reading.heard.asked);
  const byTable = { disclosure: [] as Claim[], requests: [] as Claim[], disputes: [] as Claim[] };
  const rest: Claim[] = [];
  const answers: Claim[] = [];
  let spoken: TableId | undefined; // the table spoken of last in this message
  let ofDisclosure = false; // the last name was of table 二: 许可受理130件、办结124件
  for (const claim of claims) {
    const table = tableOfPlace(claim.place);
    const { rows, columns, groups, weak } = claim.place;
    const general =
      columns.length + groups.length === 0 && (weak || rows.every((row) => row === "handledTotal"));
    if (ofDisclosure && rows.length > 0 && general) {
      reading.unread.push(claim);
      continue;
    }
    if (!isNowhere(claim.place)) ofDisclosure = inDisclosure(claim.place);
    if (table !== null) spoken = table;
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
    else if (claim.place.other && (spoken === "requests" || spoken === "disputes"))
      byTable[spoken].push(claim);
    else if (asked !== undefined) byTable[asked].push(claim);
    else if (claim.amount.kind === "count") {
      if (spoken === "requests") byTable.requests.push(claim);
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
