import { z } from "zod";
import { openMemory, type Mode } from "./endpoint/modes.ts";
import type { Answer } from "./model.ts";
import { modelOf, type ModelRim, type ModelSettings } from "./open.ts";
import { fill } from "./prompts.ts";

const Ready = z.object({ ready: z.boolean() });

/** One small call without a word of any report. The form the endpoint takes is found out anew, and kept. */
export async function probeModel(
  settings: ModelSettings,
  rim: ModelRim,
): Promise<{ answer: Answer<z.infer<typeof Ready>>; mode: Mode }> {
  const memory = openMemory(settings, { folder: settings.folder ?? null, log: rim.log, anew: true });
  const answer = await modelOf(settings, rim, memory).ask(fill("probe", {}), Ready);
  return { answer, mode: memory.abilities.mode };
}
