import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readDocx } from "../src/reading/docx.ts";
import { readReport } from "../src/reading/read.ts";
import { numberIn } from "../src/report/printed.ts";
import { completeFacts } from "./support/facts.ts";
import { collect, freshFolder, runToEnd, start } from "./support/process.ts";

const organ = "青山区临江街道办事处";
const draftName = `${organ}2025年政府信息公开工作年度报告（草稿）.docx`;
const facts = completeFacts(organ, 2025);
const clean = (out: string): string => out.replace(/\s+/g, "");

describe("draft", () => {
  const write = (folder: string, content: unknown): void =>
    writeFileSync(
      join(folder, "facts.json"),
      typeof content === "string" ? content : JSON.stringify(content),
    );

  test("turns complete facts into a document without findings", async () => {
    const folder = freshFolder();
    write(folder, facts);
    const ended = await runToEnd(["draft", "facts.json"], folder);
    expect(ended).toMatchObject({ code: 0, err: "" });
    const printed = readDocx(readFileSync(join(folder, draftName)));
    expect(numberIn(printed, "requests.received.total")).toBe(4);
    expect(numberIn(printed, "requests.granted.business")).toBe(1);
  });

  test("writes the file with its faults as comments and ends with 1", async () => {
    const folder = freshFolder();
    write(folder, { ...facts, cells: { ...facts.cells, "requests.granted.person": 2 } });
    const ended = await runToEnd(["draft", "facts.json", "-o", "out/年报.docx"], folder);
    expect(ended.code).toBe(1);
    expect(ended.out).toContain("【错误】");
    expect(existsSync(join(folder, "out", "年报.docx"))).toBe(true);
  });

  test.each(["html", "xlsx"])("writes .%s as well", async (extension) => {
    const folder = freshFolder();
    write(folder, facts);
    const ended = await runToEnd(["draft", "facts.json", "-o", `年报.${extension}`], folder);
    expect(ended).toMatchObject({ code: 0, err: "" });
    const printed = await readReport(readFileSync(join(folder, `年报.${extension}`)));
    expect(printed.title).toBe(`${organ}2025年政府信息公开工作年度报告`);
    expect(numberIn(printed, "requests.granted.total")).toBe(4);
  });

  test("writes an empty form to fill in when no facts are given", async () => {
    const folder = freshFolder();
    const ended = await runToEnd(["draft", "-o", "填报表.xlsx"], folder);
    expect(ended).toMatchObject({ code: 0, err: "" });
    const printed = await readReport(readFileSync(join(folder, "填报表.xlsx")));
    expect([...printed.cells.values()].map(({ kind }) => kind)).toEqual(Array(200).fill("blank"));
  });

  test("names a total that its parts do not make up", async () => {
    const folder = freshFolder();
    write(folder, { ...facts, cells: { ...facts.cells, "requests.received.total": 5 } });
    const ended = await runToEnd(["draft", "facts.json"], folder);
    expect(ended.code).toBe(1);
    expect(ended.out).toContain("本年新收");
  });

  const bad: [string, unknown, string][] = [
    ["a file that is not JSON", "{", "JSON"],
    ["a cell that is not on the form", { ...facts, cells: { "requests.x": 1 } }, "requests.x"],
    ["a negative count", { ...facts, cells: { "disclosure.licensing": -1 } }, "-1"],
    ["a decimal count", { ...facts, cells: { "disclosure.licensing": 1.5 } }, "1.5"],
    [
      "text in a number's place",
      { ...facts, cells: { "disclosure.licensing": "三" } },
      "disclosure.licensing",
    ],
    ["a year before the form", { ...facts, year: 2020 }, "2020"],
    ["a year far ahead", { ...facts, year: 2099 }, "2099"],
    ["an unknown organ kind", { ...facts, organ: { name: organ, kind: "village" } }, "organ"],
  ];
  test.each(bad)("refuses %s with one line and 2", async (_, content, named) => {
    const folder = freshFolder();
    write(folder, content);
    const ended = await runToEnd(["draft", "facts.json"], folder);
    expect(ended.code).toBe(2);
    expect(ended.err.trim().split("\n")).toHaveLength(1);
    expect(ended.err).toContain(named);
    expect(ended.err).not.toMatch(/ at |Error/);
    expect(readdirSync(folder)).toEqual(["facts.json"]);
  });
});

