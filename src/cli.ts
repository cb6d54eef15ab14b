import { chat } from "./commands/chat.ts";
import { fail, type Command, type ExitCode, type Rim } from "./commands/command.ts";
import { draft } from "./commands/draft.ts";
import { understand } from "./commands/understand.ts";
import { OutsideError } from "./errors.ts";

const commands: Record<string, Command> = { chat, draft, understand };

const usage = (): string =>
  [
    "用法：npm run -s nianbao -- 命令",
    ...Object.values(commands).map((command) => `  ${command.usage}\n      ${command.does}`),
  ].join("\n");

/** Runs one command line; every failure becomes one clear line in Chinese on stderr. */
export async function runCommand(args: readonly string[], rim: Rim): Promise<ExitCode> {
  const [name = "", ...rest] = args;
  if (name === "" || name === "--help" || name === "-h") {
    rim.stdout.write(`${usage()}\n`);
    return name === "" ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined)
    return fail(rim, `没有“${name}”这个命令，能用的有：${Object.keys(commands).join("、")}。`);
  try {
    return await command.run(rest, rim);
  } catch (error) {
    if (error instanceof OutsideError) return fail(rim, error.message);
    if (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"))
      return fail(rim, `参数不对。用法：${command.usage}`);
    throw error;
  }
}
