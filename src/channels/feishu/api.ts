import { Client } from "@larksuiteoapi/node-sdk";
import { z } from "zod";
import { ChannelError } from "../channel.ts";
import { nameIn } from "../fileName.ts";
import { bodyOf, drain } from "./body.ts";
import { failure, ofToken, refusal, unanswered } from "./errors.ts";
import type { Settings } from "./settings.ts";

/** Calls of the platform through the SDK's `Client.request`: tokens, time limits, and every failure a ChannelError. */

export interface Request {
  method: "GET" | "POST" | "PATCH";
  path: string;
  query?: Record<string, string>;
  data?: Record<string, unknown>;
  /** Sends `data` as multipart/form-data. */
  multipart?: true;
  signal?: AbortSignal;
  /** In ms; 15 seconds without it. */
  timeout?: number;
}

export const nobody = { error: quiet, warn: quiet, info: quiet, debug: quiet, trace: quiet };
/** The SDK logs bodies of requests; nothing of it is kept. */
function quiet(): void {
  return;
}

const Headers = z.looseObject({
  date: z.string().optional(),
  "content-disposition": z.string().optional(),
  "content-length": z.coerce.number().optional().catch(undefined),
  "content-type": z.string().optional(),
  "x-ogw-ratelimit-reset": z.unknown().optional(),
});
type Headers = z.infer<typeof Headers>;
const Answer = z.object({ data: z.unknown().optional(), headers: Headers });
const Verdict = z.object({ code: z.number() });
const Token = z.object({ tenant_access_token: z.string().min(1), expire: z.number() });
/** What the HTTP client throws, as far as we read it. */
const Thrown = z.object({
  code: z.string().optional(),
  response: z.object({ status: z.number(), data: z.unknown().optional(), headers: Headers }).optional(),
});

/** A token is renewed this long before its end, in ms. */
const early = 5 * 60_000;
/** The longest answer that is not a file, in bytes. */
const longest = 4 * 1024 * 1024;

export class Api {
  readonly #settings: Settings;
  readonly #client: Client;
  readonly #now: () => Date;
  readonly #end: AbortSignal;
  #token: { value: string; until: number } | undefined;
  #asking: Promise<string> | undefined;

  /** `end`: aborts every request. */
  constructor(settings: Settings, now: () => Date, end: AbortSignal) {
    this.#settings = settings;
    this.#now = now;
    this.#end = end;
    this.#client = new Client({
      appId: settings.appId,
      appSecret: settings.appSecret,
      domain: settings.domain,
      logger: nobody,
      // The SDK keeps tokens for the whole process, fetches them several times at once and without a time limit.
      disableTokenCache: true,
    });
  }

  /** Fields of the answer; of most interfaces those of `data`. ChannelError. */
  async call<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
    return (await this.callFully(request, schema)).body;
  }

  async callFully<T>(request: Request, schema: z.ZodType<T>): Promise<{ body: T; date: string | undefined }> {
    const { data, headers } = await this.#withToken(request.signal, (token) => this.#ask(request, token));
    const body = schema.safeParse(data);
    if (!body.success) throw failure("unknown");
    return { body: body.data, date: headers.date };
  }

  /** A file, read no further than the limit. `name`: as the platform tells it. */
  async download(
    path: string,
    query: Record<string, string>,
    limit: { maxBytes: number; signal: AbortSignal },
  ): Promise<{ name: string | undefined; bytes: Uint8Array }> {
    const signal = AbortSignal.any([limit.signal, AbortSignal.timeout(5 * 60_000)]);
    const request: Request = { method: "GET", path, query, signal, timeout: 30_000 };
    const { data, headers } = await this.#withToken(signal, (token) => this.#ask(request, token, "stream"));
    // A refusal may come with the status of a success.
    if (headers["content-disposition"] === undefined && headers["content-type"]?.includes("json") === true) {
      judge(await bodyOf(data), 200, headers);
    }
    const bytes = await drain(data, headers["content-length"], limit.maxBytes);
    return { name: nameIn(headers["content-disposition"]), bytes };
  }

  /** Without a token: for what is asked with the secret itself. */
  async withSecret<T>(path: string, data: Record<string, unknown>, schema: z.ZodType<T>): Promise<T> {
    const answer = await this.#ask({ method: "POST", path, data });
    const body = schema.safeParse(answer.data);
    if (!body.success) throw failure("unknown");
    return body.data;
  }

  /** A token that ended in mid-send is renewed once. */
  async #withToken<T>(signal: AbortSignal | undefined, work: (token: string) => Promise<T>): Promise<T> {
    if (signal?.aborted === true) throw failure("timeout");
    const token = await this.#access();
    try {
      return await work(token);
    } catch (error) {
      if (!(error instanceof ChannelError) || !ofToken(error)) throw error;
      if (this.#token?.value === token) this.#token = undefined;
      return await work(await this.#access());
    }
  }

  async #access(): Promise<string> {
    if (this.#token !== undefined && this.#now().getTime() < this.#token.until) return this.#token.value;
    this.#asking ??= this.#fetchToken().finally(() => (this.#asking = undefined));
    return await this.#asking;
  }

  async #fetchToken(): Promise<string> {
    const { appId, appSecret } = this.#settings;
    const path = "/open-apis/auth/v3/tenant_access_token/internal";
    const { tenant_access_token: value, expire } = await this.withSecret(
      path,
      { app_id: appId, app_secret: appSecret },
      Token,
    );
    this.#token = { value, until: this.#now().getTime() + Math.max(expire * 1000 - early, 0) };
    return value;
  }

  async #ask(
    request: Request,
    token?: string,
    as: "json" | "stream" = "json",
  ): Promise<z.infer<typeof Answer>> {
    const { method, path, query, data, multipart, signal, timeout = 15_000 } = request;
    const payload = {
      method,
      url: path,
      timeout,
      responseType: as,
      maxContentLength: as === "json" ? longest : -1,
      $return_headers: true,
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(multipart === true ? { "Content-Type": "multipart/form-data" } : {}),
      },
      ...(query === undefined ? {} : { params: query }),
      ...(data === undefined ? {} : { data }),
      signal: signal === undefined ? this.#end : AbortSignal.any([signal, this.#end]),
    };
    const answer = Answer.parse(await this.#client.request<unknown>(payload).catch(fail));
    if (as === "json") judge(answer.data, 200, answer.headers);
    return answer;
  }
}

/** Refusals of business come with the status of a success: the SDK returns them. */
function judge(body: unknown, status: number, headers: Headers): void {
  const verdict = Verdict.safeParse(body);
  if (verdict.success && verdict.data.code === 0) return;
  throw refusal({ status, code: verdict.data?.code, wait: headers["x-ogw-ratelimit-reset"] });
}

async function fail(error: unknown): Promise<never> {
  const thrown = Thrown.safeParse(error);
  const { response, code } = thrown.success ? thrown.data : {};
  if (response === undefined) throw unanswered(code);
  const { status, headers } = response;
  const verdict = Verdict.safeParse(await bodyOf(response.data));
  throw refusal({ status, code: verdict.data?.code, wait: headers["x-ogw-ratelimit-reset"] });
}
