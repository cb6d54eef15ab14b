import { noModel, type Answer, type Model, type Task, type Used } from "../../src/llm/model.ts";

/** A model in memory for tests of callers; `asked` is every task it got, in order. */
export type ScriptedModel = Model & { asked: Task[] };

const usedFor = (task: Task): Used => ({
  task: task.name,
  version: task.version,
  model: "scripted",
  sent: `${task.system}\n\n${task.user}`,
});

const none = <T>(task: Task): Answer<T> => ({ kind: "none", why: "broken", used: usedFor(task) });

/** Answers each task with what `answers` says: for `ask` a value that must fit the schema, else it is "broken", as null is; for `write` a text. */
export function scriptedModel(answers: (task: Task) => unknown): ScriptedModel {
  const asked: Task[] = [];
  return {
    ...noModel,
    asked,
    async ask(task, schema, options) {
      asked.push(task);
      if (options?.budget !== undefined) options.budget.calls--;
      const parsed = schema.safeParse(await answers(task));
      return parsed.success ? { kind: "answer", value: parsed.data, used: usedFor(task) } : none(task);
    },
    async write(task, options) {
      asked.push(task);
      if (options?.budget !== undefined) options.budget.calls--;
      const text = await answers(task);
      if (typeof text !== "string") return none(task);
      options?.onText?.(text);
      return { kind: "answer", value: text, used: usedFor(task) };
    },
  };
}