describe("wrong usage", () => {
  test.each([
    [["fly"]],
    [["draft", "one.json", "two.json"]],
    [["draft", "-o", "form.docx"]],
    [["draft", "none.json", "-o", "report.odt"]],
    [["draft", "none.json"]],
    [["chat", "--what"]],
    [["understand"]],
    [["draft", "facts.json", "-o", "x.pdf"]],
  ])("%j ends with 2 and one Chinese line", async (args) => {
    const ended = await runToEnd(args, freshFolder());
    expect(ended.code).toBe(2);
    expect(ended.err.trim().split("\n")).toHaveLength(1);
    expect(ended.err).toMatch(/[\u4e00-\u9fff]/);
  });
});

describe("chat in a pipe", () => {
  const talk = ["开始", `${organ}，2025年`, "三张表全是0"].join("\n");

  test("answers every line and resumes where it was", async () => {
    const folder = freshFolder();
    const first = await runToEnd(["chat"], folder, `${talk}\n`);
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(first.out).toContain("三张表全是0");
    const second = await runToEnd(["chat"], folder, "进度\n");
    expect(clean(second.out)).toContain("第3部分");
    expect(second.out).toContain("已填好");
  });

  test("begins anew with --new and keeps the old data", async () => {
    const folder = freshFolder();
    await runToEnd(["chat"], folder, `${talk}\n`);
    const again = await runToEnd(["chat", "--new"], folder, "2025年\n进度\n");
    expect(again.out).toContain("已完成0%");
  });

  test("loses no answered message when it is killed", async () => {
    const folder = freshFolder();
    const said = [
      "开始",
      `${organ}，2025年`,
      "收到4件，自然人3件，企业1件",
      "都公开了",
      "没有结转",
      "复议诉讼都没有",
      "行政许可12件",
    ];
    for (const [index, words] of said.entries()) {
      const child = start(["chat"], folder);
      const out = collect(child.stdout);
      child.stdin.write(`${words}\n`);
      await until(() => out().endsWith("\n\n"));
      child.kill("SIGKILL");
      await new Promise((resolve) => child.on("close", resolve));
      expect(out(), `${index}: ${words}`).not.toBe("");
    }
    const ended = await runToEnd(["chat"], folder, "核对\n");
    expect(ended.out).toContain("本年新收4件（自然人3件、商业企业1件）");
    expect(ended.out).toContain("行政许可12件");
  });

  test("refuses a second process on the same data", async () => {
    const folder = freshFolder();
    const child = start(["chat"], folder);
    const out = collect(child.stdout);
    child.stdin.write("开始\n");
    await until(() => out().endsWith("\n\n"));
    const second = await runToEnd(["chat"], folder, "开始\n");
    child.kill("SIGKILL");
    expect(second.code).toBe(2);
    expect(second.err.trim().split("\n")).toHaveLength(1);
    expect(second.err).toMatch(/正被另一个年报助手使用/);
  });

  test("says where the draft could not be written and keeps every answer", async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, "out"), "a file, not a folder");
    const ended = await runToEnd(["chat"], folder, `${talk}\n仍要生成\n进度\n`);
    expect(ended.code).toBe(2);
    expect(ended.err).toMatch(/没有写成/);
    expect(ended.out).toContain("已填好");
  });

  test("keeps a draft that somebody may have worked on", async () => {
    const folder = freshFolder();
    await runToEnd(["chat"], folder, `${talk}\n仍要生成\n`);
    writeFileSync(join(folder, "out", draftName), "edited");
    await runToEnd(["chat"], folder, "仍要生成\n");
    const files = readdirSync(join(folder, "out")).sort();
    expect(files).toHaveLength(2);
    expect(files.map((file) => readFileSync(join(folder, "out", file)).toString("utf8", 0, 6))).toContain(
      "edited",
    );
  });

  test("refuses a data folder it may not write to, with one line", async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, "data"), "a file");
    const ended = await runToEnd(["chat"], folder, "开始\n");
    expect(ended.code).toBe(2);
    expect(ended.err.trim().split("\n")).toHaveLength(1);
  });
});

/** Waits for something a child process prints; the test's own time limit is the bound. */
async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
}
