import { drafting } from "./drafting.ts";
import type { Evaluation } from "./evaluation.ts";
import { corpus, loose } from "./utterances.ts";

/** What `npm run eval` runs, in this order. A new kind of cases is a line here. */
export const evaluations = (corpusPath: string | undefined): readonly Evaluation[] => [
  corpus(corpusPath),
  loose,
  drafting,
];
