import type { ChannelEntry, Setting, Values } from "./channels/channel.ts";

/** What the environment says: which channels are on, where data lie, who may. Every name stands in one list, .env.example follows from it. */

export type Environment = Readonly<Record<string, string | undefined>>;

/** 32 bytes in base64 or hexadecimal digits. */
const key = "(?:[0-9a-fA-F]{64}|[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)";
const notKey = "要用 openssl rand -base64 32 生成的密钥，自己想的口令不行";

/** Settings of the house itself. */
export const ownSettings: readonly Setting[] = [
  { name: "NIANBAO_DATA", needed: false, does: "数据放在哪个文件夹；不设就是 data" },
  {
    name: "NIANBAO_ACCESS",
    needed: false,
    does: "名单文件（JSON）：谁能编哪个单位的年报，写法见 docs/access.md；不设就只有本机的网页和终端能用",
  },
  {
    name: "DATABASE_URL",
    needed: false,
    secret: true,
    does: "PostgreSQL 的地址，例如 postgres://用户:密码@主机:5432/库名；几台机器一起用时才要，不设就存在数据文件夹里",
    form: {
      matches: /^postgres(?:ql)?:\/\/[^\s]+$/i,
      not: "要以 postgres:// 开头，写到库名为止。",
    },
  },
  {
    name: "NIANBAO_KEY",
    needed: false,
    secret: true,
    does: "数据加密存放用的密钥，用 openssl rand -base64 32 生成；请另外保管，丢了数据就打不开；不设就不加密",
    form: { matches: new RegExp(`^${key}$`), not: `${notKey}。` },
  },
  {
    name: "NIANBAO_KEY_FORMER",
    needed: false,
    secret: true,
    does: "换下来的旧密钥，几个之间用逗号隔开；运行过 rekey 就可以删掉",
    form: { matches: new RegExp(`^${key}(?:\\s*,\\s*${key})*$`), not: `${notKey}，几个之间用逗号隔开。` },
  },
  {
    name: "RETENTION_DAYS",
    needed: false,
    does: "年报最后一次改动过后多少天，连同对话一起自动删除，见 docs/audit.md；不设就一直留着",
    form: { matches: /^(?:[3-9]\d|[1-9]\d{2,4})$/, not: "要写30到99999之间的整数，是天数。" },
  },
  {
    name: "NIANBAO_RATE_PERSON",
    needed: false,
    does: "一个人一分钟最多处理多少条消息；不设就是120，发得更快的会请他过一分钟再发",
    form: { matches: /^[1-9]\d{0,5}$/, not: "要写1到999999之间的整数。" },
  },
  {
    name: "NIANBAO_RATE_UNIT",
    needed: false,
    does: "一个单位一分钟最多处理多少条消息；不设就是1000",
    form: { matches: /^[1-9]\d{0,5}$/, not: "要写1到999999之间的整数。" },
  },
  {
    name: "NIANBAO_OPS_ADDRESS",
    needed: false,
    does: "给监控看运行状况的地址，例如 127.0.0.1:8791，见 docs/operating.md；不设就没有",
  },
];

