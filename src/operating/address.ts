import { once } from "node:events";
import type { Server } from "node:http";
import { OutsideError } from "../errors.ts";

export interface Address {
  host: string;
  port: number;
}

/** `127.0.0.1:8791`, `[::1]:8791`, `name:8791`. OutsideError with one sentence for anything else. */
export function addressOf(text: string): Address {
  const [, bracketed, plain, port] = /^(?:\[([0-9a-f:.]+)\]|([^\s:[\]/]+)):(\d{1,5})$/i.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port) > 65_535)
    throw new OutsideError("NIANBAO_OPS_ADDRESS 填得不对：要写成 地址:端口，例如 127.0.0.1:8791。", {
      where: "operating",
      code: "invalid",
    });
  return { host, port: Number(port) };
}

/** Where it is asked from this machine: who listens everywhere listens here too. */
export function urlOf({ host, port }: Address, path: string): string {
  const near = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${near.includes(":") ? `[${near}]` : near}:${port}${path}`;
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: "已被占用",
  EADDRNOTAVAIL: "不是这台机器的地址",
  ENOTFOUND: "找不到这台机器",
  EACCES: "没有权限打开",
};

/** Resolves with the port it listens on. OutsideError: one sentence why nothing can listen there. */
export async function listen(server: Server, { host, port }: Address): Promise<number> {
  server.listen({ host, port });
  try {
    await once(server, "listening");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    throw new OutsideError(
      `看运行状况的地址 ${host}:${port} ${reasons[code] ?? "打不开"}，请改 NIANBAO_OPS_ADDRESS，例如 127.0.0.1:8791。`,
      { where: "operating", code: "invalid", cause },
    );
  }
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("listens on no port");
  return address.port;
}
