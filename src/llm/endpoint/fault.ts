import type { Why } from "../model.ts";

/** What an endpoint did wrong, inside of llm only. It carries codes and no word of the endpoint: an answer may quote a key or a prompt. */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly why: Why;
  /** HTTP status or a word of ours. */
  readonly code: string;
  /** Worth another try. */
  readonly again: boolean;
  /** How long the endpoint wants to be left alone, in ms. */
  readonly waitMs: number | null;
  /** The request itself was refused: it may be asked in another form. */
  readonly form: boolean;
  /** The refusal names the temperature. */
  readonly temperature: boolean;

  constructor(
    why: Why,
    code: string,
    detail: { again?: boolean; waitMs?: number | null; form?: boolean; temperature?: boolean } = {},
  ) {
    super(`${why} ${code}`);
    this.why = why;
    this.code = code;
    this.again = detail.again ?? false;
    this.waitMs = detail.waitMs ?? null;
    this.form = detail.form ?? false;
    this.temperature = detail.temperature ?? false;
  }
}
