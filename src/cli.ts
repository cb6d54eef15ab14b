import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { basename, dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { talkInTerminal } from "./channels/terminal.ts";
import { putFile } from "./channels/folder.ts";
import { deliver } from "./conversation/delivery.ts";
import { Engine } from "./conversation/engine.ts";
import { judged } from "./conversation/judged.ts";
import { findingsText } from "./conversation/words/review.ts";
import { newTalk } from "./conversation/talk.ts";
import { withFindings } from "./drafting/writeOut.ts";
import { OutsideError } from "./errors.ts";
import { eventsOfFacts, FactsFile } from "./report/facts.ts";
import { yearFault } from "./report/period.ts";
import { fold } from "./report/report.ts";
import { openStore } from "./store/embedded.ts";
import { understandLine } from "./understanding/line.ts";

/** The rim as the commands see it. */
export interface Rim {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  /** The folder that relative paths mean: where the person called the command. */
  folder: string;
  now(): Date;
}

/** 0 done; 1 `draft` found error findings; 2 wrong usage, or something could not be read or written. */
export type ExitCode = 0 | 1 | 2;

interface Command {
  usage: string;
  does: string;
  run(args: string[], rim: Rim): Promise<ExitCode>;
}

const commands: Record<string, Command> = {
  chat: {
    usage: "chat [--data 文件夹] [--out 文件夹] [--new]",
    does: "在终端里一问一答编年报；管道输入时每行一条消息",
    run: chat,
  },
  draft: { usage: "draft FACTS.json [-o 输出.docx]", does: "由事实文件直接出稿", run: draft },
  understand: {
    usage: "understand --json",
    does: "每行一句话，读出其中的数和命令（测试用）",
    run: understandLines,
  },
};

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

function fail(rim: Rim, message: string): 2 {
  rim.stderr.write(`${message.replaceAll("\n", " ")}\n`);
  return 2;
}

async function chat(args: string[], rim: Rim): Promise<ExitCode> {
  const { values } = parseArgs({
    args,
    options: { data: { type: "string" }, out: { type: "string" }, new: { type: "boolean" } },
  });
  const store = await openStore(resolve(rim.folder, values.data ?? "data"));
  try {
    if (values.new === true) {
      const unit = `local-${rim.now().getTime()}`;
      await store.turn("terminal", (turn) => Promise.resolve(turn.putTalk(newTalk(unit))));
    }
    const engine = new Engine({ store, now: () => rim.now() });
    const whole = await talkInTerminal({
      input: rim.stdin,
      output: rim.stdout,
      errors: rim.stderr,
      folder: resolve(rim.folder, values.out ?? "out"),
      answer: (message) => engine.answer(message),
    });
    return whole ? 0 : 2;
  } finally {
    await store.close();
  }
}

async function draft(args: string[], rim: Rim): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    options: { output: { type: "string", short: "o" } },
    allowPositionals: true,
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0)
    return fail(rim, `请给一个事实文件。用法：${commands.draft?.usage}`);
  if (values.output !== undefined && !values.output.endsWith(".docx"))
    return fail(rim, "输出文件的名字要以 .docx 结尾。");
  const facts = parseFacts(await read(resolve(rim.folder, file)), file);
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
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    const why =
      code === "ENOENT" ? "没有这个文件" : code === "EISDIR" ? "这是文件夹，不是文件" : "没有读取的权限";
    throw new OutsideError(`读不了“${path}”：${why}。`, { where: path, code: "file-not-read", cause });
  }
}

function parseFacts(json: string, file: string): FactsFile {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (cause) {
    throw new OutsideError(`“${file}”不是JSON格式，请检查逗号、引号和括号。`, {
      where: file,
      code: "not-json",
      cause,
    });
  }
  const parsed = FactsFile.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(" → ");
  throw new OutsideError(
    `“${file}”${where === undefined || where === "" ? "" : `的 ${where} `}不对：${issue?.code === "custom" ? issue.message : "缺少这一项，或者不是规定的内容"}。`,
    {
      where: file,
      code: "not-facts",
      cause: z.prettifyError(parsed.error),
    },
  );
}

async function understandLines(args: string[], rim: Rim): Promise<ExitCode> {
  const { values } = parseArgs({ args, options: { json: { type: "boolean" } } });
  if (values.json !== true) return fail(rim, `用法：${commands.understand?.usage}`);
  for await (const line of createInterface({ input: rim.stdin })) {
    if (line.trim() !== "") rim.stdout.write(`${JSON.stringify(understandLine(line))}\n`);
  }
  return 0;
}
