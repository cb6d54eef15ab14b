import { basename, dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { putFile } from "../channels/folder.ts";
import { deliver, presses, type Extension } from "../conversation/delivery.ts";
import { judged } from "../conversation/judged.ts";
import { findingsText } from "../conversation/words/review.ts";
import { withFindings } from "../drafting/writeOut.ts";
import { eventsOfFacts } from "../report/facts.ts";
import { yearFault } from "../report/period.ts";
import { fold } from "../report/report.ts";
import { toXlsx } from "../document/xlsx.ts";
import { fail, type Command, type ExitCode, type Rim } from "./command.ts";
import { fileBytes, parseFacts } from "./files.ts";

const usage = "draft [FACTS.json] [-o 输出.docx|.html|.xlsx]";

export const draft: Command = {
  usage,
  does: "由事实文件直接出稿；不给事实文件时出一份空白的 .xlsx 填报表",
  async run(args, rim) {
    const { values, positionals } = parseArgs({
      args,
      options: { output: { type: "string", short: "o" } },
      allowPositionals: true,
    });
    const [file, ...more] = positionals;
    if (more.length > 0) return fail(rim, `一次只能给一个事实文件。用法：${usage}`);
    if (file === undefined) return await emptyForm(values.output, rim);
    const extension = extensionOf(values.output ?? ".docx");
    if (extension === undefined) return fail(rim, "输出文件的名字要以 .docx、.html 或 .xlsx 结尾。");
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
    const delivery = await deliver(withFindings(written, findings), false, presses[extension]);
    if (delivery.kind === "withheld") return fail(rim, `稿子没有写出：回读时发现${delivery.fault}。`);
    const target = resolve(rim.folder, values.output ?? delivery.name);
    const path = await putFile(dirname(target), basename(target), delivery.bytes);
    rim.stdout.write(
      `${findings.length === 0 ? "检查通过，没有发现问题。" : findingsText(findings, findings.length)}\n文件：${path}\n`,
    );
    return findings.some((finding) => finding.severity === "error") ? 1 : 0;
  },
};

const extensionOf = (path: string): Extension | undefined =>
  (["docx", "html", "xlsx"] as const).find((extension) => path.toLowerCase().endsWith(`.${extension}`));

/** The three tables without a figure, to be filled in and sent back. */
async function emptyForm(output: string | undefined, rim: Rim): Promise<ExitCode> {
  if (output !== undefined && extensionOf(output) !== "xlsx")
    return fail(rim, `没有事实文件时只能出空白的填报表，名字要以 .xlsx 结尾。用法：${usage}`);
  const target = resolve(rim.folder, output ?? "政府信息公开年报填报表.xlsx");
  const bytes = toXlsx({ title: "政府信息公开工作年度报告三张表", cells: new Map() });
  const path = await putFile(dirname(target), basename(target), bytes);
  rim.stdout.write(`空白填报表：${path}\n填好后在聊天里发回来，也可以用 check 检查。\n`);
  return 0;
}
