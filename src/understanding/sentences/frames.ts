import { type Clause, small } from "./clauses.ts";
import { type Strength, type Token } from "./lexer.ts";
import { type SmallWord } from "../lexicon.ts";
import { type Meaning } from "./words.ts";

/** A word that names a place of the form, and whether it stands before the figure of its frame. */
export interface Label {
  meanings: readonly Meaning[];
  before: boolean;
}

/** One statement in the making: what is named, and how much. */
export interface Frame {
  start: number;
  end: number;
  labels: Label[];
  figure?: Extract<Token, { kind: "figure" | "money" | "bad" }>;
  /** 没有: `closed` when the labels stand before it. */
  zero?: "open" | "closed";
  flags: Set<SmallWord>;
  /** 3件都是自然人: the column is that of all 3. */
  whole: boolean;
  /** The mark before the frame; undefined inside a clause. */
  mark: Strength | undefined;
  clause: number;
}

export const isLabel = (token: Token | undefined): token is Extract<Token, { kind: "word" }> =>
  token?.kind === "word" &&
  (!["small", "filler"].includes(token.meanings[0]?.kind ?? "") || small(token) === "restOr");

const isFigure = (token: Token | undefined): boolean =>
  token?.kind === "figure" || token?.kind === "money" || token?.kind === "bad";

const rowOf = (meanings: readonly Meaning[]): string => {
  const meaning = meanings[0];
  return meaning?.kind === "row" ? meaning.row : "";
};

const contexts = new Set(["received", "carriedIn", "handledTotal"]);

/** A label that opens a new statement rather than says what became of the last one. */
const opens = (meanings: readonly Meaning[]): boolean => {
  const meaning = meanings[0];
  if (meaning === undefined) return false;
  if (meaning.kind === "row") return contexts.has(meaning.row);
  return ["applicant", "block", "decision", "document", "carry", "table", "small"].includes(meaning.kind);
};

const slot = (meanings: readonly Meaning[]): string => {
  const kind = meanings[0]?.kind ?? "";
  if (kind === "group" || kind === "carry") return "row";
  if (kind === "dismissed") return "outcome";
  return kind === "small" ? "applicant" : kind;
};

/** Whether labels between figures belong to the figure after them (A) or before them (B). */
function order(tokens: readonly Token[]): "after" | "before" | "unclear" {
  const first = tokens.findIndex(isFigure);
  const last = tokens.findLastIndex(isFigure);
  const headed = tokens.slice(0, first).some((token) => {
    if (!isLabel(token) || tokens.slice(0, first).some((other) => small(other) === "zero")) return false;
    return !contexts.has(rowOf(token.meanings)) && token.meanings[0]?.kind !== "block";
  });
  let tailed = false;
  for (const token of tokens.slice(last + 1)) {
    if (isLabel(token)) {
      if (rowOf(token.meanings) === "received") continue;
      tailed = true;
    } else if (["all", "rest", "zero"].includes(small(token) ?? "")) break;
  }
  if (headed && tailed) return "unclear";
  return tailed ? "before" : "after";
}

/** 都公开了: all of them have their result. */
const answeredAll = (frame: Frame): boolean =>
  frame.flags.has("all") && frame.labels.some((label) => !label.before);

const tableKind = (meanings: readonly Meaning[]): string => {
  const kind = slot(meanings);
  if (kind === "row" || kind === "applicant") return "requests";
  return kind === "block" || kind === "outcome" ? "disputes" : "disclosure";
};

/** 公开了没有复议: the 没有 between names of two tables belongs to the second, unless that has an amount of its own. */
function turns(frame: Frame, tokens: readonly Token[], index: number): boolean {
  const last = frame.labels.at(-1);
  const next = tokens[index + 1];
  if (last === undefined || !isLabel(next) || tableKind(last.meanings) === tableKind(next.meanings))
    return false;
  const after = tokens.slice(index + 1).find((token) => !isLabel(token));
  return !(isFigure(after) || small(after ?? next) === "zero");
}

/** Results both before the first and after the last of several figures: neither order can be right. */
function torn(tokens: readonly Token[]): boolean {
  const first = tokens.findIndex(isFigure);
  const last = tokens.findLastIndex(isFigure);
  if (first === last) return false;
  const result = (token: Token): boolean =>
    isLabel(token) && slot(token.meanings) === "row" && !contexts.has(rowOf(token.meanings));
  const end = tokens.findIndex(
    (token, index) => index > last && ["all", "rest", "zero"].includes(small(token) ?? ""),
  );
  return (
    tokens.slice(0, first).some(result) && tokens.slice(last + 1, end < 0 ? undefined : end).some(result)
  );
}

