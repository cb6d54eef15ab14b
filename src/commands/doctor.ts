import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Probe } from "../channels/channel.ts";
import { channels } from "../channels/index.ts";
import {
  channelConfig,
  modelConfig,
  ownFaults,
  ownSettings,
  unknownNames,
  valuesOf,
  type ChannelConfig,
} from "../config.ts";
import { parseAccess } from "../dispatch/access/list.ts";
import type { AccessList } from "../dispatch/access/shape.ts";
import { Units } from "../dispatch/access/units.ts";
import { lineOf, strangersFile, strangersIn } from "../dispatch/access/strangers.ts";
import { OutsideError } from "../errors.ts";
import type { Why } from "../llm/model.ts";
import { probeModel } from "../llm/probe.ts";
import { silent } from "../log.ts";
import { probeAddress } from "../operating/probe.ts";
import { padRight } from "../language/columns.ts";
import type { Command, Rim } from "./command.ts";
import { probeStore } from "./probeStore.ts";

export const doctor: Command = {
  usage: "doctor [--data 文件夹]",
  does: "看看设置、连接、字体哪些好用，哪些不好用，该怎么办",
  async run(args, rim) {
    const { values } = parseArgs({ args, options: { data: { type: "string" } } });
    const own = valuesOf(ownSettings, rim.environment);
    const data = resolve(rim.folder, values.data ?? own["NIANBAO_DATA"] ?? "data");
    const named = own["NIANBAO_ACCESS"];
    const { store, seal } = await probeStore(rim, data);
    const parts: [string, readonly Line[]][] = [
      ["程序", [program()]],
      ["数据", [store]],
      ["加密", [seal]],
      ["名单", await people(named === undefined ? null : resolve(rim.folder, named), data)],
      ["字体", [await fonts()]],
    ];
    for (const config of channels.map((entry) => channelConfig(entry, rim.environment)))
      parts.push([config.entry.label, await channel(config, rim, data)]);
    parts.push(["大模型", await model(rim, data)]);
    parts.push(["运行状况", [await watched(own["NIANBAO_OPS_ADDRESS"])]]);
    const settings: Line[] = ownFaults(rim.environment).map((says) => ({ ok: false, says }));
    const unknown = unknownNames(channels, rim.environment);
    if (unknown.length > 0)
      settings.push({
        ok: false,
        says: `不认识 ${unknown.join("、")}`,
        todo: "请对照 .env.example 看看名字。",
      });
    parts.push(["设置", settings]);
    const wide = 20;
    for (const [name, probes] of parts)
      for (const [index, probe] of probes.entries())
        rim.stdout.write(`${padRight(index === 0 ? name : "", wide)}${line(probe)}\n`);
    return parts.some(([, probes]) => probes.some(({ ok }) => !ok)) ? 2 : 0;
  },
};

/** `off`: neither good nor bad, it is not switched on; `more`: it belongs to the line before. */
type Line = Probe & { off?: true; more?: true };

const line = ({ ok, off, more, says, todo }: Line): string =>
  `${padRight(more === true ? "" : off === true ? "没开" : ok ? "好" : "不行", 6)}${says}${todo === undefined ? "" : `。${todo}`}`;

function program(): Probe {
  const [major = 0] = process.versions.node.split(".").map(Number);
  return major >= 24
    ? { ok: true, says: `Node ${process.versions.node}` }
    : {
        ok: false,
        says: `Node ${process.versions.node} 太旧`,
        todo: "请用 npm start 或 npm run 启动，程序自带 24 版。",
      };
}

async function people(file: string | null, data: string): Promise<readonly Line[]> {
  const { list, ...probe } = await listed(file);
  return [probe, ...(await strangers(list, data))];
}

async function listed(file: string | null): Promise<Line & { list: AccessList }> {
  const list: AccessList = { units: [] };
  if (file === null)
    return {
      ok: true,
      list,
      says: "没有设名单，只有本机的网页和终端能用",
      todo: "要在企业微信、飞书里用，请设 NIANBAO_ACCESS。",
    };
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null)
    return { ok: false, list, says: `名单 ${file} 读不出来`, todo: "请看 NIANBAO_ACCESS 写的对不对。" };
  const read = parseAccess(text);
  if ("faults" in read) return { ok: false, list, says: read.faults.join("") };
  const { units } = read.list;
  const count = (of: "people" | "groups"): number => units.reduce((sum, unit) => sum + unit[of].length, 0);
  const says = `${units.length}个单位，${count("people")}个人，${count("groups")}个群`;
  return { ok: true, list: read.list, says };
}

const mostShown = 20;

