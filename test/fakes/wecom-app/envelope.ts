import { createCipheriv, createHash, randomBytes } from "node:crypto";

/** How WeCom seals what it delivers (document/path/90968), written here a second time: the channel's side is the SDK's. */
export interface Keys {
  token: string;
  aesKey: string;
  /** The id of the corp that the message is for. */
  corp: string;
}

const block = 32;

/** The plain text as base64: random, length, text, receiver; padded to 32 bytes. */
export function encrypt(text: string, { aesKey, corp }: Omit<Keys, "token">): string {
  const key = Buffer.from(`${aesKey}=`, "base64");
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(text));
  const body = Buffer.concat([randomBytes(16), length, Buffer.from(text), Buffer.from(corp)]);
  const pad = block - (body.length % block);
  const cipher = createCipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(Buffer.concat([body, Buffer.alloc(pad, pad)])),
    cipher.final(),
  ]).toString("base64");
}

export const sign = (token: string, timestamp: string, nonce: string, encrypted: string): string =>
  createHash("sha1").update([token, timestamp, nonce, encrypted].sort().join("")).digest("hex");

/** The query that goes with a sealed text, stamped at a time. */
export function stamp(encrypted: string, { token }: Pick<Keys, "token">, at: Date): URLSearchParams {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const nonce = String(randomBytes(6).readUIntBE(0, 6));
  return new URLSearchParams({ msg_signature: sign(token, timestamp, nonce, encrypted), timestamp, nonce });
}

export const cdata = (text: string): string => `<![CDATA[${text.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;

/** The body of a callback around a sealed text. */
export const outer = (encrypted: string, { corp, agent }: { corp: string; agent: string }): string =>
  `<xml><ToUserName>${cdata(corp)}</ToUserName><Encrypt>${cdata(encrypted)}</Encrypt><AgentID>${cdata(agent)}</AgentID></xml>`;
