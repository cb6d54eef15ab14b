import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { z } from "zod";
import { ChannelError, type ChannelEntry, type Probe, type Setting, type Values } from "../channel.ts";

const token: Setting = {
  name: "WECHATY_PUPPET_SERVICE_TOKEN",
  needed: true,
  secret: true,
  does: "微信类网关（wechaty）的令牌，形如 insecure_加一串字符；网关用自己的证书时，下划线前是证书的名字",
  form: {
    matches: /^[\x21-\x7e]+_[\x21-\x7e]+$/,
    not: "令牌里要有下划线，前面是证书的名字，一般是 insecure_。",
  },
};
const endpoint: Setting = {
  name: "WECHATY_PUPPET_SERVICE_ENDPOINT",
  needed: true,
  does: "网关的地址，写成 主机:端口；不填就不启动，不会去厂商那里查",
  form: {
    matches: /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\]):[1-9][0-9]{0,4}$/,
    not: "要写成 主机:端口，例如 127.0.0.1:18788，前面不带协议。",
  },
};
const ca: Setting = {
  name: "WECHATY_CA_FILE",
  needed: false,
  does: "网关用自己的证书时，签发它的 CA 证书文件（PEM）",
};

const invalid = (message: string, cause?: unknown): ChannelError =>
  new ChannelError(message, { where: "wechaty", code: "invalid", ...(cause === undefined ? {} : { cause }) });

/** The value of a setting. ChannelError invalid without one, or with one that cannot be right. */
function valueOf(values: Values, { name, form }: Setting): string {
  const value = values[name];
  if (value === undefined) throw invalid(`还没有填 ${name}，微信网关不启动。`);
  if (form !== undefined && !form.matches.test(value)) throw invalid(`${name} 填得不对：${form.not}`);
  return value;
}

const missing =
  "没有装微信网关要用的程序包，请运行：npm install wechaty@1.20.2 wechaty-puppet-service@1.19.9";
const packages = ["wechaty", "wechaty-puppet-service"];
const NotFound = z.object({ code: z.enum(["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"]) });

async function authority(values: Values): Promise<{ ca?: string }> {
  const path = values[ca.name];
  if (path === undefined) return {};
  try {
    return { ca: await readFile(path, "utf8") };
  } catch (cause) {
    throw invalid(`${ca.name} 写的文件读不出来，请核对位置和权限。`, cause);
  }
}

export const wechaty: ChannelEntry = {
  name: "wechaty",
  label: "微信网关（wechaty）",
  settings: [token, endpoint, ca],

  async open(values, rim) {
    const gateway = {
      endpoint: valueOf(values, endpoint),
      token: valueOf(values, token),
      ...(await authority(values)),
    };
    try {
      const { WechatyChannel } = await import("./channel.ts");
      return new WechatyChannel(gateway, rim);
    } catch (error) {
      throw NotFound.safeParse(error).success ? invalid(missing, error) : error;
    }
  },

  /** Touches the port only: a second client would push the first one off the gateway. */
  async probe(values) {
    const at = valueOf(values, endpoint);
    const reached = await reaches(at);
    return [
      unofficial,
      ...packages.filter((name) => !installed(name)).map(absent),
      reached
        ? { ok: true, says: "网关的端口连得上。" }
        : { ok: false, says: "网关的端口连不上。", todo: "请看网关有没有启动，地址和防火墙对不对。" },
      ...guarded(at, values),
    ];
  },
};

const unofficial: Probe = {
  ok: true,
  says: "注意：wechaty 的企业微信接法不是官方的，企业微信一直在查处，账号会被封，消息和文件都经过网关。能用企业微信的智能机器人就不要用它。",
};

const absent = (name: string): Probe => ({ ok: false, says: `没有装程序包 ${name}。`, todo: missing });

function installed(name: string): boolean {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** The certificate of insecure_ and its key are published with the SDK: whoever is in between may read along. */
function guarded(at: string, values: Values): Probe[] {
  const near = /^(?:127\.|localhost:|\[::1\])/.test(at);
  if (near || values[ca.name] !== undefined || !/^insecure_/i.test(values[token.name] ?? "")) return [];
  return [
    {
      ok: false,
      says: "网关不在本机，用的又是公开的证书，路上的人看得到消息。",
      todo: `请把网关放在本机，或给网关换上自己的证书，再填 ${ca.name}。`,
    },
  ];
}

function reaches(at: string): Promise<boolean> {
  const colon = at.lastIndexOf(":");
  const host = at.slice(0, colon).replace(/^\[|\]$/g, "");
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(at.slice(colon + 1)), timeout: 5000 });
    const end = (reached: boolean) => () => {
      socket.destroy();
      resolve(reached);
    };
    socket.once("connect", end(true)).once("timeout", end(false)).once("error", end(false));
  });
}
