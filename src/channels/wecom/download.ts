import { get as getHttp, type IncomingMessage } from "node:http";
import { get as getHttps } from "node:https";
import { decryptFile } from "@wecom/aibot-node-sdk";
import { z } from "zod";
import { ChannelError, type InboundFile } from "../channel.ts";
import { refusal, wecomError } from "./errors.ts";

/** Files that people send: a signed link of five minutes, encrypted with a key of its own. The SDK would read it without bounds. */

const Ref = z.object({
  kind: z.string(),
  url: z.string(),
  key: z.string().optional(),
  name: z.string().optional(),
});
const downloadMs = 60_000;
/** PKCS#7 to a multiple of 32 bytes. */
const padding = 32;

export async function download(
  file: InboundFile,
  limit: { maxBytes: number; signal: AbortSignal },
  ca: string | undefined,
): Promise<{ name: string; bytes: Uint8Array }> {
  const ref = refOf(file);
  const signal = AbortSignal.any([limit.signal, AbortSignal.timeout(downloadMs)]);
  const { bytes, disposition } = await read(ref.url, { maxBytes: limit.maxBytes + padding, signal, ca });
  const plain = ref.key === undefined ? bytes : decrypted(bytes, ref.key);
  if (plain.length > limit.maxBytes) throw tooLarge();
  return { name: nameIn(disposition) ?? ref.name ?? ref.kind, bytes: plain };
}

const tooLarge = (): ChannelError => refusal("too_large", { says: "文件太大，收不下。" });

function refOf(file: InboundFile): z.infer<typeof Ref> {
  try {
    return Ref.parse(JSON.parse(file.ref));
  } catch {
    throw refusal("invalid", { says: "这份文件的来源认不出来。" });
  }
}

function decrypted(bytes: Buffer, key: string): Buffer {
  try {
    return decryptFile(bytes, key);
  } catch {
    throw refusal("invalid", { says: "这份文件没有解开，请重新发一次。" });
  }
}

interface Reading {
  maxBytes: number;
  signal: AbortSignal;
  ca: string | undefined;
}

async function read(url: string, reading: Reading): Promise<{ bytes: Buffer; disposition: string }> {
  try {
    const response = await opened(url, reading, 3);
    return { bytes: await whole(response, reading.maxBytes), disposition: dispositionOf(response) };
  } catch (error) {
    throw reading.signal.aborted && !(error instanceof ChannelError)
      ? refusal("timeout", { says: "文件没有在规定时间内取完。" })
      : wecomError(error);
  }
}

const dispositionOf = (response: IncomingMessage): string => response.headers["content-disposition"] ?? "";

async function whole(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response) {
    const bytes = z.instanceof(Buffer).parse(part);
    size += bytes.length;
    if (size > maxBytes) throw tooLarge();
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

/** A 200 with its body unread; follows a few redirects. */
async function opened(url: string, reading: Reading, hops: number): Promise<IncomingMessage> {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address === null || !/^https?:$/.test(address.protocol)) throw refusal("invalid");
  const { signal, ca } = reading;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request =
      address.protocol === "https:"
        ? getHttps(address, { signal, agent: false, ...(ca === undefined ? {} : { ca }) }, resolve)
        : getHttp(address, { signal, agent: false }, resolve);
    request.once("error", reject);
  });
  const status = response.statusCode ?? 0;
  if (status === 200) return response;
  response.destroy();
  const { location } = response.headers;
  if (status >= 300 && status < 400 && location !== undefined && hops > 0)
    return opened(new URL(location, address).href, reading, hops - 1);
  const passing = status === 429 || status >= 500;
  const says = passing ? "企业微信暂时没有给出文件。" : "文件的下载链接已失效，请重新发一次。";
  throw refusal(passing ? "busy" : "expired", { says, platformCode: status });
}

/**
 * The name in a Content-Disposition: `filename*` with its own encoding; else `filename`, which storage servers fill with
 * a form-encoded name, and others with bytes of UTF-8 or GBK that arrive here as Latin-1.
 */
export function nameIn(disposition: string): string | undefined {
  const extended = /filename\*\s*=\s*([\w-]*)'[^']*'([^;\s]+)/i.exec(disposition);
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))/i.exec(disposition);
  const raw = plain?.[1]?.replaceAll(/\\(.)/g, "$1") ?? plain?.[2]?.trim();
  const name =
    extended === null
      ? raw === undefined
        ? ""
        : plainName(raw)
      : decoded(percentBytes(extended[2] ?? ""), extended[1] ?? "");
  const last = name.replaceAll("\\", "/").split("/").at(-1) ?? "";
  const clean = last
    .replaceAll(/\p{Cc}/gu, "")
    .trim()
    .slice(0, 200);
  return clean === "" || clean === "." || clean === ".." ? undefined : clean;
}

function plainName(raw: string): string {
  const bytes = Buffer.from(raw, "latin1");
  const form = /%[0-9a-f]{2}/i.test(raw) ? percentBytes(raw.replaceAll("+", " ")) : bytes;
  return decoded(form, "utf-8");
}

const percentBytes = (text: string): Buffer =>
  Buffer.from(
    text.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  );

function decoded(bytes: Buffer, charset: string): string {
  for (const label of [charset, "utf-8", "gb18030"])
    try {
      return new TextDecoder(label, { fatal: true }).decode(bytes);
    } catch {
      // The next one; Latin-1 takes everything.
    }
  return bytes.toString("latin1");
}
