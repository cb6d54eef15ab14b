import type { Meter } from "../meter.ts";
import { noModel, type Answer, type Model } from "./model.ts";

/** The same model; what became of each task is counted. */
export function counted(model: Model, meter: Meter): Model {
  // Whoever has none is told so by its identity.
  if (model === noModel) return model;
  const told = <T>(answer: Answer<T>): Answer<T> => {
    meter.count("model-calls", { outcome: answer.kind === "answer" ? "answer" : answer.why });
    return answer;
  };
  return {
    ask: async (task, schema, options) => told(await model.ask(task, schema, options)),
    write: async (task, options) => told(await model.write(task, options)),
  };
}
