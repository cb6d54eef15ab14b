import { trimMarks } from "../../language/sentences.ts";
import { narrow } from "../../language/width.ts";
import { maxText } from "../../report/events.ts";
import { FeeStatement } from "../../report/fee.ts";
import { cellsUnder, isAllowed, isCellId, isComputed, isPrefix, type CellId } from "../../report/form.ts";
import { resultRows } from "../../report/form/requests.ts";
import { kindsOf, Organ } from "../../report/organ.ts";
import type { Command, Heard } from "../command.ts";
import type { Reading } from "./answer.ts";
import {
  around,
  denies,
  isCount,
  isDoubtful,
  isInside,
  isOfAnotherYear,
  numbersIn,
  ordersTheBot,
  standsAt,
  type Message,
  type Span,
} from "./evidence.ts";

/** A reading that the message bears out. `at`: the quote in the message; `number`: where the figure begins. */
export interface Checked {
  command: Command;
  at: Span;
  number?: number;
}

/** A reading checked against the message and the form; null for anything that does not stand there. */
export function check(reading: Reading, message: Message, heard: Heard): Checked | null {
  for (const at of standsAt(message, reading.quote)) {
    const found = checkAt(reading, { message, heard, at, words: message.plain.slice(at.start, at.end) });
    if (found !== null) return { at, ...found };
  }
  return null;
}

interface Place {
  message: Message;
  heard: Heard;
  at: Span;
  /** The quote as it stands there. */
  words: string;
}
type Found = Omit<Checked, "at"> | null;

function checkAt(reading: Reading, place: Place): Found {
  switch (reading.do) {
    case "set":
      return figure(reading, place);
    case "zero":
      return zero(reading.under, place);
    case "text":
      return text(reading, place);
    case "fee":
      return fee(reading, place);
    case "organ":
      return organ(reading.name, place);
    case "contact":
      return contact(reading.contact, place);
    case "run": {
      const { name, about } = reading;
      const part = about !== null && isPrefix(about) ? { about } : {};
      return ordersTheBot(place.words) ? null : { command: { do: "run", name, ...part } };
    }
  }
}

const corrects = /改|更正|错了|不对|其实是|有误/;

function figure({ cell, value }: Extract<Reading, { do: "set" }>, place: Place): Found {
  const { message, at, words } = place;
  if (!isCellId(cell) || !isAllowed(cell, value)) return null;
  if (isComputed(cell) && !isStatedTotal(cell, place)) return null;
  if (value === 0) return zero(cell, place);
  const unit = cell === "disclosure.fees" ? inTenThousands : inPieces;
  const number = numbersIn(message, at).find(
    (one) => unit(message, one) === value && !strange(around(message, one), cell),
  );
  if (number === undefined) return null;
  const correction = corrects.test(words) || corrects.test(around(message, number));
  return { command: { do: "set", cells: { [cell]: value }, correction }, number: number.start };
}

type Unit = (
  message: Message,
  number: { start: number; end: number; value: number; raw: string },
) => number | null;
const inPieces: Unit = (message, number) =>
  isCount(message, number) && !/^\s*(?:元|块|万)/.test(message.plain.slice(number.end)) ? number.value : null;
const inYuan: Unit = (message, number) => {
  const tail = message.plain.slice(number.end, number.end + 4);
  if (/^\s*[元块]/.test(tail)) return number.value;
  if (number.raw.endsWith("万")) return /^\s*[件条份宗起个次项]/.test(tail) ? null : number.value;
  return /^\s*万/.test(tail) ? number.value * 1e4 : null;
};
const inTenThousands: Unit = (message, number) => {
  const yuan = inYuan(message, number);
  return yuan === null ? null : Math.round(yuan * 100) / 1e6;
};

/** An estimate, another year but for what was carried, another unit: no figure of this cell. */
const strange = (words: string, cell: string): boolean =>
  isDoubtful(words) || (isOfAnotherYear(words) && !/^requests\.carried(?:In|Out)(?:\.|$)/.test(cell));

/** The total of one row: where the words say 一共, or the row itself is asked for and nothing is broken down. */
function isStatedTotal(cell: CellId, { heard, message, at, words }: Place): boolean {
  if (cell.startsWith("requests.handledTotal.")) return false;
  if (/[共总]|合计|累计|加起来|全部/.test(words)) return true;
  const row = cell.slice(0, cell.lastIndexOf("."));
  const asked = heard.asked === row || (heard.asked === "requests.results" && results.has(row));
  return asked && numbersIn(message, at).length === 1;
}
const results: ReadonlySet<string> = new Set(resultRows.map(({ id }) => `requests.${id}`));

