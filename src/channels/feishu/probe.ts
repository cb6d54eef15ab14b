import { z } from "zod";
import type { ChannelError } from "../channel.ts";
import { type ChannelRim, type Probe, type Values } from "../channel.ts";
import { Api } from "./api.ts";
import { known } from "./errors.ts";
import { publicDomain, settingsOf, type Settings } from "./settings.ts";

/** What must be granted, and what goes wrong without it. Several names in one line: one of them is enough. */
const permissions: readonly { names: readonly string[]; without: string }[] = [
  { names: ["im:message.p2p_msg:readonly", "im:message.p2p_msg"], without: "收不到单聊里的话" },
  {
    names: ["im:message.group_at_msg:readonly", "im:message.group_at_msg"],
    without: "收不到群里@机器人的话",
  },
  { names: ["im:message:send_as_bot", "im:message", "im:message:send"], without: "发不出消息" },
  { names: ["im:message:readonly", "im:message"], without: "看不到群里引用的文件" },
  { names: ["im:resource"], without: "收发不了文件" },
  { names: ["im:chat.access_event.bot_p2p_chat:read"], without: "有人打开单聊时不能先打招呼" },
];

const Info = z.object({ bot: z.object({ open_id: z.string(), activate_status: z.number().optional() }) });
const Scopes = z.object({
  data: z.object({ scopes: z.array(z.object({ scope_name: z.string(), grant_status: z.number() })) }),
});
const Endpoint = z.object({ data: z.object({ URL: z.string().min(1) }) });
/** Of a bot that is switched on (bot v3 info). */
const active = 2;

const bad = (says: string, todo: string): Probe => ({ ok: false, says, todo });

/** Never connects, so a running service is not disturbed. */
export async function probe(values: Values, rim: ChannelRim): Promise<readonly Probe[]> {
  let settings: Settings;
  try {
    settings = settingsOf(values);
  } catch (error) {
    return [bad(known(error).message, "请照开发者后台“凭证与基础信息”页重新抄写。")];
  }
  const lines: Probe[] = [{ ok: true, says: "飞书的设置写法正确。" }, ...plainHttp(settings)];
  const api = new Api(settings, () => rim.now(), new AbortController().signal);
  try {
    const asked = { method: "GET" as const, path: "/open-apis/bot/v3/info" };
    const { body, date } = await api.callFully(asked, Info);
    lines.push({ ok: true, says: "飞书连得上，凭证正确。" }, clock(date, rim.now()));
    const { activate_status: status = active } = body.bot;
    if (status !== active)
      lines.push(bad("机器人还没有启用。", "请在开发者后台发布版本，并请管理员审核通过。"));
  } catch (error) {
    return [...lines, unreached(known(error), settings)];
  }
  return [...lines, ...(await granted(api)), await connectable(api, settings)];
}

function plainHttp({ domain }: Settings): Probe[] {
  if (!domain.startsWith("http://") || /^http:\/\/(?:127\.|localhost)/.test(domain)) return [];
  return [bad("FEISHU_DOMAIN 用的是 http，凭证会明文传送。", "请向飞书私有部署的管理员要 https 的网址。")];
}

function unreached(error: ChannelError, { domain }: Settings): Probe {
  if (error.code === "auth")
    return bad("飞书不认这套凭证。", "请核对 App ID 和 App Secret；重置过密钥的，把新的填进 .env。");
  if (error.code === "forbidden")
    return bad(
      `飞书拒绝了请求（${error.platformCode ?? ""}）。`,
      "请看应用是否添加了机器人、是否已发布、是否设了 IP 白名单。",
    );
  const where = domain === publicDomain ? "open.feishu.cn" : "FEISHU_DOMAIN 里的网址";
  return bad("连不上飞书。", `请让这台机器能访问 ${where}；私有部署的请核对 FEISHU_DOMAIN。`);
}

function clock(date: string | undefined, now: Date): Probe {
  const theirs = Date.parse(date ?? "");
  if (Number.isNaN(theirs)) return { ok: true, says: "飞书没有给出时间，时钟未比对。" };
  const off = Math.round(Math.abs(theirs - now.getTime()) / 1000);
  return off <= 60
    ? { ok: true, says: "时钟与飞书一致。" }
    : bad(`时钟与飞书差${off}秒。`, "请校准这台机器的时间。");
}

async function granted(api: Api): Promise<Probe[]> {
  try {
    const { data } = await api.call({ method: "GET", path: "/open-apis/application/v6/scopes" }, Scopes);
    const have = new Set(
      data.scopes.filter((scope) => scope.grant_status === 1).map((scope) => scope.scope_name),
    );
    const missing = permissions.filter(({ names }) => !names.some((name) => have.has(name)));
    if (missing.length === 0) return [{ ok: true, says: "权限都已开通。" }];
    return missing.map(({ names, without }) =>
      bad(`缺权限 ${names[0] ?? ""}：${without}。`, "请在开发者后台“权限管理”里开通，再发布版本。"),
    );
  } catch (error) {
    const code = known(error).platformCode ?? known(error).code;
    return [bad(`权限没有查到（${code}）。`, "请照 docs/feishu.md 在开发者后台“权限管理”里核对。")];
  }
}

/** Asks where to connect, and does not. */
async function connectable(api: Api, { appId, appSecret }: Settings): Promise<Probe> {
  try {
    await api.withSecret("/callback/ws/endpoint", { AppID: appId, AppSecret: appSecret }, Endpoint);
    return { ok: true, says: "长连接可用。" };
  } catch (error) {
    const code = known(error).platformCode ?? known(error).code;
    return bad(
      `长连接不可用（${code}）。`,
      "请在“事件与回调”里选“使用长连接接收”；私有部署的请问飞书管理员是否支持长连接。",
    );
  }
}
