import { X509Certificate, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { z } from "zod";
import type { ChannelRim, Probe, Values } from "../channel.ts";
import { distrusts } from "./errors.ts";

/** What can be tried without disturbing a running service: everything but the subscription, which would throw it out. */
export async function probe(values: Values, rim: ChannelRim): Promise<readonly Probe[]> {
  const file = values["WECOM_CA_FILE"];
  const certificate = file === undefined ? undefined : await certificateIn(file, rim.now());
  const lines = certificate === undefined ? [] : [certificate.line];
  if (certificate?.line.ok === false) return lines;
  const url = values["WECOM_WS_URL"] ?? publicUrl;
  return [...lines, ...(await greeting(url, certificate?.pem, () => rim.now())), untried];
}

const publicUrl = "wss://openws.work.weixin.qq.com";
const probeMs = 8000;
const clockMs = 60_000;

const untried: Probe = {
  ok: true,
  says: "机器人编号和密钥是否正确、是否有别处在用同一个机器人：要到启动服务时才知道（现在试会把正在运行的服务挤下线）。",
};

async function certificateIn(path: string, now: Date): Promise<{ line: Probe; pem?: string }> {
  try {
    const pem = await readFile(path, "utf8");
    const until = new X509Certificate(pem).validToDate;
    if (until < now)
      return {
        line: {
          ok: false,
          says: "证书文件（WECOM_CA_FILE）已过期。",
          todo: "向企业微信的管理员要新的根证书。",
        },
      };
    return { line: { ok: true, says: "证书文件能读。" }, pem };
  } catch {
    const todo = "核对 WECOM_CA_FILE 的路径；文件应是文本格式（PEM），以 -----BEGIN CERTIFICATE----- 开头。";
    return { line: { ok: false, says: "证书文件（WECOM_CA_FILE）读不出来。", todo } };
  }
}

/** Shakes hands as a WebSocket does and hangs up, without a word about the bot. */
async function greeting(url: string, ca: string | undefined, now: () => Date): Promise<Probe[]> {
  try {
    const response = await upgraded(url, ca);
    if (response.statusCode !== 101)
      return [
        {
          ok: false,
          says: "服务器在，但不是长连接的地址。",
          todo: "核对 WECOM_WS_URL（管理后台的机器人页上有）。",
        },
      ];
    return [{ ok: true, says: "企业微信的长连接地址连得上。" }, ...clock(response, now())];
  } catch (error) {
    const { code } = Failure.parse(error);
    if (distrusts(code))
      return [
        {
          ok: false,
          says: "企业微信服务器的证书不被信任。",
          todo: "私有部署请把根证书存成文件，路径写进 WECOM_CA_FILE。",
        },
      ];
    return [
      {
        ok: false,
        says: "连不上企业微信的长连接地址。",
        todo: "请网络管理员放行本机到这个地址的出站连接（443端口）；私有部署请填 WECOM_WS_URL。",
      },
    ];
  }
}

const Failure = z.object({ code: z.string().optional().catch(undefined) });

function clock(response: IncomingMessage, now: Date): Probe[] {
  const theirs = Date.parse(response.headers.date ?? "");
  if (Number.isNaN(theirs)) return [];
  const apart = Math.abs(theirs - now.getTime());
  return apart <= clockMs
    ? [{ ok: true, says: "本机时间和企业微信一致。" }]
    : [
        {
          ok: false,
          says: `本机时间和企业微信差${Math.round(apart / 60_000)}分钟。`,
          todo: "请校准本机时间。",
        },
      ];
}

async function upgraded(url: string, ca: string | undefined): Promise<IncomingMessage> {
  const address = new URL(url.replace(/^ws/, "http"));
  const headers = {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": randomBytes(16).toString("base64"),
  };
  const options = { headers, agent: false, signal: AbortSignal.timeout(probeMs) };
  return await new Promise((resolve, reject) => {
    const request =
      address.protocol === "https:"
        ? requestHttps(address, { ...options, ...(ca === undefined ? {} : { ca }) })
        : requestHttp(address, options);
    request.once("upgrade", (response: IncomingMessage) => {
      response.socket.destroy();
      resolve(response);
    });
    request.once("response", (response) => {
      response.destroy();
      resolve(response);
    });
    request.once("error", reject);
    request.end();
  });
}
