import { structured } from "./answering.ts";
import { openBreaker } from "./endpoint/breaker.ts";
import { openCall, type Pace } from "./endpoint/call.ts";
import type { Client } from "./endpoint/client.ts";
import { Fault } from "./endpoint/fault.ts";
import { openMasking } from "./masking.ts";
import { openMemory, type Memory } from "./endpoint/modes.ts";
import { masked, type Job } from "./job.ts";
import type { Answer, AskOptions, Model, Task, Used, Why } from "./model.ts";
import type { Log } from "../log.ts";
import { written } from "./saying.ts";

export interface ModelSettings {
  baseUrl: string;
  apiKey?: string;
  model: string;
  /** For one task, all tries together. */
  timeoutMs?: number;
  /** Where it is kept how the endpoint wants to be asked. */
  folder?: string;
}

export type ModelRim = Pace & { log: Log };

export const usualTimeoutMs = 20_000;

/** The model behind an OpenAI-compatible endpoint. All that leaves is masked here. The openai package is loaded by the first call. */
export const openModel = (settings: ModelSettings, rim: ModelRim): Model =>
  modelOf(settings, rim, openMemory(settings, { folder: settings.folder ?? null, log: rim.log }));

/** The same with a memory of the caller's. */
export function modelOf(settings: ModelSettings, rim: ModelRim, memory: Memory): Model {
  const now = (): Date => rim.now();
  const breaker = openBreaker(now);
  let opened: Promise<Client> | null = null;
  const clientOf = (): Promise<Client> =>
    (opened ??= import("./endpoint/client.ts").then(({ openClient }) => openClient(settings, now)));

  /** One task from the budget to the log line. */
  async function run<T>(task: Task, options: AskOptions, work: (job: Job) => Promise<T>): Promise<Answer<T>> {
    const { budget, signal } = options;
    const none = (why: Why): Answer<T> => ({ kind: "none", why, used: null });
    if (signal?.aborted === true) return none("timeout");
    if (budget !== undefined && (budget.calls <= 0 || budget.ms <= 0)) return none("budget");
    if (!breaker.enter()) return none("unreachable");
    const started = now().getTime();
    const ms = Math.min(settings.timeoutMs ?? usualTimeoutMs, budget?.ms ?? Number.POSITIVE_INFINITY);
    const masking = openMasking();
    const call = openCall(ms, options, rim);
    const job: Job = { client: await clientOf(), call, masking, memory, messages: masked(task, masking), repairs: [], tokens: 0 }; // prettier-ignore
    const used = (): Used => ({
      task: task.name,
      version: task.version,
      model: settings.model,
      sent: [...job.messages, ...job.repairs].map(({ content }) => content).join("\n\n"),
    });
    const told = (code: string): void => {
      const spent = now().getTime() - started;
      if (budget !== undefined) budget.ms -= spent;
      const { mode } = memory.abilities;
      rim.log.info("model", { task: task.name, version: task.version, code, mode, ms: spent, calls: call.calls, tokens: job.tokens }); // prettier-ignore
    };
    try {
      const value = await work(job);
      breaker.good();
      told("answer");
      return { kind: "answer", value, used: used() };
    } catch (error) {
      if (!(error instanceof Fault)) breaker.left();
      const fault = call.faultOf(error);
      if (fault.code === "given-up") breaker.left();
      else if (["timeout", "unreachable", "limited"].includes(fault.why)) breaker.bad();
      else breaker.good();
      told(`${fault.why}-${fault.code}`);
      return { kind: "none", why: fault.why, used: call.calls > 0 ? used() : null };
    }
  }

  return {
    ask: (task, schema, options = {}) => run(task, options, (job) => structured(job, schema)),
    write: (task, options = {}) => run(task, options, (job) => written(job, options.onText)),
  };
}
