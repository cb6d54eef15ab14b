import type { AskOptions, Model, Used, Why } from "../../llm/model.ts";
import { fill } from "../../llm/prompts.ts";
import { visible } from "../../language/width.ts";
import type { Heard } from "../command.ts";
import { Picks } from "./answer.ts";
import { fenced } from "./fenced.ts";
import { askedWords } from "./formWords.ts";

/** Phrases the person may have meant, for her to choose from. */
export interface Clarified {
  phrases: readonly string[];
  used: Used | null;
  why?: Why;
  dropped: number;
}

const most = 3;

/** Asks the model which of the given phrases may be meant; it has no words of its own. */
export async function clarify(
  model: Model,
  { say, asked }: Pick<Heard, "say" | "asked">,
  phrases: readonly string[],
  options?: AskOptions,
): Promise<Clarified> {
  const nothing: Clarified = { phrases: [], used: null, dropped: 0 };
  if (phrases.length === 0 || visible(say).trim() === "") return nothing;
  const task = fill("clarify", {
    message: fenced(visible(say)),
    asked: askedWords(asked),
    phrases: phrases.map((phrase, index) => `${index + 1}. ${phrase}`).join("\n"),
  });
  const answer = await model.ask(task, Picks, options);
  if (answer.kind === "none") return { ...nothing, used: answer.used, why: answer.why };
  const { picks } = answer.value;
  const picked = [...new Set(picks)].flatMap((pick) => phrases[pick - 1] ?? []).slice(0, most);
  return { phrases: picked, used: answer.used, dropped: picks.length - picked.length };
}
