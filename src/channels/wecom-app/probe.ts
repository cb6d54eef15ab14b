import { createServer } from "node:net";
import type { ChannelError, Probe, Setting, Values } from "../channel.ts";
import { Answer } from "./answers.ts";
import { Api } from "./api.ts";
import { callbackPath } from "./callback.ts";
import type { AppSettings } from "./channel.ts";
import { lost } from "./faults.ts";

/** Callbacks are refused when the clocks are five minutes apart. */
const clockMs = 60_000;
const patienceMs = 10_000;

const todos: Readonly<Partial<Record<ChannelError["code"], string>>> = {
  auth: "在企业微信管理后台的应用详情页核对 WECOM_CORP_ID、WECOM_AGENT_ID 和 WECOM_APP_SECRET。",
  forbidden: "在应用详情页的“企业可信IP”里加上本机的出口地址。",
  network: "核对本机能否访问外网；私有部署的，核对 WECOM_API_URL。",
  timeout: "核对本机能否访问外网；私有部署的，核对 WECOM_API_URL。",
};

/** What stands between the settings and a talk: forms, address and secret, agent, clock, port. Sends nothing to anybody. */
export async function probe(
  app: AppSettings,
  { settings, values, now }: { settings: readonly Setting[]; values: Values; now: () => Date },
): Promise<readonly Probe[]> {
  const misshapen = settings.flatMap(({ name, form }): Probe[] => {
    const value = values[name];
    const right = value === undefined || form === undefined || form.matches.test(value);
    return right ? [] : [{ ok: false, says: `${name} 的样子不对`, todo: `${form.not}，请核对后重填。` }];
  });
  if (misshapen.length > 0) return misshapen;
  const [api, port] = await Promise.all([apiOf(app, now), portOf(app)]);
  return [{ ok: true, says: "各项编号和密钥的样子都对" }, ...api, port];
}

async function apiOf(app: AppSettings, now: () => Date): Promise<Probe[]> {
  const api = new Api(app, { now, heard: () => undefined });
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const clock = clockOf(await api.signIn(), now());
    await api.call(Answer, { path: "agent/get", query: { agentid: app.agent }, signal });
    return [{ ok: true, says: "企业微信接口连得上，应用的编号和密钥都对" }, ...clock];
  } catch (error) {
    const { code, message, platformCode } = lost(error);
    const number = /^-?\d+$/.test(platformCode ?? "") ? `（返回码 ${platformCode}）` : "";
    const todo = todos[code];
    return [
      { ok: false, says: `${message.replace(/。$/, "")}${number}`, ...(todo === undefined ? {} : { todo }) },
    ];
  } finally {
    api.close();
  }
}

function clockOf(platform: Date | null, here: Date): Probe[] {
  if (platform === null) return [];
  const apart = Math.abs(platform.getTime() - here.getTime());
  if (apart <= clockMs) return [{ ok: true, says: "本机时间和企业微信一致" }];
  const says = `本机时间和企业微信相差约${Math.max(1, Math.round(apart / 60_000))}分钟`;
  return [{ ok: false, says, todo: "请校准本机时间：相差超过5分钟，收到的消息会被当作伪造的拒收。" }];
}

/** Whether callbacks can be listened to; a port that our own service listens on already is right. */
async function portOf({ host, port }: AppSettings): Promise<Probe> {
  const free = await new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
  if (free) return { ok: true, says: `接收消息的端口 ${port} 可以用` };
  if (await ours(host, port)) return { ok: true, says: `服务正在端口 ${port} 上接收消息` };
  return {
    ok: false,
    says: `接收消息的端口 ${port} 打不开`,
    todo: "可能被别的程序占用，请换一个 WECOM_CALLBACK_PORT，并同时改反向代理。",
  };
}

/** Our server knows one path, and refuses there what is not signed. */
async function ours(host: string, port: number): Promise<boolean> {
  const base = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const status = (path: string): Promise<number> =>
    fetch(`${base}${path}`, { signal: AbortSignal.timeout(2000) }).then(
      (response) => response.status,
      () => 0,
    );
  return (await status(callbackPath)) === 400 && (await status("/")) === 404;
}
