import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { ChannelEntry, Values } from "../channel.ts";
import { ca, endpoint, invalid, missing, token, valueOf } from "./settings.ts";

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
    // With the first the SDK prints what is said and swallows every uncaught error, with the second it reports to others.
    for (const name of ["WECHATY_LOG", "WECHATY_RAVEN_DSN"]) delete process.env[name];
    try {
      const { WechatyChannel } = await import("./channel.ts");
      return new WechatyChannel(gateway, rim);
    } catch (error) {
      throw NotFound.safeParse(error).success ? invalid(missing, error) : error;
    }
  },

  async probe(values) {
    const { probe } = await import("./probe.ts");
    return await probe(values);
  },
};
