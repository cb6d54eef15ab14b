import type { Model } from "../../../src/llm/model.ts";
import { imply } from "../../../src/report/implied.ts";
import type { Command, Heard } from "../../../src/understanding/command.ts";
import { understand } from "../../../src/understanding/understand.ts";
import {
  commandsOf,
  propose,
  type HeardInPart,
  type Proposal,
} from "../../../src/understanding/model/propose.ts";
import { longMap, type Situation } from "../saying.ts";

/** A sentence heard as in the talk. */
export function heardOf(
  say: string,
  { asked = null, known = {}, last = {}, year = 2025 }: Situation = {},
): Heard {
  const given = longMap(known);
  const implied = imply(given);
  const lastYear = longMap(last);
  return {
    say, asked, year,
    known: (cell) => given.get(cell) ?? implied.get(cell)?.value,
    lastYear: (cell) => lastYear.get(cell),
  }; // prettier-ignore
}

/** What the grammar leaves of the sentence. */
export function leftOf(say: string, situation: Situation = {}): HeardInPart {
  const heard = heardOf(say, situation);
  return { ...heard, unread: understand(heard).unread };
}
/** The same with nothing read, whatever the grammar can. */
export const allOf = (say: string, situation: Situation = {}): HeardInPart => ({
  ...heardOf(say, situation),
  unread: [say],
});

/** Grammar first, the model for the rest: the commands that would count if the person agreed to everything. */
export async function both(
  model: Model,
  say: string,
  situation: Situation = {},
): Promise<{ commands: Command[]; proposal: Proposal }> {
  const heard = heardOf(say, situation);
  const { commands, unread } = understand(heard);
  const proposal = await propose(model, { ...heard, unread });
  return { commands: [...commands, ...commandsOf(proposal)], proposal };
}
