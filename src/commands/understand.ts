import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { understandLine } from "../understanding/line.ts";
import { fail, type Command } from "./command.ts";

const usage = "understand --json";

export const understand: Command = {
  usage,
  does: "每行一句话，读出其中的数和命令（测试用）",
  async run(args, rim) {
    const { values } = parseArgs({ args, options: { json: { type: "boolean" } } });
    if (values.json !== true) return fail(rim, `用法：${usage}`);
    for await (const line of createInterface({ input: rim.stdin })) {
      if (line.trim() !== "") rim.stdout.write(`${JSON.stringify(understandLine(line))}\n`);
    }
    return 0;
  },
};