function zero(under: string, { message, heard, at }: Place): Found {
  if (!isPrefix(under) || under.startsWith("requests.handledTotal")) return null;
  const cells = cellsUnder(under).filter((cell) => !isComputed(cell));
  const denied = message.unread.some((piece) =>
    denies(message.plain.slice(Math.max(at.start, piece.start), Math.min(at.end, piece.end))),
  );
  if (cells.length === 0 || !denied || strange(around(message, at), under)) return null;
  if (holdsFigure(message, at)) return null;
  const contradicted = cells.some(
    (cell) =>
      (heard.known(cell) ?? 0) > 0 ||
      (cell.startsWith("requests.carriedIn.") &&
        (heard.lastYear(cell.replace("carriedIn", "carriedOut") as CellId) ?? 0) > 0),
  );
  return contradicted ? null : { command: { do: "zero", under: [under] } };
}

/** A figure above 0; 一件都没有 and 一分没收 have none. */
const holdsFigure = (message: Message, at: Span): boolean =>
  numbersIn(message, at).some((number) => {
    const tail = message.plain.slice(number.end, number.end + 12);
    const none = number.value === 1 && /^[件条份宗起个次项例桩点]?[^,。;]{0,5}(?:都|也|没)/.test(tail);
    return (
      number.value > 0 && !none && (inPieces(message, number) !== null || inYuan(message, number) !== null)
    );
  });

function text({ slot, items }: Extract<Reading, { do: "text" }>, place: Place): Found {
  const { message, at, words } = place;
  if (items.length === 0 || items.length > 12 || ordersTheBot(words) || /[?？]|[吗呢]\s*$/.test(words))
    return null;
  const own: Span[] = [];
  for (const item of items) {
    const wanted = narrow(trimMarks(item));
    const from = own.at(-1)?.end ?? at.start;
    const start = message.plain.indexOf(wanted, from);
    const span = { start, end: start + wanted.length };
    const unread = message.unread.some((piece) => isInside(span, piece));
    if (wanted.length > maxText || !/[\u4e00-\u9fff]{2}/.test(wanted) || start < 0) return null;
    if (!isInside(span, at) || !unread) return null;
    own.push(span);
  }
  const said = own.map(({ start, end }) => message.text.slice(start, end));
  // What stands in the paragraph stays.
  return { command: { do: "text", slot, items: said, add: true } };
}

function fee(reading: Extract<Reading, { do: "fee" }>, { message, heard, at, words }: Place): Found {
  if (!/处理费/.test(words) && heard.asked !== "fee") return null;
  if (isDoubtful(around(message, at)) || isOfAnotherYear(around(message, at))) return null;
  const numbers = numbersIn(message, at);
  const said = (value: number | null, unit: Unit): boolean =>
    value === null || (value > 0 && numbers.some((number) => unit(message, number) === value));
  const { kind, notices, notified, received } = reading;
  if (kind === "none")
    return denies(words) && !holdsFigure(message, at) && /费|收|钱/.test(words)
      ? { command: { do: "fee", fee: { kind } } }
      : null;
  if (!said(notices, inPieces) || !said(notified, inYuan) || !said(received, inYuan)) return null;
  const given = Object.entries({ notices, notified, received }).filter(([, value]) => value !== null);
  const stated = FeeStatement.safeParse({ kind, ...Object.fromEntries(given) });
  return stated.success && given.length > 0 ? { command: { do: "fee", fee: stated.data } } : null;
}

function organ(name: string, { message, heard, at }: Place): Found {
  if (heard.asked !== null && heard.asked !== "organ") return null;
  const said = literal(name, message, at);
  if (said === null || !/^[\u4e00-\u9fff（）()]+$/.test(said) || !Organ.shape.name.safeParse(said).success)
    return null;
  const kinds = kindsOf(said);
  const [kind] = kinds;
  if (kind === undefined) return null;
  return { command: { do: "organ", name: said, ...(kinds.length === 1 ? { kind } : {}) } };
}

function contact(given: string, { message, heard, at }: Place): Found {
  if (heard.asked !== "contact") return null;
  const said = literal(given, message, at);
  const told =
    said !== null && said.length <= 300 && /\d{5,}|\d{3,4}-\d{5,}|[路街道巷弄].{0,12}号|@/.test(said);
  return told ? { command: { do: "contact", contact: said } } : null;
}

/** The words as they were typed, where they stand in the quote. */
function literal(words: string, { text: typed, plain }: Message, at: Span): string | null {
  const wanted = narrow(words).trim();
  const start = plain.indexOf(wanted, at.start);
  const span = { start, end: start + wanted.length };
  return wanted === "" || start < 0 || !isInside(span, at) ? null : typed.slice(span.start, span.end);
}
