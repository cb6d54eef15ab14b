import { openBreaker } from "./breaker.ts";
import { openCall, type Call, type Pace } from "./call.ts";
import type { Client, Message, Said } from "./client.ts";
import { Fault } from "./fault.ts";
import { openMasking, type Masking } from "./masking.ts";
import { bodyIn, openMemory, type Memory, type Mode } from "./modes.ts";
import type { Answer, AskOptions, Model, Task, Used, Why } from "./model.ts";
import type { Log } from "../log.ts";
import { openSaying } from "./saying.ts";
import { fit, shapeOf, type Fit, type Shape } from "./shape.ts";
import { valuesIn } from "./spoken.ts";
import type { z } from "zod";

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
/** A longer answer is not read. In characters. */
const longest = 200_000;

/** The model behind an OpenAI-compatible endpoint. All that leaves is masked here. The openai package is loaded by the first call. */
export const openModel = (settings: ModelSettings, rim: ModelRim): Model =>
  modelOf(settings, rim, openMemory(settings, settings.folder ?? null, rim.log));

/** The same with a memory of the caller's. */
export function modelOf(settings: ModelSettings, rim: ModelRim, memory: Memory): Model {
  const now = (): Date => rim.now();
  const breaker = openBreaker(now);
  let opened: Promise<Client> | null = null;
  const clientOf = (): Promise<Client> =>
    (opened ??= import("./client.ts").then(({ openClient }) => openClient(settings, now)));

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

interface Job {
  client: Client;
  call: Call;
  masking: Masking;
  memory: Memory;
  /** Masked. */
  messages: readonly Message[];
  /** What was said to have an answer repaired, masked. */
  repairs: readonly Message[];
  tokens: number;
}

/** Both parts masked as one text, so that a name found in one is gone from the other. */
function masked({ system, user }: Task, masking: Masking): Message[] {
  const apart = "\u0000";
  const [first = "", second = ""] = masking
    .mask([system, user].map((text) => text.replaceAll(apart, " ")).join(apart))
    .split(apart);
  return [
    { role: "system", content: first },
    { role: "user", content: second },
  ];
}

/** An answer of the shape: asked, repaired once, else a Fault. */
async function structured<T>(job: Job, schema: z.ZodType<T>): Promise<T> {
  const shape = shapeOf(schema);
  const { memory, masking, messages } = job;
  const first = await asked(job, shape, messages);
  const read = readAs(schema, shape, first.said, masking);
  if (read.fits) {
    memory.prove(first.mode);
    return read.value;
  }
  // It took the form and did not keep to it: an endpoint that does not enforce it is told the shape in words.
  if (read.shapeless && !memory.abilities.proven) memory.next(first.mode);
  if (!job.call.affords()) throw new Fault("broken", "unfit");
  const { content } = first.said;
  job.repairs = [
    // Some refuse an empty message.
    ...(content.trim() === "" ? [] : [{ role: "assistant", content: masking.mask(content.slice(0, 4000)) } as const]), // prettier-ignore
    {
      role: "user",
      content: `上面的回答不合要求：${masking.mask(read.why)}。请重新给出完整的 JSON 答案，不要解释。`,
    },
  ];
  const second = await asked(job, shape, [...messages, ...job.repairs]);
  const repaired = readAs(schema, shape, second.said, masking);
  if (!repaired.fits) throw new Fault("broken", "unfit");
  memory.prove(second.mode);
  return repaired.value;
}

/** Asks in the mode the endpoint is known to take, and finds it out where it is not. */
async function asked(
  job: Job,
  shape: Shape,
  messages: readonly Message[],
): Promise<{ mode: Mode; said: Said }> {
  const { client, call, masking, memory } = job;
  const json = shapeOfMasked(shape, masking);
  const before = { ...memory.abilities };
  for (;;) {
    const { mode, temperature } = memory.abilities;
    const body = { ...bodyIn(mode, json, messages), ...(temperature ? { temperature: 0 } : {}) };
    try {
      const said = await call.tried(() => client.complete(body, call.signal));
      job.tokens += said.tokens;
      return { mode, said };
    } catch (error) {
      const fault = call.faultOf(error);
      if (!fault.form) throw fault;
      if (fault.temperature && temperature) memory.withoutTemperature();
      else if (!memory.next(mode)) {
        // Refused in every form: the form is not what it minds.
        memory.restore(before);
        throw fault;
      }
    }
  }
}

/** A choice in a schema may be a name too. */
function shapeOfMasked({ json }: Shape, masking: Masking): Shape["json"] {
  const out: unknown = JSON.parse(masking.mask(JSON.stringify(json)));
  return typeof out === "object" && out !== null ? { ...out } : json;
}

function readAs<T>(schema: z.ZodType<T>, shape: Shape, { content, finish }: Said, masking: Masking): Fit<T> {
  if (finish === "content_filter") throw new Fault("refused", "filtered");
  if (content.length > longest) throw new Fault("broken", "too-much");
  const tries = valuesIn(content).map((value) => fit(schema, shape, unmasked(value, masking)));
  const nothing: Fit<T> = { fits: false, why: "没有完整的 JSON", shapeless: true };
  return tries.find(({ fits }) => fits) ?? tries[0] ?? nothing;
}

/** No schema of ours goes as deep. */
const deepest = 50;

/** Every string of an answer with its values back. */
function unmasked(value: unknown, masking: Masking, depth = 0): unknown {
  if (typeof value === "string") return masking.unmask(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth > deepest) return null;
  if (Array.isArray(value)) return value.map((one) => unmasked(one, masking, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, unmasked(one, masking, depth + 1)]),
  );
}

/** Prose, streamed where the endpoint streams. */
async function written(
  { client, call, masking, messages }: Job,
  onText?: (soFar: string) => void,
): Promise<string> {
  const saying = openSaying(masking, messages, onText);
  const streamed = call.tried(async () => {
    saying.anew();
    let last = "";
    for await (const { piece, finish } of client.stream({ messages }, call.signal)) {
      saying.add(piece);
      last = finish === "" ? last : finish;
    }
    return last;
  });
  const finish = await streamed.catch((error: unknown) => {
    const fault = call.faultOf(error);
    if (!fault.form) throw fault;
    return "";
  });
  if (finish !== "" || !saying.empty()) return saying.done(finish);
  // It does not stream.
  const whole = await call.tried(() => client.complete({ messages }, call.signal));
  saying.anew();
  saying.add(whole.content);
  return saying.done(whole.finish);
}
