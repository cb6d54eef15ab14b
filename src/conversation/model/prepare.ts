import { wordParagraph, type Wording } from "../../drafting/model/word.ts";
import type { Budget, Model, Why } from "../../llm/model.ts";
import { textSlots, type TextSlot } from "../../report/events.ts";
import { fold, valueOf, type Report } from "../../report/report.ts";
import type { Command, Understanding } from "../../understanding/command.ts";
import { clarify } from "../../understanding/model/clarify.ts";
import { propose } from "../../understanding/model/propose.ts";
import { phrasesFor } from "../asking/fallback.ts";
import { hear, askedOf } from "../hearing.ts";
import { mayChange, pickChoice } from "../message.ts";
import type { Situation } from "../situation.ts";
import type { Prepared } from "./prepared.ts";

/** What one turn may cost: calls, and milliseconds of waiting. */
const perTurn = { calls: 10, ms: 25_000 };

const nothingAsked: Prepared = { proposal: null, phrases: [], wordings: [], used: [], why: null };

/** Asks what a message needs of a model, mostly nothing; undefined where the message is about the last asking. */
export async function prepare(model: Model, situation: Situation): Promise<Prepared | undefined> {
  const { talk, message, year, recorded } = situation;
  if (situation.sent !== undefined || message.fields !== undefined || talk.waiting !== null)
    return nothingAsked;
  // Nobody is helped to say what is not theirs to say.
  if (!mayChange(message.sender)) return nothingAsked;
  const report = fold(year, recorded);
  const heard = hear(situation, report, message.text);
  if (heard.commands.some((command) => command.do === "modelUsed")) return undefined;
  const picked = pickChoice(message.text, talk.pending?.choices.map(({ label }) => label) ?? []);
  if (picked !== null) return nothingAsked;
  const budget: Budget = { ...perTurn };
  const wished = wishedSlots(heard.commands, situation, report);
  if (wished !== null) return await worded(model, budget, situation, report, wished);
  if (heard.unread.length === 0 || heard.doubts.length > 0 || talk.pending?.insist === true)
    return nothingAsked;
  return await reread(model, budget, situation, report, heard);
}

async function reread(
  model: Model,
  budget: Budget,
  situation: Situation,
  report: Report,
  heard: Understanding,
): Promise<Prepared> {
  const { talk, message, year, lastYear } = situation;
  const asked = askedOf(talk);
  const proposal = await propose(
    model,
    {
      say: message.text,
      asked,
      year,
      known: (cell) => valueOf(report, cell),
      lastYear,
      unread: heard.unread,
    },
    { budget },
  );
  const nothing = proposal.readings.length === 0 && heard.commands.length === 0 && asked !== null;
  const clarified =
    nothing && proposal.why === undefined
      ? await clarify(model, { say: message.text, asked }, phrasesFor(asked), { budget })
      : { phrases: [], used: null };
  return {
    proposal,
    phrases: clarified.phrases,
    wordings: [],
    used: [proposal.used, clarified.used].filter((used) => used !== null),
    why: proposal.why ?? null,
  };
}

interface Wished {
  slots: readonly TextSlot[];
  how: Extract<Command, { do: "rework" }>["how"];
}

/** The paragraphs that are to be worded: for 生成 and 润色 those that are plain still, for 短一点 the one that is meant. */
function wishedSlots(commands: readonly Command[], situation: Situation, report: Report): Wished | null {
  for (const command of commands) {
    const drafting =
      (command.do === "run" && command.name === "生成") ||
      command.do === "generateAnyway" ||
      (command.do === "rework" && command.how === "draft");
    if (drafting) {
      const named = command.do === "rework" ? command.slot : undefined;
      return {
        slots: plainSlots(report).filter((slot) => named === undefined || slot === named),
        how: "draft",
      };
    }
    if (command.do === "rework") {
      const slot = command.slot ?? lastWorded(situation);
      return slot === undefined || !report.texts.has(slot)
        ? { slots: [], how: command.how }
        : { slots: [slot], how: command.how };
    }
  }
  return null;
}

/** Slots with a person's words and no wording that still fits them. */
const plainSlots = (report: Report): TextSlot[] =>
  textSlots.filter((slot) => {
    const text = report.texts.get(slot);
    return (
      text !== undefined &&
      text.printed !== true &&
      report.drafted.get(slot)?.items.join("\n") !== text.items.join("\n")
    );
  });

/** The paragraph that was spoken of last. */
export function lastWorded({ recorded }: Pick<Situation, "recorded">): TextSlot | undefined {
  for (const { event } of recorded.toReversed())
    if (event.type === "ParagraphDrafted" || event.type === "TextStated") return event.slot;
  return undefined;
}

async function worded(
  model: Model,
  budget: Budget,
  situation: Situation,
  report: Report,
  { slots, how }: Wished,
): Promise<Prepared> {
  const wordings = await Promise.all(
    slots.map(async (slot) => {
      const current = report.drafted.get(slot)?.text;
      const last = situation.last.texts.get(slot)?.items.join("\n");
      const wording = await wordParagraph(
        model,
        {
          report,
          slot,
          how,
          ...(current === undefined ? {} : { current }),
          ...(last === undefined ? {} : { last }),
        },
        { budget },
      );
      return { slot, wording };
    }),
  );
  return {
    proposal: null,
    phrases: [],
    wordings,
    used: wordings.flatMap(({ wording }) => (wording.used === null ? [] : [wording.used])),
    why: wordings.map(({ wording }) => whyOf(wording)).find((why) => why !== null) ?? null,
  };
}

/** Why the model itself gave nothing; a wording that the guard refused is its own answer. */
const whyOf = (wording: Wording): Why | null =>
  wording.kind === "worded" || wording.why === "guard" || wording.why === "off" ? null : wording.why;
