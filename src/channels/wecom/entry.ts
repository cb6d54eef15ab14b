import { readFile } from "node:fs/promises";
import { ChannelError, type ChannelEntry, type Values } from "../channel.ts";

/** 智能机器人 by long connection: groups and private chats, outbound network only. */
export const wecom: ChannelEntry = {
  name: "wecom",
  label: "企业微信智能机器人",
  settings: [
    {
      name: "WECOM_BOT_ID",
      needed: true,
      does: "企业微信智能机器人：Bot ID，在管理后台机器人的“API 模式”页，连接方式选“长连接”",
      form: { matches: /^[\w.@-]{4,128}$/, not: "Bot ID 是一串字母和数字，不含空格" },
    },
    {
      name: "WECOM_BOT_SECRET",
      needed: true,
      secret: true,
      does: "企业微信智能机器人：长连接的 Secret，和 Bot ID 在同一页",
      form: { matches: /^\S{8,256}$/, not: "Secret 是一串不含空格的字符" },
    },
    {
      name: "WECOM_WS_URL",
      needed: false,
      does: "企业微信智能机器人：私有部署的长连接地址，公有云不填",
      form: { matches: /^wss?:\/\/[^\s/?#]+(?:\/[^\s]*)?$/, not: "长连接地址以 wss:// 开头" },
    },
    {
      name: "WECOM_CA_FILE",
      needed: false,
      does: "企业微信智能机器人：私有部署的根证书文件（PEM），服务器用公认证书时不填",
    },
  ],
  open: async (values, rim) => {
    const { WecomChannel } = await import("./channel.ts");
    const ca = await certificate(values);
    return new WecomChannel(
      {
        botId: values["WECOM_BOT_ID"] ?? "",
        secret: values["WECOM_BOT_SECRET"] ?? "",
        url: values["WECOM_WS_URL"],
        ca,
      },
      rim,
    );
  },
  probe: async (values, rim) => (await import("./probe.ts")).probe(values, rim),
};

async function certificate(values: Values): Promise<string | undefined> {
  const path = values["WECOM_CA_FILE"];
  if (path === undefined) return undefined;
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new ChannelError("企业微信的证书文件读不出来，请核对设置里的路径。", {
      where: "wecom",
      code: "invalid",
      cause,
    });
  }
}
