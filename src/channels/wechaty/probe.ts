import { connect } from "node:net";
import type { Probe, Values } from "../channel.ts";
import { ca, endpoint, missing, token, valueOf } from "./settings.ts";

/** Touches the port only: a second client would push the first one off the gateway. */
export async function probe(values: Values): Promise<readonly Probe[]> {
  const at = valueOf(values, endpoint);
  return [
    unofficial,
    ...["wechaty", "wechaty-puppet-service"].filter((name) => !installed(name)).map(absent),
    (await reaches(at)) ? open : closed,
    ...guarded(at, values),
  ];
}

const open: Probe = { ok: true, says: "网关的端口连得上。" };
const closed: Probe = {
  ok: false,
  says: "网关的端口连不上。",
  todo: "请看网关有没有启动，地址和防火墙对不对。",
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