/** The frames of one clause, or undefined when its words and figures cannot be told apart. */
export function frames(clause: Clause, number: number): Frame[] | undefined {
  const tokens = clause.tokens.filter(
    (token) => !(token.kind === "word" && token.meanings[0]?.kind === "filler"),
  );
  if (torn(tokens)) return undefined;
  const direction = order(tokens);
  const done: Frame[] = [];
  let unclear = false;
  const open = (start: number): Frame => ({
    start, end: start, labels: [], flags: new Set(), whole: false, mark: done.length === 0 ? clause.mark : undefined, clause: number,
  }); // prettier-ignore
  let frame = open(clause.start);
  const empty = (): boolean =>
    frame.labels.length === 0 &&
    frame.figure === undefined &&
    frame.zero === undefined &&
    !frame.flags.has("rest") &&
    !frame.flags.has("all");
  const close = (start: number): void => {
    if (!empty()) {
      frame.end = Math.max(frame.end, frame.start);
      done.push(frame);
      frame = open(start);
    }
  };

  for (const [index, token] of tokens.entries()) {
    if (isFigure(token)) {
      const figure = token as NonNullable<Frame["figure"]>;
      if (frame.figure !== undefined) {
        const tail = frame.labels.filter((label) => !label.before);
        let keep = tail.length;
        if (tail.length > 0) {
          const starter = tail.findIndex((label) => opens(label.meanings));
          const mixed = tail.length > 1 && starter > 0;
          if (mixed) keep = starter;
          else if (direction === "unclear") unclear = true;
          else if (direction === "after") keep = 0;
          if (
            direction !== "before" &&
            tail.length > 1 &&
            !mixed &&
            new Set(tail.map((label) => slot(label.meanings))).size > 1
          )
            unclear = true;
        }
        const moved = tail.slice(keep);
        frame.labels = frame.labels.filter((label) => !moved.includes(label));
        close(moved.length > 0 ? Math.min(token.start, frame.end) : token.start);
        frame.labels.push(...moved.map((label) => ({ ...label, before: true })));
      } else if (frame.zero === "open") {
        const moved = frame.labels.length > 1 ? frame.labels.splice(-1) : [];
        if (moved.length === 0 && frame.labels.length > 0) unclear = true;
        close(token.start);
        frame.labels.push(...moved);
      } else if (frame.zero === "closed") close(token.start);
      frame.figure = figure;
      frame.end = token.end;
      continue;
    }
    if (isLabel(token)) {
      const vague = small(token) === "restOr";
      const next = tokens[index + 1];
      if (vague && next !== undefined && ["all", "zero"].includes(small(next) ?? "")) {
        close(token.start);
        frame.flags.add("rest");
        frame.end = token.end;
        continue;
      }
      const same = frame.labels.some(
        (label) => JSON.stringify(label.meanings) === JSON.stringify(token.meanings),
      );
      const again = frame.figure !== undefined && rowOf(token.meanings) !== "received";
      if (same && !again && frame.zero !== "closed") {
        frame.end = token.end;
        continue;
      }
      const taken = frame.labels.some((label) => slot(label.meanings) === slot(token.meanings));
      if (frame.zero === "closed") {
        const rest = tokens.slice(index + 1);
        const column = token.meanings[0]?.kind === "documentColumn";
        const reused = column ? -1 : rest.findIndex((other) => isFigure(other) || small(other) === "zero");
        if (reused < 0 && !taken && !frame.flags.has("rest"))
          frame.labels.push({ meanings: token.meanings, before: false });
        else if (reused > 0 && rest.slice(0, reused).some(isLabel) && !taken) {
          unclear = true;
        } else {
          close(token.start);
          frame.labels.push({ meanings: token.meanings, before: true });
        }
        frame.end = token.end;
        continue;
      }
      const answered =
        frame.figure !== undefined &&
        taken &&
        frame.labels.some(
          (label) => slot(label.meanings) === slot(token.meanings) && (label.before || opens(token.meanings)),
        );
      const another =
        frame.figure !== undefined &&
        frame.labels.some((label) => label.before) &&
        opens(token.meanings) &&
        slot(token.meanings) !== "applicant";
      const predicate =
        frame.flags.has("all") &&
        frame.labels.some((label) => !label.before && !opens(label.meanings)) &&
        opens(token.meanings);
      if (answered || predicate || another) close(token.start);
      const carriedIn = frame.labels.some((label) => label.before && rowOf(label.meanings) === "carriedIn");
      if (
        frame.figure !== undefined &&
        (frame.flags.has("all") || carriedIn) &&
        slot(token.meanings) === "applicant"
      )
        frame.whole = true;
      frame.labels.push({
        meanings: token.meanings,
        before: frame.figure === undefined && !frame.flags.has("all"),
      });
      frame.end = token.end;
      continue;
    }
    const word = small(token);
    switch (word) {
      case undefined:
        break;
      case "all": {
        const sibling = done.at(-1);
        const listed =
          sibling?.figure !== undefined &&
          sibling.labels.some((label) => slot(label.meanings) === "applicant");
        const rows = frame.labels.some((label) => slot(label.meanings) !== "applicant");
        // 都是个人都公开了
        const told =
          frame.flags.has("all") &&
          frame.labels.some((label) => !label.before && slot(label.meanings) === "applicant");
        if (
          told ||
          (frame.figure !== undefined && (rows || listed)) ||
          (frame.zero !== undefined && frame.labels.length > 0)
        )
          close(token.start);
        frame.flags.add("all");
        break;
      }
      case "rest":
        close(token.start);
        frame.flags.add("rest");
        break;
      case "zero": {
        // 没有许可 处罚没有: the second 没有 has its own name before it
        const behind = tokens.slice(index + 1).find((other) => !isLabel(other));
        const taken =
          !isLabel(tokens[index + 1]) ||
          isFigure(behind) ||
          (behind !== undefined && small(behind) === "zero");
        // 没有收到申请复议诉讼也没有: all names of the other table
        const table = tableKind(frame.labels.at(-1)?.meanings ?? []);
        const turn = frame.labels.findLastIndex((label) => tableKind(label.meanings) !== table) + 1;
        const from = turn > 0 ? turn : -1;
        const own =
          frame.zero === "open" && frame.labels.length > 1 && taken ? frame.labels.splice(from) : [];
        if (
          frame.figure !== undefined ||
          frame.zero !== undefined ||
          answeredAll(frame) ||
          turns(frame, tokens, index)
        )
          close(token.start);
        frame.labels.push(...own);
        frame.zero = frame.labels.length > 0 || frame.flags.has("rest") ? "closed" : "open";
        break;
      }
      default:
        frame.flags.add(word);
    }
    frame.end = token.end;
  }
  if (!empty() || frame.flags.size > 0) done.push(frame);
  return unclear ? undefined : done;
}