/** Of the language model, which nobody needs. */
export const modelSettings: readonly Setting[] = [
  {
    name: "LLM_ENABLED",
    needed: false,
    does: "大模型开不开：写 false 就绝不连接任何模型；不写时，下面的网址和名称都填了就开",
    form: { matches: /^(?:true|false|1|0)$/i, not: "只能写 true 或 false。" },
  },
  {
    name: "LLM_BASE_URL",
    needed: true,
    does: "单位准许使用的大模型服务网址（兼容 OpenAI 接口），一般以 /v1 结尾",
    form: {
      matches: /^https?:\/\/(?![^/]*@)(?!.*\/(?:chat\/)?completions\/?$)[^\s/?#]+[^\s?#]*$/i,
      not: "要以 http:// 或 https:// 开头，写到 /v1 为止，里面不要带密码。",
    },
  },
  { name: "LLM_API_KEY", needed: false, secret: true, does: "大模型服务的密钥；本地服务没有就不填" },
  { name: "LLM_MODEL", needed: true, does: "模型名称，例如 qwen3-32b" },
  {
    name: "LLM_TIMEOUT_MS",
    needed: false,
    does: "一次最多等大模型多少毫秒；不设就是 20000，等不到就照常用规则回答",
    form: { matches: /^(?:[1-9]\d{2,5})$/, not: "要写100到999999之间的毫秒数。" },
  },
];

/** Only for tests. */
const testSettings: readonly Setting[] = [
  { name: "NIANBAO_REPORTS", needed: false, does: "只在跑测试时有用：放真实年报样本的文件夹" },
  { name: "NIANBAO_CORPUS", needed: false, does: "只在跑测试时有用：语料文件 utterances.jsonl 的位置" },
  {
    name: "NIANBAO_TEST_DATABASE",
    needed: false,
    does: "只在跑测试时有用：一个可以随便建库的 PostgreSQL 的地址",
  },
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
  const unset = (setting: Setting): boolean =>
    values[setting.name] === undefined && fileFault(setting, environment) === null;
  if (needed.length > 0 && needed.every(unset)) return { entry, state: "off", values: {}, faults: [] };
  const faults = faultsOf(entry.settings, environment);
  return { entry, state: faults.length > 0 ? "wrong" : "on", values, faults };
}

/** The model as it is set; null where it is off, and where something about it is wrong (then `faults` says what). */
export interface ModelConfig {
  model: { baseUrl: string; model: string; apiKey?: string; timeoutMs?: number } | null;
  /** It is off because LLM_ENABLED says so. */
  forbidden: boolean;
  faults: readonly string[];
}

/** LLM_ENABLED=false is absolute: nothing else is looked at. */
export function modelConfig(environment: Environment): ModelConfig {
  const values = valuesOf(modelSettings, environment);
  const off = { model: null, faults: [] };
  const enabled = values["LLM_ENABLED"]?.toLowerCase();
  if (enabled === "false" || enabled === "0") return { ...off, forbidden: true };
  const faults = faultsOf(modelSettings, environment);
  if (
    Object.keys(values).length === 0 &&
    modelSettings.every((setting) => fileFault(setting, environment) === null)
  )
    return { ...off, forbidden: false };
  const { LLM_BASE_URL: baseUrl, LLM_MODEL: model, LLM_API_KEY: apiKey, LLM_TIMEOUT_MS: timeout } = values;
  if (faults.length > 0 || baseUrl === undefined || model === undefined)
    return { model: null, forbidden: false, faults };
  const more = {
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(timeout === undefined ? {} : { timeoutMs: Number(timeout) }),
  };
  return { model: { baseUrl, model, ...more }, forbidden: false, faults };
}

/** What is wrong with the settings of the house: nothing that opens the data folder may go on with them. */
export function ownFaults(environment: Environment): readonly string[] {
  const { NIANBAO_KEY: current, NIANBAO_KEY_FORMER: former } = valuesOf(ownSettings, environment);
  const faults = faultsOf(ownSettings, environment);
  if (former === undefined || current !== undefined || faults.length > 0) return faults;
  return ["只填了 NIANBAO_KEY_FORMER，还缺 NIANBAO_KEY。"];
}

/** The keys that data are sealed with, 32 bytes each; null where none is set. */
export function keysIn(environment: Environment): { current: Buffer; former: readonly Buffer[] } | null {
  const { NIANBAO_KEY: current, NIANBAO_KEY_FORMER: former } = valuesOf(ownSettings, environment);
  if (current === undefined) return null;
  const bytesOf = (text: string): Buffer => Buffer.from(text, text.length === 64 ? "hex" : "base64");
  return { current: bytesOf(current), former: listed(former).map(bytesOf) };
}

const listed = (values: string | undefined): readonly string[] => values?.split(/\s*,\s*/) ?? [];

/** What is missing among these settings, and what cannot be right. No value is repeated. */
function faultsOf(settings: readonly Setting[], environment: Environment): string[] {
  const values = valuesOf(settings, environment);
  const files = settings.flatMap((setting) => fileFault(setting, environment) ?? []);
  const missing = settings.filter(
    (setting) =>
      setting.needed && values[setting.name] === undefined && fileFault(setting, environment) === null,
  );
  return [
    ...(missing.length > 0 ? [`还缺 ${missing.map(({ name }) => name).join("、")}。`] : []),
    ...files,
    ...settings.flatMap(({ name, form }) => {
      const value = values[name];
      return form === undefined || value === undefined || form.matches.test(value)
        ? []
        : [`${name} 填得不对：${form.not}`];
    }),
  ];
}

/** The name beside a secret's that says in which file it stands. Once the files are read (commands/secretFiles.ts), it is there only where something is wrong with one, and says what. */
export const fileName = (name: string): string => `${name}_FILE`;

/** What is wrong with the file of a secret; null where nothing is. */
function fileFault({ name, secret }: Setting, environment: Environment): string | null {
  const fault = environment[fileName(name)] ?? "";
  return secret === true && fault !== "" ? fault : null;
}

/** Every setting whose value nobody may see. */
export const secretSettings = (entries: readonly ChannelEntry[]): readonly Setting[] =>
  [...ownSettings, ...modelSettings, ...entries.flatMap(({ settings }) => settings)].filter(
    ({ secret }) => secret === true,
  );

/** The values that nobody may see, for whatever writes to a log. */
export function secretsIn(entries: readonly ChannelEntry[], environment: Environment): readonly string[] {
  const values = valuesOf(secretSettings(entries), environment);
  return [...Object.values(values), ...listed(values["NIANBAO_KEY_FORMER"])];
}

/** How many messages a minute are worked on, where it is set. */
export function ratesIn(environment: Environment): { person?: number; unit?: number } {
  const { NIANBAO_RATE_PERSON: person, NIANBAO_RATE_UNIT: unit } = valuesOf(ownSettings, environment);
  return {
    ...(person === undefined ? {} : { person: Number(person) }),
    ...(unit === undefined ? {} : { unit: Number(unit) }),
  };
}

/** After how many days reports are removed; undefined: never. */
export function retentionIn(environment: Environment): number | undefined {
  const days = valuesOf(ownSettings, environment)["RETENTION_DAYS"];
  return days === undefined ? undefined : Number(days);
}

/** Names that look like ours and are not: FEISHU_APPID. */
export function unknownNames(entries: readonly ChannelEntry[], environment: Environment): string[] {
  const known = new Set(
    [
      ...ownSettings,
      ...modelSettings,
      ...testSettings,
      ...entries.flatMap(({ settings }) => settings),
    ].flatMap(({ name, secret }) => (secret === true ? [name, fileName(name)] : [name])),
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
    "# 密码、密钥一类的项，也可以放在文件里：名字后面加 _FILE，写文件的位置，例如 LLM_API_KEY_FILE=/run/secrets/llm；两种只填一种。",
    "",
    ...lines(ownSettings),
    ...entries.flatMap(({ label, settings }) => ["", `# —— ${label} ——`, ...lines(settings)]),
    "",
    "# —— 大模型（可以不用，什么都不填就不连接）——",
    ...lines(modelSettings),
    "",
    ...lines(testSettings),
  ];
  return `${parts.join("\n")}\n`;
}
