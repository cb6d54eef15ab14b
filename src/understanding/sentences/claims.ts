import { type RequestRow } from "../../report/form/requests.ts";
import { type Frame, type Label } from "./frames.ts";
import {
  type Place,
  addLabels,
  fits,
  isHeading,
  isNowhere,
  isResult,
  nowhere,
  tableOfPlace,
} from "./places.ts";

/** How much: a figure, all of them, what is left, none, or nothing said (撤回了). */
export type Amount =
  | { kind: "count"; value: number; tenThousand: boolean; unit: boolean }
  | { kind: "money"; yuan: number }
  | { kind: "bad"; why: "approximate" | "not allowed" }
  | { kind: "all" | "rest" | "zero" | "rest zero" | "bare" | "same" };

/** One statement of the message. */
export interface Claim {
  place: Place;
  amount: Amount;
  each: boolean;
  that: boolean;
  add: boolean;
  /** 都, 全部 was said with a figure or with none. */
  all: boolean;
  /** 3件都是自然人 · 3件，自然人的: the figure is both the column's and the row's. */
  whole: boolean;
  /** 其中: a part of what was said before. */
  among: boolean;
  /** 还有: beside what was said before. */
  more: boolean;
  start: number;
  end: number;
}

function amountOf(frame: Frame): Amount {
  const { figure, flags } = frame;
  if (figure?.kind === "bad") return { kind: "bad", why: figure.why };
  if (figure?.kind === "money") return { kind: "money", yuan: figure.yuan };
  const none = frame.zero !== undefined || figure?.value === 0;
  if (none) return { kind: flags.has("rest") ? "rest zero" : "zero" };
  if (figure !== undefined)
    return { kind: "count", value: figure.value, tenThousand: figure.tenThousand, unit: figure.unit };
  if (flags.has("same")) return { kind: "same" };
  if (flags.has("rest")) return { kind: "rest" };
  if (flags.has("all")) return { kind: "all" };
  return { kind: "bare" };
}

/** Only names and no amount: a heading for what follows, or a remark on what came before. */
const onlyNames = (frame: Frame): boolean =>
  frame.figure === undefined &&
  frame.zero === undefined &&
  !["all", "rest", "that", "same"].some((word) => frame.flags.has(word as never));

/**
 * Frames as statements: names without an amount become headings of what follows, or join the statement they belong
 * to. `row` tells that the open question is one row, `disputes` that it is table 四.
 */
export function claimsOf(
  frames: readonly Frame[],
  asked: { row: RequestRow | undefined; disputes: boolean },
): Claim[] {
  const claims: Claim[] = [];
  let heading: Label[] = [];
  let headingSpan: { start: number; end: number } | undefined;
  let listed: Label[] = []; // names before 、
  let listedStart: number | undefined;
  let disputes = asked.disputes;
  for (const [index, frame] of frames.entries()) {
    const next = frames[index + 1];
    const previous = claims.at(-1);
    const place = nowhere();
    addLabels(place, frame.labels, disputes);
    const amount = amountOf(frame);
    const names = onlyNames(frame);
    if (names && isNowhere(place)) continue;
    const joined = frame.mark !== "strong";
    if (
      names &&
      next !== undefined &&
      next.mark === "enum" &&
      !(previous?.amount.kind === "zero" && frame.mark === "enum")
    ) {
      listedStart ??= frame.start;
      listed.push(...frame.labels);
      continue;
    }
    if (
      names &&
      previous !== undefined &&
      frame.mark === "enum" &&
      previous.amount.kind === "zero" &&
      heading.length === 0
    ) {
      addLabels(previous.place, frame.labels, disputes);
      previous.end = frame.end;
      continue;
    }
    const own = tableOfPlace(place);
    if (own !== null) disputes = own === "disputes";
    if (
      names &&
      listed.length === 0 &&
      joined &&
      previous !== undefined &&
      heading.length === 0 &&
      absorb(previous, place, frame, asked)
    )
      continue;
    const column =
      place.columns.length === 1 &&
      place.rows.length === 0 &&
      next?.labels.length === 0 &&
      next.figure !== undefined;
    if (
      names &&
      (isHeading(place) || column) &&
      next !== undefined &&
      !place.rows.some((row) => isResult(row))
    ) {
      const fresh = heading.length === 0;
      heading.push(...frame.labels);
      headingSpan = {
        start: fresh || headingSpan === undefined ? frame.start : headingSpan.start,
        end: frame.end,
      };
      continue;
    }
    const claim: Claim = {
      place: nowhere(), amount, start: listedStart ?? frame.start, end: frame.end,
      each: frame.flags.has("each"), that: frame.flags.has("that"), add: frame.flags.has("add"),
      all: frame.flags.has("all"), whole: frame.whole, among: frame.flags.has("among"), more: frame.flags.has("more"),
    }; // prettier-ignore
    addLabels(claim.place, [...listed, ...frame.labels], disputes);
    // 因申请引发的复议1件: 申请 only says what the dispute was about
    if (
      claim.place.blocks.length > 0 &&
      claim.place.columns.length === 0 &&
      claim.place.rows.every((row) => row === "received")
    )
      claim.place.rows = [];
    const heads = nowhere();
    addLabels(heads, heading, disputes);
    if (heading.length > 0 && fits(heads, claim.place)) {
      addLabels(claim.place, heading, disputes);
      claim.start = Math.min(claim.start, headingSpan?.start ?? claim.start);
      // 申请方面，自然人3件，企业1件: the row stays for the next one
    }
    heading = [];
    headingSpan = undefined;
    listed = [];
    listedStart = undefined;
    if (amount.kind === "bare" && isNowhere(claim.place) && !claim.that) continue;
    claims.push(claim);
    const table = tableOfPlace(claim.place);
    if (table !== null) disputes = table === "disputes";
  }
  return claims;
}

