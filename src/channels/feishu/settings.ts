import type { Setting, Values } from "../channel.ts";
import { failure } from "./errors.ts";

/** What the administrator gets from the console of the platform. */
export interface Settings {
  appId: string;
  appSecret: string;
  /** Where the platform is; without a slash at the end. */
  domain: string;
}

export const publicDomain = "https://open.feishu.cn";
/** The SDK's socket refuses other ids without a word. */
const appIdForm = /^cli_[0-9a-fA-F]{16}$/;
const domainForm = /^https?:\/\/[\w.-]+(?::\d+)?\/?$/;

export const settings: readonly Setting[] = [
  {
    name: "FEISHU_APP_ID",
    needed: true,
    does: "飞书应用的 App ID，在开发者后台“凭证与基础信息”里",
    form: { matches: appIdForm, not: "App ID 应是 cli_ 后面加16位数字或字母（a到f）" },
  },
  {
    name: "FEISHU_APP_SECRET",
    needed: true,
    secret: true,
    does: "飞书应用的 App Secret，和 App ID 在同一页",
    form: { matches: /^\S+$/, not: "App Secret 里不能有空格" },
  },
  {
    name: "FEISHU_DOMAIN",
    needed: false,
    does: "飞书私有部署的开放平台网址；用公网飞书的不填",
    form: { matches: domainForm, not: "网址应像 https://open.feishu.example 这样，后面不带路径" },
  },
];

/** ChannelError invalid: what is wrong with them, before anybody is asked. */
export function settingsOf(values: Values): Settings {
  for (const { name, needed, form } of settings) {
    const value = values[name] ?? "";
    if (value === "" && !needed) continue;
    if (form?.matches.test(value) !== true) throw failure("invalid", `飞书的设置不对：${form?.not ?? ""}。`);
  }
  return {
    appId: values["FEISHU_APP_ID"] ?? "",
    appSecret: values["FEISHU_APP_SECRET"] ?? "",
    domain: (values["FEISHU_DOMAIN"] ?? "").replace(/\/$/, "") || publicDomain,
  };
}
