import { basename, dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { putFile } from "../channels/folder.ts";
import { deliver } from "../conversation/delivery.ts";
import { judged } from "../conversation/judged.ts";
import { findingsText } from "../conversation/words/review.ts";
import { withFindings } from "../drafting/writeOut.ts";
import { eventsOfFacts } from "../report/facts.ts";
import { yearFault } from "../report/period.ts";
import { fold } from "../report/report.ts";
import { fail, type Command } from "./command.ts";
import { fileBytes, parseFacts } from "./files.ts";

const usage = "draft FACTS.json [-o 输出.docx]";

export const draft: Command = {
  usage,
  does: "由事实文件直接出稿",
  async run(args, rim) {
    const { values, positionals } = parseArgs({
      args,
      options: { output: { type: "string", short: "o" } },
      allowPositionals: true,
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) return fail(rim, `请给一个事实文件。用法：${usage}`);
    if (values.output !== undefined && !values.output.endsWith(".docx"))
      return fail(rim, "输出文件的名字要以 .docx 结尾。");
    const bytes = await fileBytes(resolve(rim.folder, file));
    const facts = parseFacts(new TextDecoder().decode(bytes), file);
    const fault = yearFault(facts.year, rim.now());
    if (fault !== null) return fail(rim, fault);
    const source = {
      at: rim.now().toISOString(),
      by: { id: "file", name: basename(file) },
      message: basename(file),
      words: basename(file),
    };
    const report = fold(
      facts.year,
      eventsOfFacts(facts).map((event) => ({ ...source, event })),
    );
    const { written, findings } = judged(report);
    if (written === null) throw new Error("a FACTS file names its organ");
    const delivery = await deliver(withFindings(written, findings), false);
    if (delivery.kind === "withheld") return fail(rim, `稿子没有写出：回读时发现${delivery.fault}。`);
    const target = resolve(rim.folder, values.output ?? delivery.name);
    const path = await putFile(dirname(target), basename(target), delivery.bytes);
    rim.stdout.write(
      `${findings.length === 0 ? "检查通过，没有发现问题。" : findingsText(findings)}\n文件：${path}\n`,
    );
    return findings.some((finding) => finding.severity === "error") ? 1 : 0;
  },
};
