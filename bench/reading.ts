import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { extractText, getDocumentProxy } from "unpdf";
import { toDocx } from "../src/document/docx.ts";
import { toHtml } from "../src/document/html.ts";
import { layOut } from "../src/document/blocks.ts";
import { readReport } from "../src/reading/read.ts";
import { cellIds } from "../src/report/form.ts";
import { judge } from "../src/rules/judge.ts";
import type { PrintedReport } from "../src/report/printed.ts";
import { fourRequests } from "./samples.ts";
import { compare, median, type Measured } from "./measure.ts";
import { cellsOf } from "./peers/mammoth.js";

const rounds = 15;
/** Read in one go by each, so that neither pays for the rubbish of the other. */
const documents = 10;
const many = 1000;
const cores = 2;

const complete = (report: PrintedReport): void => {
  if (report.cells.size !== cellIds.length) throw new Error(`${report.cells.size} cells read`);
};

/** The report as a person copies it out of a document: paragraphs, and tables with tabs. */
function asText(): string {
  return layOut(fourRequests())
    .flatMap((block) => {
      if (block.kind === "title") return block.lines;
      if (block.kind === "heading") return [block.text];
      if (block.kind === "paragraph") return [`${block.lead ?? ""}${block.text}`];
      return block.rows.map((row) => row.map(({ text, note = "" }) => text + note).join("\t"));
    })
    .join("\n");
}

/** Milliseconds of reading and checking one file, warm. */
async function alone(bytes: Uint8Array): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds + 5; round++) {
    const start = performance.now();
    const report = await readReport(bytes);
    judge(report);
    if (round >= 5) times.push(performance.now() - start);
    complete(report);
  }
  return median(times);
}

/** The same report as .pdf by LibreOffice, where it is installed. */
function asPdf(docx: Uint8Array): Uint8Array | undefined {
  if (spawnSync("soffice", ["--version"]).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "nianbao-bench-"));
  try {
    writeFileSync(join(folder, "report.docx"), docx);
    const profile = `-env:UserInstallation=file://${folder}/profile`;
    const args = [
      profile,
      "--headless",
      "--convert-to",
      "pdf",
      "--outdir",
      folder,
      join(folder, "report.docx"),
    ];
    execFileSync("soffice", args, { stdio: "ignore" });
    return readFileSync(join(folder, "report.pdf"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function pdfLines(pdf: Uint8Array): Promise<Measured[]> {
  const times = await compare(
    rounds,
    async () => {
      complete(await readReport(pdf));
    },
    async () => {
      const document = await getDocumentProxy(new Uint8Array(pdf));
      await extractText(document, { mergePages: true });
      await document.cleanup();
    },
  );
  return [
    {
      what: ".pdf read, time against unpdf extracting its text",
      ours: `${times.ours.toFixed(1)} ms`,
      peer: `${times.peer.toFixed(1)} ms`,
      value: times.ours / times.peer,
      goal: 1.6,
      better: "less",
      unit: "×",
    },
  ];
}

/** How the package script runs the command line. */
function flags(): string[] {
  const file = readFileSync(join(import.meta.dirname, "../package.json"), "utf8");
  const { scripts } = JSON.parse(file) as { scripts: { nianbao: string } };
  return scripts.nianbao.split(" ").filter((part) => part.startsWith("--"));
}

/** One `check` of a thousand files of all kinds: the memory it took, and how many cores it kept busy. */
function batch(files: readonly { extension: string; bytes: Uint8Array }[]): Measured[] {
  const folder = mkdtempSync(join(tmpdir(), "nianbao-bench-"));
  try {
    const names = Array.from({ length: many }, (_, index) => {
      const file = files[index % files.length];
      const name = join(folder, `${index}${file?.extension ?? ""}`);
      writeFileSync(name, file?.bytes ?? new Uint8Array());
      return name;
    });
    const usage = join(folder, "usage.json");
    const main = join(import.meta.dirname, "../src/main.ts");
    const hook = ["--import", join(import.meta.dirname, "usage.ts")];
    const run = spawnSync(process.execPath, [...flags(), ...hook, main, "check", "--json", ...names], {
      env: { ...process.env, BENCH_USAGE: usage },
      maxBuffer: 1 << 30,
      encoding: "utf8",
    });
    const checked = (JSON.parse(run.stdout) as { cells?: object }[]).filter(
      ({ cells }) => cells !== undefined,
    );
    if (checked.length !== many)
      throw new Error(`${checked.length} of ${many} read: ${run.stderr.slice(0, 300)}`);
    const used = JSON.parse(readFileSync(usage, "utf8")) as { megabytes: number; cpu: number; wall: number };
    return [
      {
        what: `memory of one check of ${many} files (${files.map(({ extension }) => extension).join(" ")})`,
        ours: `${used.megabytes.toFixed(0)} MB, ${used.wall.toFixed(1)} s`,
        peer: "",
        value: used.megabytes,
        goal: 300,
        better: "less",
        unit: "MB",
      },
      {
        what: "cores kept busy by it",
        ours: `${used.cpu.toFixed(1)} s of processor time in ${used.wall.toFixed(1)} s`,
        peer: "",
        value: used.cpu / used.wall,
        goal: 0.8 * cores,
        better: "more",
        unit: "×",
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Reading and checking: .docx against mammoth and cheerio, .pdf against unpdf, the others alone, a thousand at once. */
export async function measureReading(): Promise<Measured[]> {
  const docx = await toDocx(fourRequests());
  const html = toHtml(fourRequests());
  const text = new TextEncoder().encode(asText());
  if ((await cellsOf(docx)).length < cellIds.length) throw new Error("the peer read less than the tables");
  const times = await compare(
    rounds,
    async () => {
      for (let index = 0; index < documents; index++) {
        const report = await readReport(docx);
        judge(report);
        complete(report);
      }
    },
    async () => {
      for (let index = 0; index < documents; index++) await cellsOf(docx);
    },
  );
  const pdf = asPdf(docx);
  const published = process.env.NIANBAO_REPORTS;
  const mixed =
    published === undefined
      ? [
          { extension: ".docx", bytes: docx },
          { extension: ".html", bytes: html },
          { extension: ".txt", bytes: text },
          ...(pdf === undefined ? [] : [{ extension: ".pdf", bytes: pdf }]),
        ]
      : readdirSync(published)
          .filter((name) => /\.(?:docx?|pdf|html|txt)$/.test(name) && !name.startsWith("template"))
          .map((name) => ({ extension: extname(name), bytes: readFileSync(join(published, name)) }));
  const under = async (what: string, bytes: Uint8Array): Promise<Measured> => {
    const milliseconds = await alone(bytes);
    const ours = `${milliseconds.toFixed(1)} ms`;
    return { what, ours, peer: "", value: milliseconds, goal: 10, better: "less", unit: "ms" };
  };
  return [
    {
      what: ".docx read and checked, times faster than mammoth and cheerio reading it",
      ours: `${(times.ours / documents).toFixed(1)} ms`,
      peer: `${(times.peer / documents).toFixed(1)} ms`,
      value: times.peer / times.ours,
      goal: 5,
      better: "more",
      unit: "×",
    },
    await under(".html read and checked", html),
    await under(".txt read and checked", text),
    ...(pdf === undefined ? [] : await pdfLines(pdf)),
    ...batch(mixed),
  ];
}