/** Joins names to the statement before them: 2件，个人的 · 不予公开（第三方） · 复议1件，维持. False when they say something of their own. */
function absorb(
  previous: Claim,
  place: Place,
  frame: Frame,
  asked: { row: RequestRow | undefined },
): boolean {
  const to = previous.place;
  const done = (): true => {
    addLabels(to, frame.labels, place.outcomes.length > 0 || to.blocks.length > 0);
    previous.end = frame.end;
    return true;
  };
  const counted = previous.amount.kind === "count";
  if (previous.amount.kind === "zero" || previous.amount.kind === "rest zero") return false;
  if (place.blocks.length > 0) {
    // 诉讼1件，直接起诉的
    const suit =
      to.blocks.includes("suit") &&
      place.blocks.every((block) => block !== "suit" && block !== "reconsideration");
    return suit && place.outcomes.length === 0 ? done() : suit && to.outcomes.length === 0 ? done() : false;
  }
  if (place.outcomes.length > 0 || place.dismissed)
    return to.blocks.length > 0 && to.outcomes.length === 0 && !to.dismissed && counted ? done() : false;
  if (
    place.decisions.length > 0 ||
    place.documents.length > 0 ||
    place.tables.length > 0 ||
    place.documentColumns.length > 0
  )
    return false;
  if (to.blocks.length > 0 || to.decisions.length > 0 || to.documents.length > 0) return false;
  const rows = place.rows.filter((row) => row !== "received");
  if (rows.length === 0 && place.groups.length === 0) {
    // only columns: of the figure before, when it has none
    if (place.rows.includes("received") && place.columns.length === 0) return false;
    if (place.columns.length === 0 || to.columns.length > 0 || !counted || place.other) return false;
    previous.whole = true;
    return done();
  }
  const answered = counted && to.rows.length === 0 && rows.every((row) => row === asked.row);
  const sameRow = rows.length > 0 && rows.every((row) => to.rows.includes(row));
  const reason =
    to.groups.length > 0 &&
    rows.length > 0 &&
    rows.every((row) => to.groups.some((group) => row.startsWith(`${group}.`)));
  const general =
    place.groups.length > 0 &&
    rows.length === 0 &&
    to.rows.some((row) => place.groups.some((group) => row.startsWith(`${group}.`)));
  const masked =
    to.rows.includes("partlyGranted") &&
    rows.every((row) => row.startsWith("refused.") || row === "partlyGranted");
  const said = rows.length > 0 && rows.every((row) => row === "handledTotal") && to.rows.length > 0;
  if ((answered || sameRow || reason || general || masked || said) && place.columns.length === 0) {
    if (reason || masked) done();
    previous.end = frame.end;
    return true;
  }
  const unplaced =
    counted && to.rows.length === 0 && to.groups.length === 0 && !to.carry && asked.row === undefined;
  return unplaced && (place.columns.length === 0 || to.columns.length === 0) ? done() : false;
}
