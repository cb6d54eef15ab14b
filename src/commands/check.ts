import { basename, dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { putFile } from "../channels/folder.ts";
import { inOrder } from "../checking/order.ts";
import { page, summary, type Summary } from "../checking/page.ts";
import { Pool } from "../checking/pool.ts";
import { OutsideError } from "../errors.ts";
import { chinaDate } from "../report/period.ts";
import type { PrintedReport } from "../report/printed.ts";
import type { Finding } from "../rules/judge.ts";
import { fail, type Command, type ExitCode, type Rim } from "./command.ts";
import { canWrite, expanded, fileBytes, isFolder, named, notRead } from "./files.ts";
import { progress } from "./progress.ts";
import { jsonTeller, peopleTeller, type Outcome } from "./telling.ts";

const usage = "check 文件… [--last 去年的文件] [--json] [--annotate 输出.docx] [--report 输出.html]";

const options = {
  last: { type: "string" },
  json: { type: "boolean" },
  annotate: { type: "string" },
  report: { type: "string" },
} as const;

/** A command line that is in order. Paths are absolute; `files` as the caller gave them. */
interface Wanted {
  files: readonly string[];
  last: string | undefined;
  json: boolean;
  annotate: string | undefined;
  report: string | undefined;
}

export const check: Command = {
  usage,
  does: "检查年报：勾稽、格式、用语和正文里的数，逐条说明依据和改法；可以一次给很多文件",
  async run(args, rim) {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const files = await expanded(positionals, rim.folder);
    const path = (given: string | undefined): string | undefined =>
      given === undefined ? undefined : resolve(rim.folder, given);
    const wanted: Wanted = {
      files,
      last: values.last,
      json: values.json === true,
      annotate: path(values.annotate),
      report: path(values.report),
    };
    const fault = await faultOf(wanted, rim);
    if (fault !== null) return fail(rim, fault);
    const pool = new Pool({ ...(files.length === 1 ? { workers: 1 } : {}) });
    pool.warm();
    try {
      return await checkAll(wanted, pool, rim);
    } finally {
      await pool.close();
    }
  },
};

/** What is wrong with the command line, in one sentence, or null. */
async function faultOf({ files, last, annotate, report }: Wanted, rim: Rim): Promise<string | null> {
  const [first] = files;
  if (first === undefined) return `请给要检查的文件。用法：${usage}`;
  if (files.length > 1 && last !== undefined) return "--last 一次只能配一个文件。";
  if (files.length > 1 && annotate !== undefined) return "--annotate 一次只能配一个文件。";
  if (annotate !== undefined && !annotate.toLowerCase().endsWith(".docx"))
    return "--annotate 的输出文件要以 .docx 结尾。";
  if (report !== undefined && !/\.html?$/i.test(report)) return "--report 的输出文件要以 .html 结尾。";
  const given = new Set(
    [...files, ...(last === undefined ? [] : [last])].map((file) => resolve(rim.folder, file)),
  );
  for (const output of [annotate, report]) {
    if (output === undefined) continue;
    if (given.has(output)) return `“${output}”就是要检查的文件，请换一个输出文件名。`;
    await canWrite(output);
  }
  for (const file of files)
    if (await isFolder(resolve(rim.folder, file)))
      return `“${file}”是文件夹，请写明里面的文件，例如 ${file.replace(/[\\/]+$/, "")}/*.docx。`;
  return null;
}

/** Enough begun that no worker waits for a slow file before it; what is done and waits for its turn is small. */
const ahead = 64;

async function checkAll(wanted: Wanted, pool: Pool, rim: Rim): Promise<ExitCode> {
  const { files } = wanted;
  const last = wanted.last === undefined ? undefined : await lastYear(wanted.last, pool, rim);
  const bar = progress(rim, files.length);
  const tell = wanted.json ? jsonTeller(rim) : peopleTeller(rim, files.length);
  const summaries: Summary[] = [];
  let marked: Uint8Array | undefined;
  let [failed, faulty] = [false, false];
  const fails = (message: string): void => {
    failed = true;
    fail(rim, message);
  };
  const one = (file: string): Promise<Outcome> => outcomeOf(file, last, pool, rim).finally(() => bar.step());
  for await (const outcome of inOrder(files, one, ahead)) {
    if (wanted.report !== undefined) summaries.push(summary(outcome));
    if ("error" in outcome) {
      bar.clear();
      fails(outcome.named ? outcome.error : `“${outcome.file}”：${outcome.error}`);
    } else {
      if (outcome.remarks.length > 0) bar.clear();
      for (const remark of outcome.remarks) rim.stderr.write(`${remark}\n`);
      faulty ||= outcome.findings.some(({ severity }) => severity === "error");
      if (!wanted.json) bar.clear();
    }
    await tell.one(outcome);
    if (wanted.annotate === undefined || "error" in outcome) continue;
    const { file, findings } = outcome;
    marked = await annotated(file, findings, pool, rim).catch((error: unknown) => {
      if (!(error instanceof OutsideError)) throw error;
      fails(`“${file}”：${error.message}`);
      return undefined;
    });
  }
  bar.clear();
  const written: string[] = [];
  const put = async (path: string | undefined, bytes: Uint8Array | undefined): Promise<void> => {
    if (path === undefined || bytes === undefined) return;
    written.push(await putFile(dirname(path), basename(path), bytes));
  };
  await put(wanted.annotate, marked);
  await put(
    wanted.report,
    wanted.report === undefined ? undefined : new TextEncoder().encode(page(summaries, today(rim))),
  );
  await tell.end(written);
  return failed ? 2 : faulty ? 1 : 0;
}

const lastYear = async (file: string, pool: Pool, rim: Rim): Promise<PrintedReport> =>
  pool.read(await fileBytes(resolve(rim.folder, file), file)).catch(named(file));

async function outcomeOf(
  file: string,
  last: PrintedReport | undefined,
  pool: Pool,
  rim: Rim,
): Promise<Outcome> {
  try {
    const examined = await pool.run(async () => ({
      kind: "examine",
      bytes: await fileBytes(resolve(rim.folder, file), file),
      last,
    }));
    return { file, ...examined };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return { file, error: error.message, named: error.code === notRead };
  }
}

const annotated = (file: string, findings: readonly Finding[], pool: Pool, rim: Rim): Promise<Uint8Array> =>
  pool.run(async () => ({
    kind: "annotate",
    bytes: await fileBytes(resolve(rim.folder, file), file),
    findings,
  }));

function today(rim: Rim): string {
  const { year, month, day } = chinaDate(rim.now());
  return `${year}年${month}月${day}日`;
}
