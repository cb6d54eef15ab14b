import type { Outcome, Situation } from "../situation.ts";
import { asking, type Ran, type Running } from "../closing.ts";
import { text } from "../reply.ts";
import { wording } from "../words/wording.ts";

/** 这轮用了模型吗: whether, which, and what left the house, as it left. */

/** The instructions of a prompt stand first and are the same for everybody; what a person said stands last. */
const longestSent = 1500;

export function modelUsed(running: Running): Ran {
  const { used } = running.talk;
  const lines = used.map(({ task, version, model, sent, cut }) =>
    wording.modelUsed({ model, task, version, sent: cut ? `${wording.modelPrompt(task)}\n${sent}` : sent }),
  );
  return asking(running, lines.length === 0 ? wording.modelNotUsed : lines);
}

/** The talk remembers what was sent for this message; a model that gives nothing is told of once. */
export function noting({ prepared, talk: before }: Situation, outcome: Outcome): Outcome {
  if (prepared === undefined) return outcome;
  const used = prepared.used.map((one) => ({
    ...one,
    sent: one.sent.slice(-longestSent),
    cut: one.sent.length > longestSent,
  }));
  const tell = prepared.why !== null && !before.modelTold;
  return {
    ...outcome,
    talk: { ...outcome.talk, used, modelTold: outcome.talk.modelTold || tell },
    replies: tell ? [text(wording.modelSilent), ...outcome.replies] : outcome.replies,
  };
}
