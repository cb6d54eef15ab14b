import { z } from "zod";
import { bySignal } from "../bounded.ts";
import { nameIn } from "../fileName.ts";
import { answerIn, bytesOf, parsed, type Answer } from "./answers.ts";
import { fault, lost, refusal, tokenRefused, tooLate } from "./faults.ts";
import type { Outcome } from "./reach.ts";

/** What the app is to the platform. */
export interface Account {
  /** Of the API; a slash or /cgi-bin at its end is taken off. */
  base: string;
  corp: string;
  secret: string;
}

const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number() });
const Media = z.object({ media_id: z.string().min(1) });

/** A token is asked for anew this long before it ends; one that is old already, when half of its rest is over. */
const marginMs = 5 * 60_000;
const usableMs = (restMs: number): number => Math.max(restMs - marginMs, restMs / 2);
const answerMs = 10_000;
const transferMs = 120_000;

/** What opens the API, and the platform's clock when it was given. */
interface Token {
  value: string;
  until: number;
  at: Date | null;
}

interface Ask {
  path: string;
  query?: Readonly<Record<string, string>>;
  /** A form is sent as multipart, anything else as JSON; without a body it is a GET. */
  body?: unknown;
  signal: AbortSignal;
  ms?: number;
}

/** The API of WeCom for one app. Every failure is a ChannelError. */
export class Api {
  readonly #account: Account;
  readonly #now: () => Date;
  readonly #heard: (outcome: Outcome) => void;
  readonly #life = new AbortController();
  #token: Token | null = null;
  #asking: Promise<Token> | null = null;

  /** `heard` is told what became of each request. */
  constructor(account: Account, { now, heard }: { now: () => Date; heard: (outcome: Outcome) => void }) {
    this.#account = { ...account, base: account.base.replace(/\/+$/, "").replace(/\/cgi-bin$/, "") };
    this.#now = now;
    this.#heard = heard;
  }

  /** Ends every request under way, and lets no other begin. */
  close(): void {
    this.#life.abort();
  }

  /** Asks for a token now: the address answers, and the secret is right. Resolves with the platform's clock, where it gives one. */
  async signIn(): Promise<Date | null> {
    this.#token = null;
    return (await this.#renew()).at;
  }

  /** One call; the answer is parsed by `shape`. */
  async call<T extends z.ZodType>(shape: T, ask: Ask): Promise<z.infer<T>> {
    const outcome = await this.#authorised(ask);
    if (outcome instanceof Response) throw fault("unknown", "企业微信的回答读不懂，稍后再试。");
    return parsed(shape, outcome);
  }

  /** The media id of a file that was uploaded: valid for three days. */
  async upload(name: string, bytes: Uint8Array, signal: AbortSignal): Promise<string> {
    const body = new FormData();
    body.append("media", new File([new Uint8Array(bytes)], name, { type: "application/octet-stream" }));
    const ask = { path: "media/upload", query: { type: "file" }, body, signal, ms: transferMs };
    return (await this.call(Media, ask)).media_id;
  }

  /** A file that somebody sent, with its name where the platform tells it. */
  async download(
    media: string,
    { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
  ): Promise<{ name: string | undefined; bytes: Uint8Array }> {
    const ask = { path: "media/get", query: { media_id: media }, signal, ms: transferMs };
    const outcome = await this.#authorised(ask);
    if (!(outcome instanceof Response)) throw fault("unknown", "企业微信没有给出文件，请再发一次。");
    const name = nameIn(outcome.headers.get("content-disposition") ?? undefined);
    return { name, bytes: await bytesOf(outcome, maxBytes) };
  }

  /** The answer, or the response when it is a file. A refused token is renewed once. */
  async #authorised(ask: Ask): Promise<Answer | Response> {
    for (let renewed = false; ; renewed = true) {
      const token = await bySignal(ask.signal, () => this.#access(), tooLate);
      const response = await this.#ask({ ...ask, query: { access_token: token, ...ask.query } });
      if (response.headers.has("content-disposition")) return response;
      const answer = await answerIn(response);
      const shut = tokenRefused.has(answer.errcode);
      if (!shut) this.#heard("answered");
      if (answer.errcode === 0) return answer;
      if (renewed || !shut) throw refusal(answer.errcode);
      if (this.#token?.value === token) this.#token = null;
    }
  }

  async #access(): Promise<string> {
    const token = this.#token;
    return token !== null && token.until > this.#now().getTime() ? token.value : (await this.#renew()).value;
  }

  /** One request for all who wait for a token; none of them gives it up for the others. */
  #renew(): Promise<Token> {
    this.#asking ??= this.#askToken().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #askToken(): Promise<Token> {
    const { corp, secret } = this.#account;
    const query = { corpid: corp, corpsecret: secret };
    const response = await this.#ask({ path: "gettoken", query, signal: this.#life.signal });
    const answer = await answerIn(response);
    const failure = answer.errcode === 0 ? null : refusal(answer.errcode);
    this.#heard(failure?.code === "auth" ? "shut" : "answered");
    if (failure !== null) throw failure;
    const { access_token: value, expires_in: seconds } = parsed(TokenAnswer, answer);
    const at = new Date(response.headers.get("date") ?? "");
    const until = this.#now().getTime() + usableMs(seconds * 1000);
    this.#token = { value, until, at: Number.isNaN(at.getTime()) ? null : at };
    return this.#token;
  }

  async #ask({ path, query = {}, body, signal, ms = answerMs }: Ask): Promise<Response> {
    const url = `${this.#account.base}/cgi-bin/${path}?${new URLSearchParams(query).toString()}`;
    const form = body instanceof FormData;
    try {
      return await fetch(url, {
        method: body === undefined ? "GET" : "POST",
        ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
        ...(body === undefined || form ? {} : { headers: { "content-type": "application/json" } }),
        // The address holds secrets: nobody may send it elsewhere.
        redirect: "error",
        signal: AbortSignal.any([signal, this.#life.signal, AbortSignal.timeout(ms)]),
      });
    } catch (error) {
      if (signal.aborted) throw tooLate();
      if (!this.#life.signal.aborted) this.#heard("lost");
      throw lost(error);
    }
  }
}
