import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { Pool } from "../checking/pool.ts";
import { reportJson } from "../checking/json.ts";
import { fail, type Command } from "./command.ts";
import { fileBytes, named } from "./files.ts";
import { print, widthOfScreen } from "./screen.ts";

const usage = "read 文件 [--json] [--facts]";

export const read: Command = {
  usage,
  does: "读出一份年报（Word、PDF、网页、Excel、文本）里印的标题、各部分和三张表",
  async run(args, rim) {
    const { values, positionals } = parseArgs({
      args,
      options: { json: { type: "boolean" }, facts: { type: "boolean" } },
      allowPositionals: true,
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) return fail(rim, `请给一个文件。用法：${usage}`);
    if (values.json === true && values.facts === true) return fail(rim, "--json 和 --facts 只能用一个。");
    const pool = new Pool({ workers: 1 });
    pool.warm();
    try {
      const bytes = await fileBytes(resolve(rim.folder, file));
      const report = await pool.read(bytes).catch(named(file));
      if (values.json === true) await print(rim, `${JSON.stringify(reportJson(report), null, 2)}\n`);
      else if (values.facts === true) {
        const { factsOf } = await import("./factsOf.ts");
        const { facts, remarks } = factsOf(report, file);
        for (const remark of remarks) rim.stderr.write(`${remark}\n`);
        await print(rim, `${JSON.stringify(facts, null, 2)}\n`);
      } else {
        const { reportLines } = await import("../checking/tables.ts");
        await print(rim, `${reportLines(report, widthOfScreen(rim)).join("\n")}\n`);
      }
      return 0;
    } finally {
      await pool.close();
    }
  },
};
