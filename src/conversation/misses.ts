import { kindsOf, organKind, organKinds } from "../report/organ.ts";
import { valueOf } from "../report/report.ts";
import type { Command } from "../understanding/command.ts";
import { understand } from "../understanding/understand.ts";
import { formFor, phrasesFor } from "./asking/fallback.ts";
import { next } from "./asking/next.ts";
import type { Running } from "./closing.ts";
import { fieldsOf } from "./forms.ts";
import { spoken, text, type Reply } from "./reply.ts";
import type { Outcome, Situation } from "./situation.ts";
import { wording } from "./words/wording.ts";

/** Answers that were not understood, or only half. */

/** Nothing understood: the question again; after two failures choices, after three a form to fill in. */
export function missed({ talk, report, lastYear, prepared }: Running, lines: readonly string[]): Outcome {
  const following = next(report, talk.deferred, lastYear);
  const misses = talk.misses + 1;
  if (following === null)
    return {
      talk: { ...talk, asked: null, misses },
      events: [],
      replies: [text(...lines, wording.allAnswered)],
    };
  const { asked } = following;
  const meant = prepared?.phrases ?? [];
  if (meant.length > 0 || misses % 3 === 2) {
    const offered = meant.length > 0 ? [...meant] : phrasesFor(asked);
    const choices = offered.map((label) => ({
      label,
      commands: [
        ...understand({
          say: label,
          asked,
          year: report.year,
          known: (cell) => valueOf(report, cell),
          lastYear: () => undefined,
        }).commands,
      ],
    }));
    const pending = { question: following.text, choices, insist: false, words: "" };
    return {
      talk: { ...talk, asked, misses, pending },
      events: [],
      replies: [...spoken(lines), { type: "choices", text: following.text, choices: offered }],
    };
  }
  const fields = misses % 3 === 0 ? fieldsOf(asked, report) : [];
  const form = misses % 3 === 0 ? `也可以照下面填好数再发回来：\n${formFor(asked)}` : "";
  const words = [...lines, following.text, form];
  const replies: Reply[] =
    fields.length === 0
      ? [text(...words)]
      : [{ type: "form", text: words.filter((line) => line !== "").join("\n"), fields }];
  return { talk: { ...talk, asked, misses }, events: [], replies };
}

/** A name that may be of two kinds (市辖区的市 or 县级市) or of none we know: the person chooses. */
export function askKind(situation: Situation, name: string, commands: readonly Command[]): Outcome {
  const possible = kindsOf(name);
  const kinds = possible.length > 0 ? possible : organKinds.map((kind) => kind.id);
  const choices = kinds.map((kind) => ({
    label: organKind(kind).name,
    commands: commands.map((command): Command => (command.do === "organ" ? { ...command, kind } : command)),
  }));
  const question = wording.kindQuestion(name);
  const pending = {
    question,
    choices,
    insist: true,
    words: situation.message.text.slice(0, 120),
  };
  return {
    talk: { ...situation.talk, asked: "kind", pending },
    events: [],
    replies: [{ type: "choices", text: question, choices: choices.map((choice) => choice.label) }],
  };
}
