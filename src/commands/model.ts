import { modelConfig } from "../config.ts";
import { noModel, type Model } from "../llm/model.ts";
import type { Log } from "../log.ts";
import type { Rim } from "./command.ts";

/** The language model as it is set; without one, or with a setting that is wrong (said in one line), none: the talk goes on as ever. */
export async function modelFor(rim: Rim, folder: string, log: Log): Promise<Model> {
  const { model, faults } = modelConfig(rim.environment);
  if (faults.length > 0) rim.stderr.write(`大模型没有开：${faults.join("")}\n`);
  if (model === null) return noModel;
  const { openModel } = await import("../llm/open.ts");
  return openModel({ ...model, folder }, { log, now: () => rim.now() });
}
