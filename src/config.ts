import type { ChannelEntry, Setting, Values } from "./channels/channel.ts";

/** What the environment says: which channels are on, where data lie, who may. Every name stands in one list, .env.example follows from it. */

export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings of the house itself. */
export const ownSettings: readonly Setting[] = [
  { name: "NIANBAO_DATA", needed: false, does: "数据放在哪个文件夹；不设就是 data" },
  {
    name: "NIANBAO_ACCESS",
    needed: false,
    does: "名单文件（JSON）：谁能编哪个单位的年报，写法见 docs/access.md；不设就只有本机的网页和终端能用",
  },
];

/** Only for tests. */
const testSettings: readonly Setting[] = [
  { name: "NIANBAO_REPORTS", needed: false, does: "只在跑测试时有用：放真实年报样本的文件夹" },
  { name: "NIANBAO_CORPUS", needed: false, does: "只在跑测试时有用：语料文件 utterances.jsonl 的位置" },
];

/** A channel as it is set: on with its values, off, or wrong with the sentences why. */
export interface ChannelConfig {
  entry: ChannelEntry;
  state: "on" | "off" | "wrong";
  values: Values;
  faults: readonly string[];
}

/** The set values of these settings; empty ones count as not set. */
export function valuesOf(settings: readonly Setting[], environment: Environment): Values {
  const values: Record<string, string> = {};
  for (const { name } of settings) {
    const value = environment[name]?.trim();
    if (value !== undefined && value !== "") values[name] = value;
  }
  return values;
}

/** On when everything needed is set, off when nothing of it is, wrong in between or where a value cannot be right. */
export function channelConfig(entry: ChannelEntry, environment: Environment): ChannelConfig {
  const values = valuesOf(entry.settings, environment);
  const needed = entry.settings.filter((setting) => setting.needed);
  const missing = needed.filter(({ name }) => values[name] === undefined);
  if (needed.length > 0 && missing.length === needed.length)
    return { entry, state: "off", values: {}, faults: [] };
  const faults = [
    ...(missing.length > 0 ? [`还缺 ${missing.map(({ name }) => name).join("、")}。`] : []),
    ...entry.settings.flatMap(({ name, form }) => {
      const value = values[name];
      return form === undefined || value === undefined || form.matches.test(value)
        ? []
        : [`${name} 填得不对：${form.not}`];
    }),
  ];
  return { entry, state: faults.length > 0 ? "wrong" : "on", values, faults };
}

/** Names that look like ours and are not: FEISHU_APPID. */
export function unknownNames(entries: readonly ChannelEntry[], environment: Environment): string[] {
  const known = new Set(
    [...ownSettings, ...testSettings, ...entries.flatMap(({ settings }) => settings)].map(({ name }) => name),
  );
  const ours = new Set([...known].map((name) => name.split("_")[0] ?? name));
  return Object.keys(environment).filter((name) => ours.has(name.split("_")[0] ?? name) && !known.has(name));
}

/** The whole of .env.example. */
export function exampleOf(entries: readonly ChannelEntry[]): string {
  const lines = (settings: readonly Setting[]): string[] =>
    settings.flatMap(({ name, does, needed }) => [`# ${does}${needed ? "（必填）" : ""}`, `${name}=`]);
  const parts = [
    "# 年报助手的设置。复制成 .env 再填；什么都不填，npm start 也能在本机的网页上用。",
    "# 一个渠道的必填项都填上，这个渠道就开；填好后用 npm run -s nianbao -- doctor 检查。",
    "",
    ...lines(ownSettings),
    ...entries.flatMap(({ label, settings }) => ["", `# —— ${label} ——`, ...lines(settings)]),
    "",
    ...lines(testSettings),
  ];
  return `${parts.join("\n")}\n`;
}