/** Who came and is not on the list, the last one first. */
async function strangers(list: AccessList, data: string): Promise<readonly Line[]> {
  const units = new Units(list);
  const all = (await strangersIn(data)).filter((stranger) => !units.lists(stranger)).toReversed();
  if (all.length === 0) return [];
  const many = all.length > mostShown ? `（有${all.length}个，下面是最近的${mostShown}个）` : "";
  return [
    { ok: true, says: `最近来过、不在名单上的${many}，也在 ${join(data, strangersFile)}：` },
    ...all.slice(0, mostShown).map((stranger): Line => ({ ok: true, more: true, says: lineOf(stranger) })),
  ];
}

/** Where it is asked how it is. */
async function watched(address: string | undefined): Promise<Line> {
  if (address !== undefined) return await probeAddress(address);
  return { ok: true, off: true, says: "要给监控看，请在 .env 里填 NIANBAO_OPS_ADDRESS" };
}

/** The fonts of 党政机关公文格式 as they are called on Windows, WPS and Linux. */
const wanted = [
  { name: "小标宋（标题）", known: /小标宋|XiaoBiaoSong|FZXBS/i },
  { name: "仿宋（正文）", known: /仿宋|FangSong/i },
  { name: "黑体（一级标题）", known: /黑体|SimHei|Heiti/i },
];

/** The families of fonts with Chinese letters, a line each; null where nobody can tell. */
const families = (): Promise<string | null> =>
  new Promise((resolve) =>
    execFile("fc-list", [":lang=zh", "family"], (error, stdout) => resolve(error === null ? stdout : null)),
  );

async function fonts(): Promise<Probe> {
  const installed = await families();
  if (installed === null) return { ok: true, says: "这台机器上查不了字体，不影响运行" };
  const missing = wanted.filter(({ known }) => !known.test(installed)).map(({ name }) => name);
  if (missing.length === 0) return { ok: true, says: "公文字体都有" };
  return {
    ok: true,
    says: `这台机器没有${missing.join("、")}，不影响运行`,
    todo: "稿子里的字体是写好的，在装了这些字体的电脑上打开就对。",
  };
}

async function channel(
  { entry, state, faults, values }: ChannelConfig,
  rim: Rim,
  data: string,
): Promise<readonly Line[]> {
  const needed = entry.settings.filter((setting) => setting.needed).map(({ name }) => name);
  if (state === "off") return [{ ok: true, off: true, says: `要开请在 .env 里填 ${needed.join("、")}` }];
  if (state === "wrong") return faults.map((says) => ({ ok: false, says }));
  try {
    return await entry.probe(values, { log: silent, now: () => rim.now(), folder: join(data, entry.name) });
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return [{ ok: false, says: error.message }];
  }
}

/** What to do where the model gave no answer. */
const cures: Readonly<Record<Why, readonly [string, string]>> = {
  off: ["没有开", ""],
  budget: ["没有问", ""],
  timeout: ["没有按时回答", "请看模型服务忙不忙，或把 LLM_TIMEOUT_MS 调大。"],
  unreachable: ["连不上，或者服务出错", "请核对 LLM_BASE_URL，看看服务和网络好不好。"],
  refused: ["拒绝了", "请核对 LLM_API_KEY、LLM_MODEL 和 LLM_BASE_URL。"],
  limited: ["限制了次数", "请稍后再试，或请服务方放宽。"],
  broken: ["的回答读不懂", "请确认网址是兼容 OpenAI 的接口（一般以 /v1 结尾），或换一个模型。"],
};

async function model(rim: Rim, data: string): Promise<readonly Line[]> {
  const { model, forbidden, faults } = modelConfig(rim.environment);
  if (faults.length > 0) return faults.map((says) => ({ ok: false, says, todo: "年报助手照常可用，只是不用模型。" })); // prettier-ignore
  if (model === null)
    return [
      {
        ok: true,
        off: true,
        says: forbidden ? "LLM_ENABLED 关着，不连接任何模型" : "不用也行，要开请在 .env 里填 LLM_BASE_URL、LLM_MODEL",
      },
    ]; // prettier-ignore
  const began = rim.now().getTime();
  const folder = existsSync(data) ? { folder: data } : {};
  const { answer, mode } = await probeModel({ ...model, ...folder }, { log: silent, now: () => rim.now() });
  const seconds = ((rim.now().getTime() - began) / 1000).toFixed(1);
  if (answer.kind === "answer")
    return [{ ok: true, says: `${model.model} 能用，回答方式 ${mode}，用了${seconds}秒` }];
  const [what, todo] = cures[answer.why];
  return [{ ok: false, says: `${model.model} ${what}`, todo }];
}
