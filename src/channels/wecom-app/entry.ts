import type { ChannelEntry, Setting, Values } from "../channel.ts";
import type { AppSettings } from "./channel.ts";

/** A port that the web channel and common services leave alone. */
const defaultPort = "8790";
const defaultHost = "127.0.0.1";
const publicBase = "https://qyapi.weixin.qq.com";

const settings: readonly Setting[] = [
  {
    name: "WECOM_CORP_ID",
    needed: true,
    does: "企业微信自建应用：企业号，在管理后台“我的企业”页面最下面",
    form: { matches: /^w[a-z][0-9a-zA-Z_-]{8,62}$/, not: "企业号以 ww 开头，一般18位" },
  },
  {
    name: "WECOM_AGENT_ID",
    needed: true,
    does: "企业微信自建应用：应用的 AgentId，在应用详情页",
    form: { matches: /^\d{1,10}$/, not: "AgentId 是一串数字，例如 1000002" },
  },
  {
    name: "WECOM_APP_SECRET",
    needed: true,
    secret: true,
    does: "企业微信自建应用：应用的 Secret，在应用详情页",
    form: { matches: /^[\w-]{16,128}$/, not: "Secret 是一串字母和数字，一般43位" },
  },
  {
    name: "WECOM_TOKEN",
    needed: true,
    secret: true,
    does: "企业微信自建应用：“接收消息”里的 Token",
    form: { matches: /^[0-9a-zA-Z]{3,32}$/, not: "Token 是3到32位字母和数字" },
  },
  {
    name: "WECOM_AES_KEY",
    needed: true,
    secret: true,
    does: "企业微信自建应用：“接收消息”里的 EncodingAESKey，43位",
    form: { matches: /^[0-9a-zA-Z]{43}$/, not: "EncodingAESKey 正好43位字母和数字" },
  },
  {
    name: "WECOM_API_URL",
    needed: false,
    does: "企业微信自建应用：私有部署的接口地址，公有云不填",
    form: { matches: /^https?:\/\/[^\s/?#]+[^\s?#]*$/, not: "接口地址以 https:// 开头" },
  },
  {
    name: "WECOM_CALLBACK_PORT",
    needed: false,
    does: `企业微信自建应用：接收消息的端口，不填是 ${defaultPort}`,
    form: { matches: /^\d{1,5}$/, not: "端口是1到65535的数字" },
  },
  {
    name: "WECOM_CALLBACK_HOST",
    needed: false,
    does: `企业微信自建应用：接收消息的网卡，不填是 ${defaultHost}（由本单位的反向代理转来）`,
    form: { matches: /^[\w.:-]+$/, not: "网卡写地址，例如 127.0.0.1" },
  },
];

/** The settings as the channel takes them. */
export const appOf = (values: Values): AppSettings => ({
  base: values["WECOM_API_URL"] ?? publicBase,
  corp: values["WECOM_CORP_ID"] ?? "",
  agent: values["WECOM_AGENT_ID"] ?? "",
  secret: values["WECOM_APP_SECRET"] ?? "",
  token: values["WECOM_TOKEN"] ?? "",
  aesKey: values["WECOM_AES_KEY"] ?? "",
  port: Number(values["WECOM_CALLBACK_PORT"] ?? defaultPort),
  host: values["WECOM_CALLBACK_HOST"] ?? defaultHost,
});

export const wecomApp: ChannelEntry = {
  name: "wecom-app",
  label: "企业微信自建应用",
  settings,
  async open(values, rim) {
    const { WecomApp } = await import("./channel.ts");
    return new WecomApp(appOf(values), rim);
  },
  async probe(values, rim) {
    const { probe } = await import("./probe.ts");
    return await probe(appOf(values), { settings, values, now: () => rim.now() });
  },
};
