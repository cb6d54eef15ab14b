import { timingSafeEqual } from "node:crypto";
import { WecomCrypto } from "@wecom/aibot-node-sdk";

/** What a callback carries beside its body. */
export interface Stamp {
  signature: string;
  timestamp: string;
  nonce: string;
}

export type Doubt = "unsigned" | "forged" | "old" | "undecipherable";

/** A callback that did not come from our corp's WeCom, or not now. Says no more to whoever sent it. */
export class Doubtful extends Error {
  readonly doubt: Doubt;

  constructor(doubt: Doubt) {
    super(doubt);
    this.doubt = doubt;
  }
}

/** A missing acknowledgement is followed by the next delivery within seconds, each with a stamp of its own. */
const freshMs = 5 * 60_000;

/** Opens what WeCom sealed with our token and key, and nothing else. */
export class Seal {
  readonly #crypto: WecomCrypto;
  readonly #now: () => Date;

  /** `aesKey`: 43 letters and digits. Throws when it is not. */
  constructor({
    token,
    aesKey,
    corp,
    now,
  }: {
    token: string;
    aesKey: string;
    corp: string;
    now: () => Date;
  }) {
    this.#crypto = new WecomCrypto(token, aesKey, corp);
    this.#now = now;
  }

  /** The plain text of a sealed one. Throws Doubtful. */
  open(sealed: string, { signature, timestamp, nonce }: Stamp): string {
    if (sealed === "" || nonce === "" || !/^[0-9a-f]{40}$/.test(signature) || !/^\d{10}$/.test(timestamp))
      throw new Doubtful("unsigned");
    const right = this.#crypto.computeSignature(timestamp, nonce, sealed);
    if (!timingSafeEqual(Buffer.from(right), Buffer.from(signature))) throw new Doubtful("forged");
    if (Math.abs(this.#now().getTime() - Number(timestamp) * 1000) > freshMs) throw new Doubtful("old");
    try {
      return this.#crypto.decrypt(sealed);
    } catch {
      // The message of the error holds the id of the corp it was meant for.
      throw new Doubtful("undecipherable");
    }
  }
}
