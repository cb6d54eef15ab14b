import { APIConnectionError, APIConnectionTimeoutError, APIError, OpenAI } from "openai";
import { z } from "zod";
import { Fault } from "./fault.ts";

/** The openai package, held short: one request is one call, nothing but these headers leaves, no redirect is followed, and no answer grows without end. */

export interface Where {
  baseUrl: string;
  apiKey?: string | undefined;
  model: string;
}

export interface Message {
  role: "system" | "user" | "assistant";
  content: string;
}

export interface Body {
  messages: readonly Message[];
  /** 0 for answers of a shape; unset, the endpoint's own. */
  temperature?: number;
  response_format?: OpenAI.ResponseFormatJSONSchema | OpenAI.ResponseFormatJSONObject;
  tools?: OpenAI.ChatCompletionTool[];
  tool_choice?: OpenAI.ChatCompletionToolChoiceOption;
}

/** `content` is what was said or handed to the tool; `finish` as the endpoint says, "" for nothing. */
export interface Said {
  content: string;
  finish: string;
  tokens: number;
}

export interface Client {
  complete(body: Body, signal: AbortSignal): Promise<Said>;
  /** Pieces as they come, the last with how it ended. */
  stream(body: Body, signal: AbortSignal): AsyncIterable<{ piece: string; finish: string }>;
}

/** No answer of ours is longer, in bytes. */
const most = 2 * 1024 * 1024;
const headersThatLeave = new Set(["accept", "authorization", "content-type"]);

const Completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: z.string().nullish(),
          tool_calls: z.array(z.object({ function: z.object({ arguments: z.string() }) })).nullish(),
        }),
      }),
    )
    .min(1),
  usage: z.object({ total_tokens: z.number() }).nullish().catch(null),
});
const Chunk = z.object({
  choices: z.array(
    z.object({ finish_reason: z.string().nullish(), delta: z.object({ content: z.string().nullish() }).nullish() }), // prettier-ignore
  ),
});

/** A client of one endpoint. Its promises reject with a Fault only, or as the signal says. */
export function openClient({ baseUrl, apiKey, model }: Where, now: () => Date): Client {
  const openai = new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey ?? "none",
    adminAPIKey: null,
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: "off",
    fetch: (input, init) => bounded(input, init, apiKey !== undefined),
  });
  const asked = ({ messages, ...rest }: Body) => ({ model, messages: [...messages], ...rest });
  return {
    async complete(body, signal) {
      try {
        return said(await openai.chat.completions.create({ ...asked(body), stream: false }, { signal }));
      } catch (error) {
        throw faultOf(error, now);
      }
    },
    async *stream(body, signal) {
      let begun = false;
      try {
        for await (const chunk of await openai.chat.completions.create(
          { ...asked(body), stream: true },
          { signal },
        )) {
          const [choice] = Chunk.parse(chunk).choices;
          begun ||= choice !== undefined;
          yield { piece: choice?.delta?.content ?? "", finish: choice?.finish_reason ?? "" };
        }
      } catch (error) {
        throw begun ? new Fault("broken", "half") : faultOf(error, now);
      }
    },
  };
}

function said(answer: unknown): Said {
  const { choices, usage } = Completion.parse(answer);
  const [choice] = choices;
  const { content, tool_calls } = choice?.message ?? {};
  return {
    content: tool_calls?.[0]?.function.arguments ?? content ?? "",
    finish: choice?.finish_reason ?? "",
    tokens: usage?.total_tokens ?? 0,
  };
}

class TooMuch extends Error {}

async function bounded(
  input: string | URL | Request,
  init: RequestInit | undefined,
  withKey: boolean,
): Promise<Response> {
  const headers = new Headers(init?.headers);
  for (const name of [...headers.keys()]) if (!headersThatLeave.has(name)) headers.delete(name);
  if (!withKey) headers.delete("authorization");
  const response = await globalThis.fetch(input, { ...init, headers, redirect: "manual" });
  if (response.body === null) return response;
  let size = 0;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      size += chunk.byteLength;
      if (size > most) controller.error(new TooMuch());
      else controller.enqueue(chunk);
    },
  });
  const { status, headers: got } = response;
  return new Response(response.body.pipeThrough(counting), { status, headers: got });
}

function faultOf(error: unknown, now: () => Date): Fault {
  if (error instanceof Fault) return error;
  if (error instanceof APIConnectionTimeoutError) return new Fault("timeout", "timeout");
  if (error instanceof APIConnectionError) return new Fault("unreachable", "connection", { again: true });
  if (error instanceof APIError) return byAnswer(error, now);
  if (error instanceof SyntaxError || error instanceof z.ZodError)
    return new Fault("broken", "not-as-agreed");
  if (error instanceof TooMuch || (error instanceof Error && error.cause instanceof TooMuch))
    return new Fault("broken", "too-much");
  // A connection that breaks within an answer is a TypeError of the platform.
  if (error instanceof TypeError) return new Fault("unreachable", "cut", { again: true });
  return new Fault("broken", "unknown");
}

/** An answer with a status, or an event of failure within a stream. */
function byAnswer(error: { status: unknown; headers: unknown; message: string }, now: () => Date): Fault {
  const { status, headers } = error;
  if (typeof status !== "number") return new Fault("broken", "error-event");
  const code = String(status);
  const waitMs = headers instanceof Headers ? waitOf(headers, now) : null;
  if (status === 429) return new Fault("limited", code, { again: true, waitMs });
  if (status === 408 || status === 409 || status >= 500)
    return new Fault("unreachable", code, { again: true, waitMs });
  const form = [400, 415, 422].includes(status);
  return new Fault("refused", code, { form, temperature: form && /temperature/i.test(error.message) });
}

/** retry-after-ms, or retry-after in seconds or as a date. */
function waitOf(headers: Headers, now: () => Date): number | null {
  const ms = Number.parseFloat(headers.get("retry-after-ms") ?? "");
  if (ms >= 0) return ms;
  const after = headers.get("retry-after") ?? "";
  if (/^\d+(?:\.\d+)?$/.test(after.trim())) return Number(after) * 1000;
  const date = Date.parse(after);
  return Number.isNaN(date) ? null : Math.max(0, date - now().getTime());
}
