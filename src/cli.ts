import { fail, type Command, type ExitCode, type Rim } from "./commands/command.ts";
import { ownFaults, secretSettings, type Environment } from "./config.ts";
import { OutsideError } from "./errors.ts";

/** Each command is loaded when it is called: the talk needs nothing of the check, and the other way round. */
const commands: Record<string, () => Promise<Command>> = {
  serve: async () => (await import("./commands/serve.ts")).serve,
  chat: async () => (await import("./commands/chat.ts")).chat,
  check: async () => (await import("./commands/check.ts")).check,
  read: async () => (await import("./commands/read.ts")).read,
  draft: async () => (await import("./commands/draft.ts")).draft,
  backup: async () => (await import("./commands/backup.ts")).backup,
  restore: async () => (await import("./commands/restore.ts")).restore,
  rekey: async () => (await import("./commands/rekey.ts")).rekey,
  audit: async () => (await import("./commands/audit.ts")).audit,
  person: async () => (await import("./commands/person.ts")).person,
  doctor: async () => (await import("./commands/doctor.ts")).doctor,
  understand: async () => (await import("./commands/understand.ts")).understand,
};

/** These ask nothing of the settings of the house, or tell what is wrong with them. */
const withoutSettings: ReadonlySet<string> = new Set(["check", "read", "draft", "doctor", "understand"]);

async function usage(): Promise<string> {
  const loaded = await Promise.all(Object.values(commands).map((load) => load()));
  return [
    "用法：npm run -s nianbao -- 命令",
    ...loaded.map((command) => `  ${command.usage}\n      ${command.does}`),
  ].join("\n");
}

/** Runs one command line; every failure becomes one clear line in Chinese on stderr. */
export async function runCommand(args: readonly string[], rim: Rim): Promise<ExitCode> {
  const [name = "", ...rest] = args;
  if (name === "" || name === "--help" || name === "-h") {
    rim.stdout.write(`${await usage()}\n`);
    return name === "" ? 2 : 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined)
    return fail(rim, `没有“${name}”这个命令，能用的有：${Object.keys(commands).join("、")}。`);
  const command = await load();
  const environment = await settingsOf(rim);
  const faults = withoutSettings.has(name) ? [] : ownFaults(environment);
  if (faults.length > 0) return fail(rim, faults.join(""));
  try {
    return await command.run(rest, { ...rim, environment });
  } catch (error) {
    if (error instanceof OutsideError) return fail(rim, error.message);
    if (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"))
      return fail(rim, `参数不对。用法：${command.usage}`);
    throw error;
  }
}

/** With the secrets that stand in files. */
async function settingsOf({ environment, folder }: Rim): Promise<Environment> {
  if (!Object.keys(environment).some((name) => name.endsWith("_FILE"))) return environment;
  const [{ withSecretFiles }, { channels }] = await Promise.all([
    import("./commands/secretFiles.ts"),
    import("./channels/index.ts"),
  ]);
  return withSecretFiles(secretSettings(channels), environment, folder);
}
