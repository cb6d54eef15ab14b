import { get as getHttp, type IncomingMessage } from "node:http";
import { get as getHttps } from "node:https";
import { decryptFile } from "@wecom/aibot-node-sdk";
import { z } from "zod";
import { drained } from "../bounded.ts";
import { ChannelError, type InboundFile } from "../channel.ts";
import { nameIn } from "../fileName.ts";
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
  const bytes = await drained(response, maxBytes);
  if (bytes === null) throw tooLarge();
  return bytes;
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
