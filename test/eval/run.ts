import { parseArgs } from "node:util";
import { modelConfig } from "../../src/config.ts";
import type { Model } from "../../src/llm/model.ts";
import { openModel } from "../../src/llm/open.ts";
import { openLog } from "../../src/log.ts";
import { evaluations } from "./evaluations.ts";

/**
 * `npm run eval`: how much the endpoint of LLM_* reads and words rightly. --grammar: without it; --alone: the model gets
 * whole sentences, as if there were no grammar.
 */

const { values } = parseArgs({ options: { grammar: { type: "boolean" }, alone: { type: "boolean" } } });
const print = (line = ""): void => void process.stdout.write(`${line}\n`);

function modelOf(): Model | null {
  if (values.grammar === true) {
    print("The grammar alone is measured (--grammar).");
    return null;
  }
  const { model, faults } = modelConfig(process.env);
  for (const fault of faults) print(fault);
  if (model === null) {
    print(
      "No model is set (LLM_BASE_URL and LLM_MODEL, LLM_ENABLED not false): the grammar alone is measured.",
    );
    return null;
  }
  print(
    `What the grammar leaves unread is sent, masked, to ${new URL(model.baseUrl).origin} (${model.model}).`,
  );
  return openModel(model, { log: openLog(process.stderr), now: () => new Date() });
}

const model = modelOf();
for (const evaluation of evaluations(process.env["NIANBAO_CORPUS"])) {
  print();
  print(evaluation.name);
  await evaluation.run({ model, alone: values.alone === true && model !== null, print });
}
